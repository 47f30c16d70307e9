"use client";

import { Flag, PanelTop } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import { markText } from "./mark-text";
import type { TranscriptLine } from "./transcript";

interface TranscriptListProps {
  lines: readonly TranscriptLine[];
  startedAt: Date;
  /** Where the player is, in seconds since the start. */
  atSeconds: number;
  onJump: (realSeconds: number) => void;
}

const STEP = 500;
/** Characters for each line that is shown, on average: what a page lays out at once is limited. */
const CHARACTERS_A_LINE = 400;

/** What was on the screen, to read and to find; it follows the player, and a press leads the player. */
export function TranscriptList({ lines, startedAt, atSeconds, onJump }: TranscriptListProps) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(STEP);
  const wanted = text.trim().toLowerCase();
  const found = useMemo(
    () => (wanted === "" ? lines : lines.filter((line) => line.text.toLowerCase().includes(wanted))),
    [lines, wanted],
  );
  const page = useMemo(() => firstOf(found, shown), [found, shown]);
  const current = lines.findLast((line) => line.at <= atSeconds);
  if (lines.length === 0) return <EmptyState kind="nothing">{t("replay.transcript.none")}</EmptyState>;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t("replay.find")}
          placeholder={t("replay.find")}
          data-filter
          className="min-h-9 w-full rounded-md border border-line-strong bg-raised px-3 placeholder:text-faint sm:w-72"
        />
        <span className="text-faint text-sm">{t("replay.transcript.hint")}</span>
      </div>
      {found.length === 0 && <p className="text-soft">{t("replay.find.none", { text })}</p>}
      <ol className="max-h-112 overflow-y-auto rounded-md border border-line bg-sunken py-1 font-mono text-xs">
        {page.map((line, index) => (
          // Lines have no id: their place in the recording is what they are.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never reorders
          <li key={index}>
            <button
              type="button"
              onClick={() => onJump(line.at)}
              aria-current={line === current || undefined}
              className={cx(
                "flex w-full cursor-pointer items-start gap-3 px-3 py-0.5 text-left hover:bg-selected",
                line === current && "bg-selected",
              )}
            >
              <time
                dateTime={instantOf(startedAt, line).toISOString()}
                className="shrink-0 text-faint tabular-nums"
              >
                {formatUtcTime(instantOf(startedAt, line), "seconds").slice(0, 8)}
              </time>
              <LineText line={line} />
            </button>
          </li>
        ))}
      </ol>
      {found.length > page.length && (
        <Button onClick={() => setShown((now) => now + STEP)}>
          {t("replay.more", { count: found.length - page.length })}
        </Button>
      )}
    </div>
  );
}

/** So many lines, and fewer where they are long; one at least. */
function firstOf(lines: readonly TranscriptLine[], count: number): readonly TranscriptLine[] {
  let characters = 0;
  const end = lines.findIndex((line, index) => {
    characters += line.text.length;
    return index >= count || (index > 0 && characters > count * CHARACTERS_A_LINE);
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function LineText({ line }: { line: TranscriptLine }) {
  if (line.kind === "program")
    return (
      <span className="inline-flex items-center gap-1.5 text-soft italic">
        <PanelTop aria-hidden className="size-3.5" />
        {t("replay.program")}
      </span>
    );
  if (line.kind === "mark")
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5 text-amber">
        <Flag aria-hidden className="size-3.5 shrink-0" />
        <bdi className="break-all">
          {markText({ kind: line.text.startsWith("gap:") ? "gap" : "event", label: line.text })}
        </bdi>
      </span>
    );
  return (
    <bdi dir="ltr" className="min-w-0 whitespace-pre-wrap break-all">
      {line.text === "" ? "\u00a0" : line.text}
    </bdi>
  );
}

function instantOf(startedAt: Date, line: TranscriptLine): Date {
  return new Date(startedAt.getTime() + line.at * 1000);
}
