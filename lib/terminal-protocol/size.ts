import { SIZE_LIMITS } from "./limits";

/** A screen in cells. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** The nearest size that a shell is told. What is no number counts as 80 × 24. */
export function clampSize({ cols, rows }: TerminalSize): TerminalSize {
  return { cols: clamp(cols, SIZE_LIMITS.cols), rows: clamp(rows, SIZE_LIMITS.rows) };
}

interface Range {
  min: number;
  max: number;
  usual: number;
}

function clamp(value: number, { min, max, usual }: Range): number {
  return Number.isNaN(value) ? usual : Math.min(max, Math.max(min, Math.round(value)));
}
