import { useEffect, useRef, useState } from "react";
import { type GatewayProblem, problemOf } from "../source/gateway";
import type { LineSource, PlacedLine } from "../source/line-source";
import { type LineWindow, windowAround, windowEarlier, windowLater } from "./line-window";

/** While the player moves on by itself, the gateway is asked once a second for where it is. */
const FOLLOW_MS = 1_000;
/** A leap of the player, in milliseconds: the list goes with it, wherever somebody had scrolled. */
const LEAP_MS = 2_500;

export interface ShownLines {
  lines: readonly PlacedLine[];
  /** The number of the last line that had been left where the player is. */
  current: number;
  hasEarlier: boolean;
  hasLater: boolean;
  onEarlier: () => void;
  onLater: () => void;
  /** Why they don't come; undefined: nothing is wrong. */
  problem: GatewayProblem | undefined;
  onRetry: () => void;
}

/**
 * The lines around the player, and further when somebody scrolls; never all of them.
 * @param total lines that there are
 * @param atMs where the player is, in milliseconds since the start
 * @param isSeen whether somebody looks at them: else nothing is loaded
 */
export function useLines(
  source: LineSource,
  { total, atMs, isSeen }: { total: number; atMs: number; isSeen: boolean },
): ShownLines {
  const [window, setWindow] = useState<LineWindow>();
  const [lines, setLines] = useState<readonly PlacedLine[]>([]);
  const [current, setCurrent] = useState(-1);
  const [problem, setProblem] = useState<GatewayProblem>();
  const [tries, setTries] = useState(0);
  const last = useRef<{ ms: number; askedAt: number }>(undefined);
  // An answer that takes longer than the player's next step still counts: the next question ends it.
  const asking = useRef(new AbortController());

  // Which line that is, only the gateway knows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try asks again
  useEffect(() => {
    if (!isSeen || total === 0) return;
    const { ms, askedAt } = last.current ?? { ms: Number.NEGATIVE_INFINITY, askedAt: 0 };
    const isLeap = atMs < ms || atMs - ms > LEAP_MS;
    const follow = (line: number) => {
      setCurrent(line);
      setWindow((now) => {
        const isThere = now && line >= now.from && line < now.to;
        return now && (isThere || !isLeap) ? now : windowAround(Math.max(0, line), total);
      });
    };
    const ask = () => {
      last.current = { ms: atMs, askedAt: performance.now() };
      asking.current.abort();
      asking.current = new AbortController();
      const { signal } = asking.current;
      source.at(atMs, total, signal).then(follow, failed(signal, setProblem));
    };
    const timer = setTimeout(ask, isLeap ? 0 : askedAt + FOLLOW_MS - performance.now());
    return () => clearTimeout(timer);
  }, [source, atMs, isSeen, total, tries]);

  // The lines themselves are the gateway's, too. The last ones of a running recording may have become more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new try asks again
  useEffect(() => {
    if (!window) return;
    const abort = new AbortController();
    source
      .between(window.from, Math.min(window.to, total), abort.signal)
      .then(setLines, failed(abort.signal, setProblem));
    return () => abort.abort();
  }, [source, window, total, tries]);

  return {
    lines,
    current,
    hasEarlier: window !== undefined && window.from > 0,
    hasLater: window !== undefined && window.to < total,
    onEarlier: () => setWindow((now) => now && windowEarlier(now)),
    onLater: () => setWindow((now) => now && windowLater(now, total)),
    problem,
    onRetry: () => {
      setProblem(undefined);
      last.current = undefined;
      setTries((count) => count + 1);
    },
  };
}

/** What nobody waits for any more is no problem. */
function failed(signal: AbortSignal, tell: (problem: GatewayProblem) => void) {
  return (error: unknown) => {
    if (!signal.aborted) tell(problemOf(error));
  };
}
