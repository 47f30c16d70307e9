"use client";

import { type ComponentPropsWithRef, type MouseEvent, useId } from "react";
import { cx } from "../cx";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class";

interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "disabled"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Why it can't be pressed now. It then stays in reach and says so, instead of vanishing. */
  disabledReason?: string | undefined;
  /** The id of what says so elsewhere on the page, when several buttons share one reason. */
  reasonId?: string | undefined;
  /** What was pressed is under way: a second press does nothing. */
  isBusy?: boolean;
}

/** A button. Disabled, it keeps its place, and its reason stands under it. */
export function Button({
  variant = "secondary",
  size = "normal",
  disabledReason,
  reasonId,
  isBusy = false,
  type = "button",
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const ownId = useId();
  const describedBy = disabledReason === undefined ? reasonId : ownId;
  const isOff = describedBy !== undefined || isBusy;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={describedBy ?? rest["aria-describedby"]}
      onClick={press}
      className={cx(buttonClass(variant, size), className)}
    >
      {children}
    </button>
  );
  if (disabledReason === undefined) return button;
  return (
    <span className="inline-flex min-w-0 flex-col gap-1">
      {button}
      <span id={ownId} className="max-w-prose text-soft text-xs">
        {disabledReason}
      </span>
    </span>
  );
}
