import { useEffect, useState } from "react";
import type { LineSource } from "../source/line-source";
import { findLines, NO_SEARCH, type Search } from "./find-lines";

/** A search begins when nobody has typed for so long. */
const QUIET_MS = 200;

export interface Finding extends Search {
  isLooking: boolean;
  onMore: () => void;
}

/** Looks for a text in the transcript, as it is typed. @param text nothing is looked for while it is empty */
export function useFind(source: LineSource, text: string, segments: number): Finding {
  const [search, setSearch] = useState<Search & { text: string }>({ ...NO_SEARCH, text: "" });
  const [from, setFrom] = useState<Search & { text: string }>({ ...NO_SEARCH, text: "" });
  const [isLooking, setIsLooking] = useState(false);

  // The transcript is the gateway's.
  useEffect(() => {
    const abort = new AbortController();
    if (text === "") return;
    const before = from.text === text ? from : NO_SEARCH;
    const take = (found: Search) => setSearch({ ...found, text });
    const look = async () => {
      setIsLooking(true);
      take(await findLines(source, { text, segments, before }, take, abort.signal));
      setIsLooking(false);
    };
    const timer = setTimeout(
      () =>
        void look().catch(() => {
          if (!abort.signal.aborted) setIsLooking(false);
        }),
      QUIET_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [source, text, from, segments]);

  const isNow = search.text === text;
  return {
    ...(isNow ? search : NO_SEARCH),
    isLooking: isLooking || !isNow,
    onMore: () => setFrom({ ...search, text }),
  };
}
