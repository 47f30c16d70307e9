import { useEffect, useState } from "react";
import type { ReplayCommand, ReplayOverview } from "@/lib/recordings/segments/views";
import type { CommandSource } from "./command-source";
import { type GatewayProblem, problemOf } from "./gateway";

/** The commands of a recording, as many pages as somebody wants. @param overview what is known of it now */
export function useCommands(
  source: CommandSource,
  { commands: total, isComplete }: Pick<ReplayOverview, "commands" | "isComplete">,
): {
  commands: readonly ReplayCommand[] | undefined;
  onMore: () => void;
  problem: GatewayProblem | undefined;
  onRetry: () => void;
} {
  const [pages, setPages] = useState(1);
  const [commands, setCommands] = useState<readonly ReplayCommand[]>();
  const [problem, setProblem] = useState<GatewayProblem>();
  const [tries, setTries] = useState(0);

  // They are the gateway's, which is another server than the page's. One that runs on has more of them later, and how
  // long the last one took is known at the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its end they are read once more, and with a new try
  useEffect(() => {
    if (total === 0) return;
    const abort = new AbortController();
    source.read(pages, abort.signal).then(
      (read) => {
        setCommands(read.commands);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(problemOf(error));
      },
    );
    return () => abort.abort();
  }, [source, pages, total, isComplete, tries]);

  return {
    commands: total === 0 ? [] : commands,
    onMore: () => setPages((now) => now + 1),
    problem,
    onRetry: () => {
      setProblem(undefined);
      setTries((count) => count + 1);
    },
  };
}
