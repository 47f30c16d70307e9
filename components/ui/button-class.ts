import { cx } from "./cx";

export type ButtonVariant = "primary" | "secondary" | "danger" | "quiet";
export type ButtonSize = "normal" | "small" | "large";

const VARIANT = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong",
  secondary: "border-line-strong bg-raised text-ink hover:border-soft",
  danger: "border-danger bg-danger text-on-danger hover:opacity-90",
  quiet: "border-transparent text-soft hover:bg-sunken hover:text-ink",
} as const satisfies Record<ButtonVariant, string>;

const OFF =
  "aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-faint aria-disabled:opacity-100";

// On a phone no button is smaller than a fingertip (40 px), and what is decided there is a thumb's size.
const SIZE = {
  small: "min-h-10 px-2 text-sm sm:min-h-7",
  normal: "min-h-10 px-3 sm:min-h-9",
  large: "min-h-11 px-4 text-lg",
} as const satisfies Record<ButtonSize, string>;

/** The classes of a button, also for a link that looks like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "normal"): string {
  return cx(
    "inline-flex cursor-pointer items-center justify-center gap-2 rounded-md border font-medium transition-colors",
    VARIANT[variant],
    SIZE[size],
    OFF,
  );
}
