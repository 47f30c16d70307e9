import type { Server } from "node:http";
import { closeDatabase } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { startDraining } from "@/lib/kernel/readiness";
import { stopOnSignals } from "@/lib/kernel/stopping";

/** Answers under way are waited for so long. */
const ANSWERS_MS = 5_000;

/**
 * On a signal web drains, finishes the answers under way and ends with 0: Next's own stop would take no time to drain
 * and end with 143. tools/launch/run-web.mjs tells Next to leave signals to us.
 * @param servers the process's servers, as far as anybody has called them
 * @param stopWork ends what the process does besides answering
 */
export function stopWebOnSignals(servers: ReadonlySet<Server>, stopWork: () => Promise<void>): void {
  stopOnSignals({
    drainMs: config().DRAIN_SECONDS * 1000,
    startDraining,
    stop: async () => {
      await Promise.all([...[...servers].map(closeServer), stopWork()]);
      await closeDatabase();
    },
    withinMs: ANSWERS_MS + 3_000,
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => server.closeAllConnections(), ANSWERS_MS);
    server.close(() => {
      clearTimeout(timer);
      done();
    });
    server.closeIdleConnections();
  });
}
