import type { InnerBuffer } from "../inner/inner-terminal";
import type { RowNote } from "../inner/row-note";
import { rowAt } from "./rows";

/** The note of a row of the screen. */
export type NoteState = RowNote & { y: number };

export function takeNotes(buffer: InnerBuffer): NoteState[] {
  const notes: NoteState[] = [];
  for (let y = 0; y < buffer.lines.length; y += 1) {
    const note = rowAt(buffer, y)?.note;
    if (note) notes.push({ y, ...note });
  }
  return notes;
}

export function putNotes(buffer: InnerBuffer, notes: readonly NoteState[]): void {
  for (const { y, ...note } of notes) {
    const row = rowAt(buffer, y);
    if (row) row.note = note;
  }
}
