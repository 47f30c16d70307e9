"use client";

import { useEffect, useRef } from "react";

/** What sticks below a list's filters: how far below the top bar, in pixels. */
const NAME = "--filter-bar";

/** Says how high the line of filters around it is: with many of them it is two, and heads of tables stick below it. */
export function BarHeight() {
  const ref = useRef<HTMLSpanElement>(null);

  // The layout is the browser's.
  useEffect(() => {
    const bar = ref.current?.parentElement;
    if (!bar) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty(NAME, `${bar.offsetHeight}px`));
    observer.observe(bar);
    return () => {
      observer.disconnect();
      style.removeProperty(NAME);
    };
  }, []);

  return <span ref={ref} hidden />;
}
