import { cx } from "../cx";

export type ButtonVariant = "primary" | "secondary" | "danger" | "refusal" | "quiet" | "violet";
export type ButtonSize = "normal" | "small" | "large";

const VARIANT = {
  primary:
    "border-primary bg-primary text-on-primary shadow-control hover:border-primary-hover hover:bg-primary-hover",
  secondary: "border-line-mid bg-raised text-ink shadow-control hover:border-line-strong hover:bg-hover",
  danger: "border-danger bg-danger text-on-danger shadow-control hover:opacity-90",
  refusal: "border-line-mid bg-raised text-red shadow-control hover:border-red-line hover:bg-red-wash",
  /** Breaks the glass. */
  violet: "border-violet-solid bg-violet-solid text-on-violet shadow-control hover:opacity-90",
  quiet: "border-transparent text-soft hover:bg-hover hover:text-ink",
} as const satisfies Record<ButtonVariant, string>;

const OFF =
  "aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-faint aria-disabled:shadow-none aria-disabled:opacity-100";

// 30 px on wide screens; on a phone no button is smaller than a fingertip (44 px).
const SIZE = {
  small: "min-h-11 px-2.5 text-sm sm:min-h-6.5",
  normal: "min-h-11 px-3 text-sm sm:min-h-7.5",
  large: "min-h-11 px-4 sm:min-h-9",
} as const satisfies Record<ButtonSize, string>;

/** The classes of a button, also for a link that looks like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "normal"): string {
  return cx(
    "inline-flex cursor-pointer items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors",
    VARIANT[variant],
    SIZE[size],
    OFF,
  );
}
