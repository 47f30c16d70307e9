import { useEffect, useState } from "react";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { ANSWER_UNREADABLE, type GatewayProblem, GatewayRefusal, problemOf } from "./gateway";
import type { RecordingSource } from "./recording";
import { isBeginning } from "./shapes";

export type OverviewState =
  | { state: "loading" }
  | { state: "failed"; problem: GatewayProblem }
  /** With a problem: what came since can't be read, and is no longer asked for. */
  | { state: "ready"; overview: ReplayOverview; problem?: GatewayProblem };

/** A recording that still grows, or is being prepared, is asked for again so often, while somebody sees the page. */
const POLL_MS = 1_000;

/** What is known of a recording, again and again until there is all of it. */
export function useOverview(source: RecordingSource): OverviewState {
  const [loaded, setLoaded] = useState<OverviewState>({ state: "loading" });

  // The overview is the gateway's, which is another server than the page's.
  useEffect(() => {
    const abort = new AbortController();
    void follow(source, abort.signal, setLoaded);
    return () => abort.abort();
  }, [source]);

  return loaded;
}

async function follow(
  { gateway, segments }: RecordingSource,
  signal: AbortSignal,
  onLoaded: (state: OverviewState) => void,
): Promise<void> {
  let last: ReplayOverview | undefined;
  try {
    let isComplete = false;
    // That a replay begins goes on record, not that it goes on.
    for (let part = "replay"; !isComplete; part = "replay?again=1") {
      const answer = await gateway.ask(part, isBeginning, signal);
      if (!answer) throw new GatewayRefusal({ code: "NOT_FOUND", requestId: undefined });
      const { first, ...overview } = answer.value;
      if (first) segments.keep({ value: first.segment, isFinal: first.isFinal });
      last = overview;
      onLoaded({ state: "ready", overview });
      isComplete = overview.isComplete;
      if (!isComplete) await whenSeen(signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    const problem = problemOf(error);
    // What was refused may be theirs no longer; what can't be read takes nothing away.
    if (last && problem.code === ANSWER_UNREADABLE) onLoaded({ state: "ready", overview: last, problem });
    else onLoaded({ state: "failed", problem });
  }
}

/** A while later, and when the page is seen. */
function whenSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (document.visibilityState === "visible") end(resolve);
    };
    const stop = () => end(() => reject(signal.reason));
    const end = (settle: () => void) => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", stop);
      settle();
    };
    const timer = setTimeout(() => {
      look();
      document.addEventListener("visibilitychange", look);
    }, POLL_MS);
    signal.addEventListener("abort", stop);
  });
}
