"use client";

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";
import { clockText } from "../playback/moment";
import type { LineSource, PlacedLine } from "../source/line-source";
import type { RecordingSource } from "../source/recording";
import { FilledGap } from "./filled-gap";
import { LineText } from "./line-text";
import { ListProblem } from "./list-problem";
import { PlayerLine } from "./player-line";
import { searchAddress } from "./search-address";
import { type Finding, useFind } from "./use-find";
import { type ShownLines, useLines } from "./use-lines";

interface TranscriptListProps {
  sessionId: string;
  source: LineSource;
  compared: RecordingSource["compared"];
  /** How many lines and segments there are. */
  total: number;
  segments: number;
  /** Somebody looks at it: else nothing is loaded. */
  isSeen: boolean;
  startedAt: Date;
  /** Who typed in the session. */
  person: string;
  /** Where the player is, in milliseconds since the start. */
  atMs: number;
  onJump: (ms: number) => void;
}

type LineGiven = Pick<TranscriptListProps, "startedAt" | "person" | "onJump" | "compared">;

/** The field to find in stands over so much of the list. */
const FIND_PX = 64;

/** What was on the screen, to read and to find; it follows the player, and a press leads the player. */
export function TranscriptList({
  sessionId,
  source,
  total,
  segments,
  isSeen,
  atMs,
  ...given
}: TranscriptListProps) {
  const [text, setText] = useState("");
  const wanted = text.trim();
  const shown = useLines(source, { total, atMs, isSeen });
  const finding = useFind(source, wanted, { lines: total, segments });
  if (total === 0)
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
      {wanted === "" ? (
        <Lines {...given} shown={shown} />
      ) : (
        <Found
          {...given}
          finding={finding}
          text={wanted}
          current={shown.current}
          searchHref={searchAddress(sessionId, wanted)}
        />
      )}
    </div>
  );
}

/** The lines around the player; more come as somebody scrolls. */
function Lines({ shown, ...given }: LineGiven & { shown: ShownLines }) {
  const list = useRef<HTMLOListElement>(null);
  const { lines, current, hasEarlier, hasLater } = shown;
  useSteadyScroll(list, lines);
  useFollow(list, current, lines);
  return (
    <>
      {hasEarlier && <Edge key={`before ${lines[0]?.number}`} onSeen={shown.onEarlier} />}
      <ol ref={list} className="py-1 font-mono text-xs leading-5">
        {lines.map((line) => (
          <Line key={line.number} {...given} line={line} isCurrent={line.number === current} />
        ))}
      </ol>
      {shown.problem && <ListProblem problem={shown.problem} onRetry={shown.onRetry} />}
      {hasLater && <Edge key={`after ${lines.at(-1)?.number}`} onSeen={shown.onLater} />}
    </>
  );
}

/** What a search found so far, and how far it looked. */
function Found({
  finding,
  text,
  current,
  searchHref,
  ...given
}: LineGiven & { finding: Finding; text: string; current: number; searchHref: string }) {
  const { hits, isLooking, isOver, upToMs, onMore } = finding;
  const time = clockText((upToMs ?? 0) / 1000);
  return (
    <>
      <p role="status" className="px-3 py-2 text-faint text-xs empty:hidden">
        {isLooking && t("replay.find.looking", { time })}
        {!isLooking && isOver && hits.length === 0 && t("replay.find.none", { text })}
        {!isLooking && isOver && hits.length > 0 && t("replay.find.count", { count: hits.length })}
        {!isLooking && !isOver && t("replay.find.partly", { count: hits.length, time })}
      </p>
      <ol className="py-1 font-mono text-xs leading-5">
        {hits.map((line) => (
          <Line key={line.number} {...given} line={line} isCurrent={line.number === current} isFound />
        ))}
      </ol>
      {!isLooking && !isOver && (
        <div className="flex flex-wrap gap-2 p-2">
          <Button onClick={onMore}>{t("replay.find.more")}</Button>
          <Link href={searchHref} className={buttonClass("quiet")}>
            {t("replay.find.all")}
          </Link>
        </div>
      )}
    </>
  );
}

