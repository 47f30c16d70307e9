import { useEffect, useState } from "react";
import type { Found } from "@/lib/overview/search/views";

/** What a search came to: what was found, or one sentence that says why nothing could be looked for. */
export type SearchAnswer = { ok: true; value: Found } | { ok: false; sentence: string };
export type Search = (text: string, signal: AbortSignal) => Promise<SearchAnswer>;

interface SearchState {
  text: string;
  answer: SearchAnswer;
}

const PAUSE_MS = 180;
const FEWEST_LETTERS = 2;

/**
 * Searches while somebody types: once the typing pauses, and the one before is given up.
 * @returns the answer for exactly this text, or undefined while there is none
 */
export function useSearch(text: string, search: Search): SearchAnswer | undefined {
  const [state, setState] = useState<SearchState>();
  const wanted = text.trim();

  // The portal's search is asked over the network.
  useEffect(() => {
    if (wanted.length < FEWEST_LETTERS) return;
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await search(wanted, asked.signal);
      if (!asked.signal.aborted) setState({ text: wanted, answer });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [wanted, search]);

  return state?.text === wanted ? state.answer : undefined;
}
