import { useEffect, useMemo, useState } from "react";
import type { SearchAnswer } from "@/lib/overview/recording-search/views";
import { Gateway, type GatewayProblem, problemOf } from "../source/gateway";
import { isSearchAnswer } from "../source/shapes";

/** What came of a search so far: pages in order, and what is being done. */
export interface RecordingSearchState {
  pages: SearchAnswer[];
  isSearching: boolean;
  /** Why the gateway is asked again; null: it isn't. */
  trouble: GatewayProblem | null;
  /** It was refused. */
  problem: GatewayProblem | null;
}

const BEGINNING: RecordingSearchState = { pages: [], isSearching: true, trouble: null, problem: null };

/**
 * Asks the gateway for a search, page by page.
 * @param ask address of the search at the gateway, without its cursor
 */
export function useRecordingSearch(
  origin: string,
  ask: string,
): RecordingSearchState & { onMore: () => void; onRetry: () => void; onAgain: () => void } {
  const [state, setState] = useState(BEGINNING);
  // Which page is wanted, and how often it was asked for: a new object asks again.
  const [wanted, setWanted] = useState<{ after: string | null }>({ after: null });
  const gateway = useMemo(
    () =>
      new Gateway(`${origin}/gateway`, (problem) =>
        setState((now) => ({ ...now, trouble: problem ?? null })),
      ),
    [origin],
  );

  // The recordings are the gateway's.
  useEffect(() => {
    const abort = new AbortController();
    const cursor = wanted.after === null ? "" : `&after=${encodeURIComponent(wanted.after)}`;
    setState((now) => ({ ...now, isSearching: true, problem: null }));
    gateway.ask(`${ask}${cursor}`, isSearchAnswer, abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setState((now) => ({
          ...now,
          isSearching: false,
          pages: answer ? [...(wanted.after === null ? [] : now.pages), answer.value] : now.pages,
          problem: answer ? null : { code: "NOT_FOUND", requestId: undefined },
        }));
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState((now) => ({ ...now, isSearching: false, problem: problemOf(error) }));
      },
    );
    return () => abort.abort();
  }, [gateway, ask, wanted]);

  return {
    ...state,
    onMore: () => setWanted({ after: state.pages.at(-1)?.next ?? null }),
    onRetry: () => setWanted({ ...wanted }),
    onAgain: () => setWanted({ after: null }),
  };
}