function Line({
  line,
  isCurrent,
  startedAt,
  person,
  onJump,
  compared,
  isFound = false,
}: LineGiven & { line: PlacedLine; isCurrent: boolean; isFound?: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const press = (ms: number) => {
    setIsOpen((now) => !now);
    onJump(ms);
  };
  return (
    <li data-line={line.number}>
      <PlayerLine startedAt={startedAt} ms={line.atMs} isCurrent={isCurrent} as="tight" onJump={press}>
        <LineText line={line} person={person} isWhole={isOpen} isFound={isFound} />
      </PlayerLine>
      {line.kind === "mark" && line.text.startsWith("gap:") && (
        <FilledGap label={line.text} compared={compared} />
      )}
    </li>
  );
}

/** The end of what is laid out: whoever sees it wants more. */
function Edge({ onSeen }: { onSeen: () => void }) {
  const here = useRef<HTMLDivElement>(null);
  const tell = useEffectEvent(onSeen);

  // Only the browser knows what is in sight.
  useEffect(() => {
    if (!here.current) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) tell();
    });
    observer.observe(here.current);
    return () => observer.disconnect();
  }, []);

  return <div ref={here} className="h-8" />;
}

/** What is read stays in its place when lines come or go above it. */
function useSteadyScroll(list: RefObject<HTMLOListElement | null>, lines: readonly PlacedLine[]): void {
  const before = useRef<{ line: string; top: number }>(undefined);

  // Positions are the browser's: taken before lines change, put back before they are painted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines that are drawn are those of the list
  useLayoutEffect(() => {
    const panel = list.current?.closest<HTMLElement>("[role=tabpanel]");
    if (!panel) return;
    const seen = before.current;
    const same = seen && panel.querySelector<HTMLElement>(`[data-line="${seen.line}"]`);
    if (seen && same) panel.scrollTop += same.getBoundingClientRect().top - seen.top;
    panel.style.overflowAnchor = "none";
    const remember = () => {
      const top = panel.getBoundingClientRect().top;
      const first = [...panel.querySelectorAll<HTMLElement>("[data-line]")].find(
        (one) => one.getBoundingClientRect().bottom > top,
      );
      const { line } = first?.dataset ?? {};
      before.current =
        first && line !== undefined ? { line, top: first.getBoundingClientRect().top } : undefined;
    };
    remember();
    panel.addEventListener("scroll", remember, { passive: true });
    return () => panel.removeEventListener("scroll", remember);
  }, [list, lines]);
}

/** The current line stays in sight, until somebody scrolls away from it. */
function useFollow(
  list: RefObject<HTMLOListElement | null>,
  current: number,
  lines: readonly PlacedLine[],
): void {
  const last = useRef<number>(undefined);

  // Where the list stands is the browser's. A line that was leapt to comes later than the leap.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines that are drawn are those of the list
  useEffect(() => {
    const panel = list.current?.closest<HTMLElement>("[role=tabpanel]");
    const line = panel?.querySelector(`[data-line="${current}"]`);
    if (!panel || !line || last.current === current) return;
    const before = panel.querySelector(`[data-line="${last.current}"]`);
    last.current = current;
    const frame = panel.getBoundingClientRect();
    const placeOf = (one: Element) => one.getBoundingClientRect();
    const isAway = before && (placeOf(before).bottom < frame.top || placeOf(before).top > frame.bottom);
    if (isAway) return;
    const { top, bottom } = placeOf(line);
    if (top < frame.top + FIND_PX) panel.scrollTop += top - frame.top - FIND_PX;
    else if (bottom > frame.bottom) panel.scrollTop += bottom - frame.bottom;
  }, [list, current, lines]);
}
