"use client";

import { CircleAlert } from "lucide-react";
import { type ComponentPropsWithRef, type ReactNode, useId } from "react";
import { t } from "@/messages/translate";
import { cx } from "../cx";

interface FieldFrame {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the content, and how to mend it. */
  error?: string | undefined;
  isOptional?: boolean | undefined;
}

const BOX =
  "w-full min-w-0 rounded-md border border-line-strong bg-raised px-3 text-ink placeholder:text-faint aria-invalid:border-red";

/** One line of text. */
export function TextField({
  label,
  hint,
  error,
  isOptional,
  className,
  ...rest
}: FieldFrame & ComponentPropsWithRef<"input">) {
  return (
    <Frame {...{ label, hint, error, isOptional }}>
      {(ids) => <input {...rest} {...ids} className={cx(BOX, "min-h-10 sm:min-h-9", className)} />}
    </Frame>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  isOptional,
  className,
  ...rest
}: FieldFrame & ComponentPropsWithRef<"textarea">) {
  return (
    <Frame {...{ label, hint, error, isOptional }}>
      {(ids) => <textarea rows={4} {...rest} {...ids} className={cx(BOX, "py-2", className)} />}
    </Frame>
  );
}

interface SelectFieldProps extends FieldFrame {
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One of many. */
export function SelectField({ label, hint, error, isOptional, value, options, onChange }: SelectFieldProps) {
  return (
    <Frame {...{ label, hint, error, isOptional }}>
      {(ids) => (
        <select
          {...ids}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={cx(BOX, "min-h-10 cursor-pointer")}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}

interface RadioGroupProps<V extends string> extends FieldFrame {
  name: string;
  value: V | undefined;
  options: readonly { value: V; label: string; hint?: string; icon?: ReactNode }[];
  onChange: (value: V) => void;
  /** "row" for short words side by side. */
  layout?: "row" | "column";
}

/** One of a few, all in sight. */
export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
  const { label, hint, error, name, value, options, onChange, layout = "column" } = props;
  const id = useId();
  const describedBy = cx(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  return (
    <fieldset aria-describedby={describedBy || undefined} className="min-w-0">
      <legend className="mb-1 font-medium">{label}</legend>
      {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
      <div className={layout === "row" ? "flex flex-wrap gap-2" : "grid gap-2"}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-10 cursor-pointer items-start sm:min-h-9 gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 has-checked:border-accent has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-1"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className="flex items-center gap-1.5 font-medium">
                {option.icon}
                {option.label}
              </span>
              {option.hint !== undefined && <span className="block text-soft text-sm">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && <ErrorText id={`${id}-error`} text={error} />}
    </fieldset>
  );
}

interface FieldIds {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

function Frame({
  label,
  hint,
  error,
  isOptional,
  children,
}: FieldFrame & { children: (ids: FieldIds) => ReactNode }) {
  const id = useId();
  const describedBy = cx(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
        {isOptional && <span className="font-normal text-faint"> ({t("field.optional")})</span>}
      </label>
      {hint !== undefined && <Hint id={`${id}-hint`} text={hint} />}
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {error !== undefined && <ErrorText id={`${id}-error`} text={error} />}
    </div>
  );
}

function Hint({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className="mb-1.5 text-soft text-sm">
      {text}
    </p>
  );
}

/** What is wrong, under its field. */
export function ErrorText({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} role="alert" className="mt-1 flex items-start gap-1 text-red text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {text}
    </p>
  );
}
