/** The bounds of the wire, for both sides: the browser keeps them, the gateway holds everybody to them. */

/** Input bytes in one frame at most; a longer paste is split. */
export const MAX_INPUT_FRAME = 4096;

/** Bytes of any frame of a browser at most: more is not even read. */
export const MAX_FRAME_BYTES = 64 * 1024;

/** Characters by which a window may name itself. */
export const MAX_WINDOW_ID = 64;

/** What a shell is told at least and at most; a window of another size shows this size all the same. */
export const SIZE_LIMITS = {
  cols: { min: 2, max: 500, usual: 80 },
  rows: { min: 2, max: 300, usual: 24 },
} as const;
