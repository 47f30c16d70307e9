"use client";

import type { ReactNode } from "react";
import { cx } from "../cx";

interface MenuProps {
  /** What it opens, for who does not see the trigger. */
  label: string;
  trigger: ReactNode;
  /** "bare" has no box around its trigger. */
  as?: "control" | "bare";
  /** The width of what opens. */
  className?: string;
  onOpen?: () => void;
  children: ReactNode;
}

const TRIGGER = {
  control: "h-11 border border-line-mid bg-surface px-2.5 sm:h-7.5",
  bare: "size-11 justify-center sm:size-7.5",
} as const;

/** A control that opens a box below itself: links, buttons, whatever it holds. Escape and leaving close it. */
export function Menu({ label, trigger, as = "control", className, onOpen, children }: MenuProps) {
  return (
    <details
      className="relative"
      onToggle={(event) => {
        if (event.currentTarget.open) onOpen?.();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary
        aria-label={label}
        className={cx(
          "flex cursor-pointer list-none items-center gap-2 whitespace-nowrap rounded-md font-medium text-sm hover:bg-hover [&::-webkit-details-marker]:hidden",
          TRIGGER[as],
        )}
      >
        {trigger}
      </summary>
      <div
        className={cx(
          "absolute right-0 z-30 mt-1 max-w-[calc(100vw-2rem)] rounded-md border border-line bg-raised p-1 shadow-float",
          className,
        )}
      >
        {children}
      </div>
    </details>
  );
}
