import type { RecordingNote } from "@/lib/reviews/noting/views";
import { formatUtc } from "@/messages/values";
import { clockText } from "../playback/moment";

/** A moment or a stretch as it stands before a note: "1:23", "1:23–2:05". */
export function stretchText({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const [from, to] = [clockText(fromMs / 1000), clockText(toMs / 1000)];
  return from === to ? from : `${from}–${to}`;
}

/**
 * A note on paper, a line each: those after its first are set in, so that no words of a note pass for another's.
 * @param time its moment, in UTC
 */
export function printedNote(note: RecordingNote, time: string): string {
  const words = note.text.split(/[\n\u2028\u2029]/).join(`\n${" ".repeat(time.length + 2)}`);
  return `${time}  ${stretchText(note)}  ${note.authorName}, ${formatUtc(note.at)}: ${words}`;
}

/** The moment of a note as addresses have it. */
export function momentParam({ fromMs }: { fromMs: number }): string {
  return `t=${Math.round(fromMs / 100) / 10}`;
}

/** The stretch between a moment and another, whichever comes first. */
export function stretchTo(fromMs: number, ms: number): { fromMs: number; toMs: number } {
  return { fromMs: Math.min(fromMs, ms), toMs: Math.max(fromMs, ms) };
}

/** The beginning of a name that is being written at the end of a text; undefined: none is. */
export function mentionAt(before: string): string | undefined {
  return /(?:^|[^\w.%+-])@([^\s@][^\n@]{0,39}|)$/u.exec(before)?.[1];
}
