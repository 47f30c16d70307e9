import { log } from "./log/log";

interface Steps {
  /** How long it still serves while it says that it is not ready, so that load balancers see it. */
  drainMs: number;
  /** From now on it is not ready. */
  startDraining?: () => void;
  /** Everything that must happen before the end. */
  stop: () => Promise<void>;
  /** `stop` may take so long; after that the process ends without it. */
  withinMs: number;
}

/** A terminal's Ctrl-C may come twice: from the terminal, and passed on by whoever started us. */
const SAME_SIGNAL_MS = 500;

/**
 * SIGTERM and SIGINT stop this process: it drains, stops and ends with 0; with 1 when the stop failed or took too long. A
 * second signal ends it at once. When its launcher is gone it does not drain.
 */
export function stopOnSignals(steps: Steps): void {
  let stoppingSince: number | undefined;
  const begin = (why: string, drainMs: number) => {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now();
      void stop(why, drainMs, steps);
    } else if (performance.now() - stoppingSince > SAME_SIGNAL_MS) {
      log.warn("told to stop again: stopping at once", { why });
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => begin(signal, steps.drainMs));
  if (process.send) process.on("disconnect", () => begin("launcher gone", 0));
}

async function stop(why: string, drainMs: number, steps: Steps): Promise<void> {
  const startedAt = performance.now();
  log.info("stopping", { why, drainMs });
  steps.startDraining?.();
  if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
  setTimeout(() => {
    log.error("not stopped in time", { withinMs: steps.withinMs });
    process.exit(1);
  }, steps.withinMs).unref();
  try {
    await steps.stop();
  } catch (error) {
    log.error("stopping failed", { error });
    process.exit(1);
  }
  log.info("stopped", { ms: Math.round(performance.now() - startedAt) });
  process.exit(0);
}
