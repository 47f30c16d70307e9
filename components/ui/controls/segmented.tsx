"use client";

import { useId } from "react";
import { cx } from "../cx";

interface SegmentedProps<V extends string> {
  label: string;
  /** Whether the label is for screen readers only, as what stands beside it says it. */
  isLabelHidden?: boolean;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}

/** One of two to five, all in sight. More belong into a list. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const { label, isLabelHidden = false, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-1.5">
      <legend className={cx("float-left font-medium text-sm", isLabelHidden && "sr-only")}>{label}</legend>
      <div className="inline-flex min-w-0 gap-0.5 rounded-lg bg-seg p-0.5 max-sm:flex max-sm:w-full">
        {options.map((option) => (
          <label
            key={option.value}
            className="inline-flex h-10 min-w-0 cursor-pointer items-center justify-center whitespace-nowrap rounded-md px-1.5 font-medium text-soft text-sm has-checked:bg-seg-on has-checked:text-ink has-checked:shadow-control has-checked:ring-1 has-checked:ring-line-mid has-focus-visible:outline-2 has-focus-visible:outline-focus max-sm:flex-1 sm:h-7 sm:px-3"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
