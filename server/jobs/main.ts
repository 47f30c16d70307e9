import { EventEmitter } from "node:events";
import { Logger, run, type WorkerEvents } from "graphile-worker";
import { sealEvents } from "@/lib/audit/seal-events";
import { closeDatabase, databasePool } from "@/lib/db/client";
import { beat, forgetDeadProcesses, forgetProcess, registerProcess } from "@/lib/db/processes";
import { endDueGrants } from "@/lib/grants/end-due-grants";
import { remindItems } from "@/lib/inbox/remind-items";
import type { SystemActor } from "@/lib/kernel/actor";
import { config, configureAs } from "@/lib/kernel/config";
import { readRegionInventory } from "@/lib/nodes/read-inventory";
import { readAllSessionDocuments } from "@/lib/nodes/read-session-documents";
import { lapseRequests } from "@/lib/requests/lapse-requests";
import { openMissingReviews } from "@/lib/reviews/open-review";
import { sweepSessions } from "@/lib/sessions/sweep-sessions";
import { fetchDueEvidence } from "@/lib/trail/fetch-due-evidence";
import { type Loop, startLoops } from "./loops";
import { taskList } from "./tasks";

const CONCURRENCY = 4;
/** The gateway reads the document itself before each start; this is for the page. */
const DOCUMENT_SECONDS = 300;

async function main(): Promise<void> {
  configureAs("jobs");
  const settings = config();
  const processId = await registerProcess("jobs");
  const actor: SystemActor = { kind: "system", name: "jobs", origin: processId };

  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workerIds.push(worker.workerId));
  const beatNow = () => beat(processId, "jobs", workerIds);

  const runner = await run({
    pgPool: databasePool(),
    taskList: taskList(actor),
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1_000,
    events,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log(message);
    }),
  });
  await beatNow();
  const heartbeat = setInterval(
    () => beatNow().catch((error: unknown) => log(`heartbeat: ${textOf(error)}`)),
    settings.HEARTBEAT_SECONDS * 1000,
  );

  const sweep = settings.SWEEP_SECONDS;
  // A loop for each region: one that hangs holds up no other.
  const inventories: Loop[] = settings.HALLIGAN_ACCOUNTS.flatMap(({ accountId, regions }) =>
    regions.map((region) => ({
      name: `inventory ${accountId} ${region}`,
      seconds: settings.INVENTORY_SECONDS,
      work: () => readRegionInventory(actor, accountId, region),
    })),
  );
  const stopLoops = startLoops(
    [
      ...inventories,
      { name: "due grants", seconds: sweep, work: () => endDueGrants(actor) },
      { name: "sessions", seconds: sweep, work: () => sweepSessions(actor) },
      { name: "lapsing requests", seconds: sweep, work: () => lapseRequests(actor) },
      { name: "reminders", seconds: sweep, work: () => remindItems(actor) },
      { name: "missing reviews", seconds: sweep, work: () => openMissingReviews(actor) },
      { name: "session documents", seconds: DOCUMENT_SECONDS, work: () => readAllSessionDocuments() },
      { name: "evidence", seconds: settings.EVIDENCE_SECONDS, work: () => fetchDueEvidence(actor) },
      { name: "audit chain", seconds: settings.SEAL_SECONDS, work: () => sealEvents() },
      { name: "dead processes", seconds: sweep, work: () => forgetDeadProcesses(settings.DEAD_SECONDS) },
    ],
    log,
  );

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), 3_000).unref();
    clearInterval(heartbeat);
    await Promise.all([stopLoops(), runner.stop()]);
    await forgetProcess(processId);
    await closeDatabase();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop().catch(fail));
  if (process.send) process.on("disconnect", () => void stop().catch(fail));
  process.stdout.write("ready\n");
  process.send?.({ ready: true });
  // Its workers are gone: without them nothing ends. The launcher starts us again.
  runner.promise.catch(fail);
}

function log(line: string): void {
  process.stderr.write(`jobs: ${line}\n`);
}

function fail(error: unknown): void {
  log(textOf(error));
  process.exit(1);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch(fail);
