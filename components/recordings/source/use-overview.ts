import { useEffect, useState } from "react";
import type { ReplayBeginning, ReplayOverview } from "@/lib/recordings/segments/views";
import { type GatewayProblem, GatewayRefusal } from "./gateway";
import type { RecordingSource } from "./recording";

export type OverviewState =
  | { state: "loading" }
  | { state: "failed"; problem: GatewayProblem }
  | { state: "ready"; overview: ReplayOverview };

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
  try {
    let isComplete = false;
    // That a replay begins goes on record, not that it goes on.
    for (let part = "replay"; !isComplete; part = "replay?again=1") {
      const answer = await gateway.ask<ReplayBeginning>(part, signal);
      if (!answer) throw new GatewayRefusal({ code: "NOT_FOUND", requestId: undefined });
      const { first, ...overview } = answer.value;
      if (first) segments.keep({ value: first.segment, isFinal: first.isFinal });
      onLoaded({ state: "ready", overview });
      isComplete = overview.isComplete;
      if (!isComplete) await whenSeen(signal);
    }
  } catch (error) {
    if (signal.aborted) return;
    const problem =
      error instanceof GatewayRefusal ? error.problem : { code: "INTERNAL", requestId: undefined };
    onLoaded({ state: "failed", problem });
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
