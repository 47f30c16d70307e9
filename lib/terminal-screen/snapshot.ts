import { z } from "zod";
import { MOST_COLUMNS } from "@/lib/terminal-output/limits";

/** Raised whenever what is written changes; a snapshot of another version is made anew from the recording. */
export const SNAPSHOT_VERSION = 1;

const count = (most: number) => z.number().int().min(0).max(most);
const unsigned = count(0xffff_ffff);
const signed = z.number().int().min(-0x8000_0000).max(0xffff_ffff);
/** Base64 of a row's cells; whoever decodes it checks what is in it. */
const MOST_ROW_TEXT = MOST_COLUMNS * 16;
/** Of all cells of a row that carry more than one character, altogether. */
const MOST_COMBINED = 4 * 1024 * 1024;

const row = z.strictObject({
  /** How many rows one below the other are like this. */
  times: count(MOST_COLUMNS).min(1),
  /** Its cells; the last of `cells` is that of the rest of the row, too. */
  length: count(MOST_COLUMNS).min(1),
  /** Base64 of three little-endian 32-bit numbers a cell: content, foreground, background. */
  cells: z.string().min(16).max(MOST_ROW_TEXT),
  isWrapped: z.literal(true).optional(),
  /** Cells with more than one character, by column. */
  combined: z
    .array(z.tuple([count(MOST_COLUMNS), z.string().max(MOST_COMBINED)]))
    .max(MOST_COLUMNS)
    .optional(),
  /** Cells with an underline of their own, by column: style and colour, number of the link. */
  extended: z
    .array(z.tuple([count(MOST_COLUMNS), signed, unsigned]))
    .max(MOST_COLUMNS)
    .optional(),
});

const charset = z.string().length(1);

const screen = z.strictObject({
  rows: z.array(row).max(MOST_COLUMNS),
  x: count(MOST_COLUMNS),
  y: count(MOST_COLUMNS),
  scrollTop: count(MOST_COLUMNS),
  scrollBottom: count(MOST_COLUMNS),
  tabs: z.array(count(MOST_COLUMNS)).max(MOST_COLUMNS + 1),
  saved: z.strictObject({
    x: count(MOST_COLUMNS),
    y: count(MOST_COLUMNS),
    foreground: unsigned,
    background: unsigned,
    charset,
  }),
});

/** Everything that decides what a terminal shows and what it will do with more output: a JSON value. */
export const snapshotSchema = z.strictObject({
  version: z.literal(SNAPSHOT_VERSION),
  cols: count(MOST_COLUMNS).min(2),
  rows: count(MOST_COLUMNS).min(1),
  isAlternate: z.boolean(),
  normal: screen,
  alternate: screen,
  attributes: z.strictObject({
    foreground: unsigned,
    background: unsigned,
    extended: signed,
    link: unsigned,
  }),
  modes: z.strictObject({
    insertMode: z.boolean(),
    isCursorInitialized: z.boolean(),
    isCursorHidden: z.boolean(),
    convertEol: z.boolean(),
    optionCursorBlink: z.boolean(),
    applicationCursorKeys: z.boolean(),
    applicationKeypad: z.boolean(),
    bracketedPasteMode: z.boolean(),
    cursorBlink: z.boolean().nullable(),
    cursorStyle: z.enum(["block", "underline", "bar"]).nullable(),
    origin: z.boolean(),
    reverseWraparound: z.boolean(),
    sendFocus: z.boolean(),
    synchronizedOutput: z.boolean(),
    wraparound: z.boolean(),
  }),
  charsets: z.strictObject({
    sets: z.array(charset).length(4),
    level: count(3),
    /** Not always the set of the level: restoring the cursor chooses one by itself. */
    active: charset,
  }),
  mouse: z.strictObject({
    protocol: z.enum(["NONE", "X10", "VT200", "DRAG", "ANY"]),
    encoding: z.enum(["DEFAULT", "SGR", "SGR_PIXELS"]),
  }),
  /** What the next character may join, as xterm.js numbers it. */
  joinState: unsigned,
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type ScreenSnapshot = Snapshot["normal"];
export type RowSnapshot = ScreenSnapshot["rows"][number];

/** A snapshot that can't be put into a terminal: of another version, or no snapshot at all. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/** @throws SnapshotError when it is none of this version, or doesn't hold together */
export function readSnapshot(value: unknown): Snapshot {
  const { data, error } = snapshotSchema.safeParse(value);
  if (!data) throw new SnapshotError(`It is no snapshot: ${z.prettifyError(error)}`, { cause: error });
  for (const which of ["normal", "alternate"] as const) {
    const { rows, x, y, scrollTop, scrollBottom } = data[which];
    const height = rows.reduce((sum, { times }) => sum + times, 0);
    const isShown = which === "normal" || data.isAlternate;
    const problem =
      (height !== (isShown ? data.rows : 0) && "its rows are not as many as the screen has") ||
      (rows.some(({ length }) => length < data.cols) && "a row is too short") ||
      ((y >= data.rows || x > data.cols) && "its cursor is outside of the screen") ||
      ((scrollTop > scrollBottom || scrollBottom >= data.rows) && "its region is outside of the screen");
    if (problem) throw new SnapshotError(`It is no snapshot: ${which} screen: ${problem}`);
  }
  return data;
}
