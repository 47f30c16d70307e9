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
