"use client";

import { Flag, PanelTop } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import { markText } from "../mark-text";
import type { TranscriptLine } from "../transcript";
import { PlayerLine } from "./player-line";

interface TranscriptListProps {
  lines: readonly TranscriptLine[];
  startedAt: Date;
  /** Who typed in the session. */
  person: string;
  /** Where the player is, in seconds since the start. */
  atSeconds: number;
  onJump: (realSeconds: number) => void;
}

const STEP = 500;
/** Characters for each line that is shown, on average: what a page lays out at once is limited. */
const CHARACTERS_A_LINE = 400;

/** What was on the screen, to read and to find; it follows the player, and a press leads the player. */
export function TranscriptList({ lines, startedAt, person, atSeconds, onJump }: TranscriptListProps) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(STEP);
  const wanted = text.trim().toLowerCase();
  const found = useMemo(
    () => (wanted === "" ? lines : lines.filter((line) => line.text.toLowerCase().includes(wanted))),
    [lines, wanted],
  );
  const page = useMemo(() => firstOf(found, shown), [found, shown]);
  const current = lines.findLast((line) => line.at <= atSeconds);
  if (lines.length === 0)
    return (
      <div className="p-3">
        <EmptyState kind="nothing">{t("replay.transcript.none")}</EmptyState>
      </div>
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <div className="sticky top-0 z-[1] border-line border-b bg-surface p-2">
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t("replay.find")}
          placeholder={t("replay.find")}
          data-filter
          className="min-h-11 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-faint sm:min-h-7.5"
        />
      </div>
      {found.length === 0 && <p className="p-3 text-soft">{t("replay.find.none", { text })}</p>}
      <ol className="py-1 font-mono text-xs leading-5">
        {page.map((line, index) => (
          // Lines have no id: their place in the recording is what they are.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never reorders
          <li key={index}>
            <PlayerLine
              startedAt={startedAt}
              at={line.at}
              isCurrent={line === current}
              as="tight"
              onJump={onJump}
            >
              <LineText line={line} person={person} />
            </PlayerLine>
          </li>
        ))}
      </ol>
      {found.length > page.length && (
        <div className="p-2">
          <Button onClick={() => setShown((now) => now + STEP)}>
            {t("replay.more", { count: found.length - page.length })}
          </Button>
        </div>
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

function LineText({ line, person }: { line: TranscriptLine; person: string }) {
  if (line.kind === "program")
    return (
      <span className="inline-flex items-center gap-1.5 text-soft">
        <PanelTop aria-hidden className="size-3.5" />
        {t("replay.program")}
      </span>
    );
  if (line.kind === "mark")
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5 text-amber">
        <Flag aria-hidden className="size-3.5 shrink-0" />
        <bdi className="break-all">{lineText(line, person)}</bdi>
      </span>
    );
  return (
    <bdi dir="ltr" className="whitespace-pre-wrap break-all">
      {line.text === "" ? "\u00a0" : line.text}
    </bdi>
  );
}

/** A line as text: marks and full-screen programs in words. */
export function lineText(line: TranscriptLine, person: string): string {
  if (line.kind === "program") return t("replay.program");
  if (line.kind === "mark")
    return markText({ kind: line.text.startsWith("gap:") ? "gap" : "event", label: line.text }, person);
  return line.text;
}
