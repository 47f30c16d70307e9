import { t } from "@/messages/translate";
import { formatUtc, formatUtcTime } from "@/messages/values";
import { marksOf } from "./activity";
import { lineText } from "./lists/transcript-list";
import { markText } from "./mark-text";
import type { LoadedRecording } from "./player/load-recording";

/** On paper, in the player's place: all commands, events and the whole transcript, black on white. */
export function PrintedRecord({ recording, person }: { recording: LoadedRecording; person: string }) {
  const { cast, commands, transcript, isCut } = recording;
  const timeOf = (at: number) =>
    formatUtcTime(new Date(cast.startedAt.getTime() + at * 1000), "seconds").slice(0, 8);
  const marks = marksOf(cast.events);
  return (
    <div className="hidden print:block">
      <p>
        {t("replay.print.began", { time: formatUtc(cast.startedAt), cols: cast.cols, rows: cast.rows })}{" "}
        {(isCut || transcript.isCut) && t("replay.cut")}
      </p>
      <Part title={t("replay.commands")} count={commands.length}>
        {commands.map(({ at, text }) => `${timeOf(at)}  ${text}`).join("\n")}
      </Part>
      <Part title={t("replay.events")} count={marks.length}>
        {marks.map((mark) => `${timeOf(mark.at)}  ${markText(mark, person)}`).join("\n")}
      </Part>
      <Part title={t("replay.transcript")} count={transcript.lines.length}>
        {transcript.lines.map((line) => `${timeOf(line.at)}  ${lineText(line, person)}`).join("\n")}
      </Part>
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
