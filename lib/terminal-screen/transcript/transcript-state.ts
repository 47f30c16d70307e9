import type { CommandState } from "./command-finder";
import type { OpenLine } from "./line-collector";
import type { ProgramState } from "./program-rows";
import type { NoteState } from "./row-notes";

/** What a reader needs to go on where another one ended, beside the snapshot of its screen: a JSON value. */
export interface TranscriptState {
  version: 1;
  /** Of the output last read. */
  ms: number;
  open?: OpenLine;
  notes: NoteState[];
  alternateNotes: NoteState[];
  program?: ProgramState;
  commands: CommandState;
}
