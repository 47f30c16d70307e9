import type { Outcome } from "@/components/ui/outcome";
import type { RecordingNote } from "@/lib/reviews/noting/views";

/** What a note is written with. */
export interface NewNote {
  /** Milliseconds since the recording began; of a moment both are the same. */
  fromMs: number;
  toMs: number;
  text: string;
}

/** Writing notes, for whoever may. */
export interface NoteWriting {
  onWrite: (note: NewNote) => Promise<Outcome>;
  onWithdraw: (noteId: string) => Promise<Outcome>;
  /** Names that may be mentioned, by a few letters; none where nobody can be asked. */
  onSuggest: (text: string, signal: AbortSignal) => Promise<readonly string[]>;
}

/** The notes of a session as its page shows them. */
export interface NotesGiven {
  /** By moment. */
  notes: readonly RecordingNote[];
  /** Undefined for whoever may not write one. */
  writing: NoteWriting | undefined;
}

/** The same with what is being written, which outlives a player that is made anew, as when secrets are masked again. */
export interface NotesShown extends NotesGiven {
  draft: string;
  onDraft: (text: string) => void;
}

/** Those that were not withdrawn. */
export function standing(notes: readonly RecordingNote[]): readonly RecordingNote[] {
  return notes.filter(({ withdrawnAt }) => withdrawnAt === null);
}
