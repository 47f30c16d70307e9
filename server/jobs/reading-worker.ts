import { parentPort, workerData } from "node:worker_threads";
import { closeDatabase } from "@/lib/db/client";
import { textFetcher } from "@/lib/edge/outgoing/fetch-text";
import type { SystemActor } from "@/lib/kernel/actor";
import { config, configureAs } from "@/lib/kernel/config/config";
import { log, startLog } from "@/lib/kernel/log/log";
import { readOnCallFeeds } from "@/lib/people/on-call/read-feeds";
import { maskDueSegments } from "@/lib/recordings/stored-masks/mask-due-segments";
import { hasTextToIndex, indexDueText } from "@/lib/recordings/text-index/indexing/index-due-text";
import { gradeDueSessions } from "@/lib/trail/grading/grade-session";
import { countDueLogs } from "@/lib/trail/importing/count-due-logs";
import { startLoops } from "@/server/loops/loops";

/** A reviewer who searches a session that has just ended doesn't wait. */
const INDEX_SECONDS = 1;
const ON_CALL_SECONDS = 300;
const ON_CALL_LIMITS = { withinMs: 10_000, mostBytes: 1_000_000 };

/** What reads what others wrote, as much as that is: recordings, calendars. reading-thread.ts starts it. */
async function main({ actor }: { actor: SystemActor }): Promise<void> {
  await startLog("jobs");
  configureAs("jobs");
  const { ON_CALL_FEEDS: feeds = [], ON_CALL_NETWORKS: networks = [] } = config();
  const fetchText = textFetcher(networks, ON_CALL_LIMITS);
  let isStopping = false;
  const stopLoops = startLoops([
    {
      name: "text index",
      seconds: INDEX_SECONDS,
      work: async () => {
        await indexDueText(() => isStopping);
        // What is not masked yet is masked when it is shown; what is not indexed is not found.
        await maskDueSegments(async () => isStopping || (await hasTextToIndex()));
      },
    },
    {
      name: "grades",
      seconds: config().EVIDENCE_SECONDS,
      work: () => gradeDueSessions(actor, () => isStopping),
    },
    {
      name: "on call",
      seconds: ON_CALL_SECONDS,
      work: () => readOnCallFeeds(feeds, fetchText, () => isStopping),
    },
    { name: "imported logs", seconds: config().EVIDENCE_SECONDS, work: () => countDueLogs(() => isStopping) },
  ]);
  parentPort?.once("message", () => {
    isStopping = true;
    stopLoops()
      .then(closeDatabase)
      .catch((error: unknown) => log.error("stopping the reading thread failed", { error }))
      .finally(() => parentPort?.close());
  });
}

// Rejected: the thread ends with it, and reading-thread.ts starts another.
void main(workerData as { actor: SystemActor });
