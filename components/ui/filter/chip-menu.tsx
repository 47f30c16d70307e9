"use client";

import { ChevronDown } from "lucide-react";
import { type MouseEvent, type ReactNode, useRef } from "react";
import { cx } from "../cx";

interface ChipMenuProps {
  /** What stands on the chip. */
  label: ReactNode;
  /** "row": inside another chip's box, where what opens stands below it. */
  as?: "chip" | "row";
  /** Whether the filter is set: the chip is filled then, and has no arrow. */
  isOn?: boolean;
  children: ReactNode;
}

/** A chip that opens a box with its choices. Without scripts it opens all the same; with them it closes by itself. */
export function ChipMenu({ label, as = "chip", isOn = false, children }: ChipMenuProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (!box.current?.open) return;
    box.current.open = false;
    box.current.querySelector("summary")?.focus();
  };
  const pressed = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a,[role=option]")) close();
  };
  const isRow = as === "row";
  return (
    <details
      ref={box}
      className={cx("min-w-0", !isRow && "relative")}
      onToggle={(event) => {
        if (event.currentTarget.open)
          event.currentTarget.querySelector<HTMLElement>("[role=combobox]")?.focus();
      }}
      onBlur={(event) => {
        if (!isRow && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.stopPropagation();
        close();
      }}
      onSubmit={close}
    >
      <summary
        className={cx(
          "flex min-w-0 cursor-pointer list-none items-center gap-1.5 whitespace-nowrap font-medium text-sm hover:bg-hover [&::-webkit-details-marker]:hidden",
          isRow
            ? "min-h-11 rounded-sm px-2 text-ink rail:min-h-8"
            : "h-11 rounded-md px-2.5 text-soft rail:h-7.5",
          !isRow && !isOn && "border border-line-mid",
        )}
      >
        {label}
        {!isOn && <ChevronDown aria-hidden className={cx("size-3.5 text-faint", isRow && "ml-auto")} />}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the links in it; the box closes behind them */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link's Enter is a click */}
      <div
        onClick={pressed}
        className={
          isRow
            ? "border-line border-l pb-1 pl-2"
            : "absolute left-0 z-20 mt-1 max-h-[min(24rem,70vh)] min-w-52 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float max-rail:fixed max-rail:inset-x-4 max-rail:left-4"
        }
      >
        {children}
      </div>
    </details>
  );
}
