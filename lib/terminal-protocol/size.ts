/** A screen in cells. */
export interface TerminalSize {
  cols: number;
  rows: number;
}

/** What a shell is told at least and at most; a window of another size shows this size all the same. */
const SIZE_LIMITS = {
  cols: { min: 2, max: 500 },
  rows: { min: 2, max: 300 },
} as const satisfies Record<keyof TerminalSize, { min: number; max: number }>;

/** The nearest size that a shell is told. What is no number counts as 80 × 24. */
export function clampSize({ cols, rows }: TerminalSize): TerminalSize {
  return { cols: clamp(cols, SIZE_LIMITS.cols, 80), rows: clamp(rows, SIZE_LIMITS.rows, 24) };
}

function clamp(value: number, { min, max }: { min: number; max: number }, usual: number): number {
  return Number.isNaN(value) ? usual : Math.min(max, Math.max(min, Math.round(value)));
}
