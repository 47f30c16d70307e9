"use client";

import type { ReactNode } from "react";

/**
 * The title of what a page is about now. Where nothing else has the focus, as after a page has come or the button that
 * had it is gone, it begins here: what can be done next is one Tab away, and what has changed is read out.
 */
export function BoxTitle({ id, children }: { id: string; children: ReactNode }) {
  return (
    <h2
      ref={takeLostFocus}
      id={id}
      tabIndex={-1}
      className="flex min-w-0 items-start gap-2.5 font-semibold outline-none"
    >
      {children}
    </h2>
  );
}

/** A ref: an element that comes takes the focus where whatever had it is gone, and there is a keyboard anyway. */
export function takeLostFocus(element: HTMLElement | null): void {
  if (document.activeElement === document.body && matchMedia("(hover: hover)").matches)
    element?.focus({ preventScroll: true });
}
