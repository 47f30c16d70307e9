import { useEffect, useEffectEvent, useState } from "react";
import type { LineSource } from "../source/line-source";
import { findLines, NO_SEARCH, onceMore, type Search, withMore } from "./find-lines";

/** A search begins when nobody has typed for so long. */
const QUIET_MS = 200;
/** What grows is looked at again so often. */
const GROWN_MS = 1_000;

/** How much of a recording is there. */
export interface TranscriptSize {
  lines: number;
  segments: number;
}

export interface Finding extends Search {
  isLooking: boolean;
  onMore: () => void;
}

/**
 * Looks for a text in the transcript, as it is typed, and goes on while the recording grows or is prepared.
 * @param text nothing is looked for while it is empty
 */
export function useFind(source: LineSource, text: string, size: TranscriptSize): Finding {
  const [search, setSearch] = useState<Search & { text: string }>({ ...NO_SEARCH, text: "" });
  const [from, setFrom] = useState<Search & { text: string }>({ ...NO_SEARCH, text: "" });
  const [isLooking, setIsLooking] = useState(false);
  const sizeNow = useEffectEvent(() => size);

  // The transcript is the gateway's.
  useEffect(() => {
    const abort = new AbortController();
    if (text === "") return;
    const take = (found: Search) => setSearch({ ...found, text });
    const look = async () => {
      await pause(QUIET_MS, abort.signal);
      for (let before: Search = from.text === text ? from : NO_SEARCH; ; ) {
        const looked = sizeNow();
        setIsLooking(true);
        const found = await findLines(source, { ...looked, text, before }, take, abort.signal);
        take(found);
        setIsLooking(false);
        if (!found.isOver) return;
        while (isSame(looked, sizeNow())) await pause(GROWN_MS, abort.signal);
        before = onceMore(found);
      }
    };
    look().catch(() => {
      if (!abort.signal.aborted) setIsLooking(false);
    });
    return () => abort.abort();
  }, [source, text, from]);

  const isNow = search.text === text;
  return {
    ...(isNow ? search : NO_SEARCH),
    isLooking: isLooking || !isNow,
    onMore: () => setFrom({ ...withMore(search), text }),
  };
}

const isSame = (one: TranscriptSize, other: TranscriptSize): boolean =>
  one.lines === other.lines && one.segments === other.segments;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
