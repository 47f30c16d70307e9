import type { ReplayOverview } from "@/lib/recordings/segments/views";
import type { RecordingNote } from "@/lib/reviews/noting/views";
import { t } from "@/messages/translate";
import { formatUtc, formatUtcTime } from "@/messages/values";
import { lineText } from "../lists/line-text";
import { printedNote } from "../notes/note-text";
import { markText } from "../timeline/mark-text";
import { marksOf } from "../timeline/marks";
import type { RecordState } from "./use-record";

interface PrintedRecordProps {
  overview: ReplayOverview;
  reading: RecordState;
  person: string;
  /** Those that stand. */
  notes: readonly RecordingNote[];
}

/** On paper, in the player's place: all commands, events and the transcript, black on white. */
export function PrintedRecord({ overview, reading, person, notes }: PrintedRecordProps) {
  const startedAt = new Date(overview.startedAt);
  const timeOf = (ms: number) => formatUtcTime(new Date(startedAt.getTime() + ms), "seconds").slice(0, 8);
  const marks = marksOf(overview.marks);
  const record = reading.state === "read" ? reading.record : undefined;
  return (
    <div className="hidden print:block">
      <p>
        {t("replay.print.began", { time: formatUtc(startedAt) })} {record?.isCut && t("replay.print.cut")}
      </p>
      {!record && (
        <p className="font-semibold">
          {t("replay.print.reading", {
            done: reading.state === "reading" ? reading.segments : 0,
            all: overview.segments,
          })}
        </p>
      )}
      {record && (
        <Part title={t("replay.commands")} count={record.commands.length}>
          {record.commands.map(({ atMs, text }) => `${timeOf(atMs)}  ${text}`).join("\n")}
        </Part>
      )}
      <Part title={t("replay.events")} count={marks.length}>
        {marks.map((mark) => `${timeOf(mark.ms)}  ${markText(mark, person)}`).join("\n")}
      </Part>
      {notes.length > 0 && (
        <Part title={t("replay.notes")} count={notes.length}>
          {notes.map((note) => printedNote(note, timeOf(note.fromMs))).join("\n")}
        </Part>
      )}
      {record && (
        <Part title={t("replay.transcript")} count={record.lines.length}>
          {record.lines.map((line) => `${timeOf(line.atMs)}  ${lineText(line, person)}`).join("\n")}
        </Part>
      )}
    </div>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: string }) {
  return (
    <section className="mt-4">
      <h2 className="mb-1 font-semibold">
        {title} <span className="font-normal text-faint tabular-nums">{count}</span>
      </h2>
      <pre dir="ltr" className="whitespace-pre-wrap break-all font-mono text-[9px] leading-[13px]">
        {children}
      </pre>
    </section>
  );
}
