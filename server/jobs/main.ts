import { EventEmitter } from "node:events";
import { Logger, type WorkerEvents } from "graphile-worker";
import { readAllSessionDocuments } from "@/lib/accounts/documents/read-session-documents";
import { selfCheck } from "@/lib/accounts/self-check/check-process";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { closeDatabase } from "@/lib/db/client";
import { beat, forgetDeadProcesses, forgetProcess, registerProcess } from "@/lib/db/processes";
import { requireDatabase } from "@/lib/db/requirements/check-database";
import { registerDatabaseChecks } from "@/lib/db/requirements/checks";
import { workerPool } from "@/lib/db/worker-pool";
import { sweepDeliveries } from "@/lib/deliveries/sweep-deliveries";
import { endDueGrants } from "@/lib/grants/end-due-grants";
import { tellEndingAccess } from "@/lib/grants/telling/tell-ending-access";
import { remindItems } from "@/lib/inbox/remind-items";
import { deleteRecordings } from "@/lib/keeping/deletion/delete-recordings";
import { expireDeletions } from "@/lib/keeping/deletion/expire-deletions";
import { expireLiftings } from "@/lib/keeping/hold/expire-liftings";
import { expireOpenings } from "@/lib/keeping/input-opening/expire-openings";
import { deleteByRule } from "@/lib/keeping/retention/delete-by-rule";
import { expireProposals } from "@/lib/keeping/retention/expire-proposals";
import type { SystemActor } from "@/lib/kernel/actor";
import { config, configureAs } from "@/lib/kernel/config/config";
import { log, startLog } from "@/lib/kernel/log/log";
import { startDraining } from "@/lib/kernel/readiness";
import { stopOnSignals } from "@/lib/kernel/stopping";
import { endOnUnexpected } from "@/lib/kernel/unexpected";
import { declareAccounts } from "@/lib/nodes/inventory/declare-accounts";
import { readRegionInventory } from "@/lib/nodes/inventory/read-inventory";
import { rehearseProposals } from "@/lib/overview/rehearsals/rehearse-proposals";
import { probeProvider, probeSeconds } from "@/lib/people/outage/probe-provider";
import { ruleSettings } from "@/lib/policy/evaluate";
import type { RehearsalStep, RehearsedDifference } from "@/lib/policy/rehearsal/rehearse";
import type { PolicyFile } from "@/lib/policy/text/problems";
import { type CheckedFiles, checkVersions } from "@/lib/policy/versions/check-versions";
import { moveRecordings } from "@/lib/recordings/bucket/move-recordings";
import { warnWithoutBucket, writerPlace } from "@/lib/recordings/bucket/place";
import { adoptMissingRecordings, makeDueSegments } from "@/lib/recordings/segments/make-due-segments";
import type { makeSegments } from "@/lib/recordings/segments/segmenter";
import { lapseRequests } from "@/lib/requests/lapse-requests";
import { openMissingReviews } from "@/lib/reviews/open-review";
import { sweepSessions } from "@/lib/sessions/sweeping/sweep-sessions";
import { fetchDueEvidence } from "@/lib/trail/fetch-due-evidence";
import { fetchDueImports } from "@/lib/trail/importing/fetch-due-imports";
import { endForgotten, importSessions } from "@/lib/trail/importing/import-sessions";
import { logReadiness, startHealthServers } from "@/server/health";
import { type Loop, startLoops } from "@/server/loops/loops";
import { StepThread } from "@/server/threads/step-thread";
import { anchorLoops } from "./anchor-loops";
import { startDeliveries } from "./deliveries/worker";
import { startReadingThread } from "./reading-thread";
import { taskList } from "./tasks";
import { startWorker } from "./worker";

const CONCURRENCY = 4;
/** The gateway reads the document itself before each start; this is for the page. */
const DOCUMENT_SECONDS = 300;
/** Rounds under way ask AWS many things, all at once after a start. What takes longer is done again by its successor. */
const STOP_MS = 15_000;
/** Clock and roles: soon enough for what is mended to be seen, and for a trust that is gone to be found. */
const SELF_CHECK_MS = 600_000;
/** A reviewer who opens a session that has just ended doesn't wait. */
const SEGMENT_SECONDS = 1;
/** Whoever proposed rules waits for what is wrong with them. */
const POLICY_SECONDS = 2;
const LONGEST_CHECK_MS = 10_000;
/** For recordings that a gateway of the release before began. */
const ADOPT_SECONDS = 3_600;
/** Finished recordings are moved into the bucket, where there is one. */
const MOVE_SECONDS = 10;

async function main(): Promise<void> {
  await startLog("jobs");
  endOnUnexpected();
  configureAs("jobs");
  const settings = config();
  await requireDatabase("jobs");
  registerDatabaseChecks();
  logReadiness();
  const processId = await registerProcess("jobs");
  const actor: SystemActor = { kind: "system", name: "jobs", origin: processId };

  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workerIds.push(worker.workerId));
  const beatNow = () => beat(processId, "jobs", workerIds);

  const common = {
    pgPool: workerPool(),
    noHandleSignals: true,
    pollInterval: 1_000,
    events,
    logger: new Logger(() => (level, message, facts) => {
      if (level !== "error" && level !== "warning") return;
      // A job's failure comes with its error: that is written as any other, not the library's text with its stack.
      const error = facts?.error;
      const line = error === undefined ? message : (message.split("\n")[0] ?? message);
      log[level === "error" ? "error" : "warn"](line, error === undefined ? {} : { error });
    }),
  };
  const stopWorker = await startWorker(
    { ...common, taskList: taskList(actor), concurrency: CONCURRENCY },
    (error) => log.error("job worker stopped, and is started again", { error }),
  );
  const stopDeliveries = await startDeliveries(settings, common, (error) =>
    log.error("worker of deliveries stopped, and is started again", { error }),
  );
  await beatNow();
  const heartbeat = setInterval(
    () => beatNow().catch((error: unknown) => log.error("heartbeat failed", { error })),
    settings.HEARTBEAT_SECONDS * 1000,
  );

  const segments = new StepThread<Parameters<typeof makeSegments>, ReturnType<typeof makeSegments>>(
    "segment-worker.mjs",
  );
  const policies = new StepThread<readonly PolicyFile[], CheckedFiles>("policy-worker.mjs", {
    longestMs: LONGEST_CHECK_MS,
  });
  const rehearsals = new StepThread<RehearsalStep, RehearsedDifference[]>("rehearsal-worker.mjs", {
    longestMs: LONGEST_CHECK_MS,
  });
  const stopReading = startReadingThread(actor);
  let isStopping = false;
  const sweep = settings.SWEEP_SECONDS;
  await declareAccounts();
  // A loop for each region: one that hangs holds up no other.
  const inventories: Loop[] = settings.HALLIGAN_ACCOUNTS.flatMap(({ accountId, regions }) =>
    regions.map((region) => ({
      name: `inventory ${accountId} ${region}`,
      seconds: settings.INVENTORY_SECONDS,
      work: () => readRegionInventory(actor, accountId, region),
    })),
  );
  const imports: Loop[] = settings.HALLIGAN_ACCOUNTS.flatMap(({ accountId, regions }) =>
    regions.flatMap((region) => [
      {
        name: `sessions past us ${accountId} ${region}`,
        seconds: settings.EVIDENCE_SECONDS,
        work: () => importSessions(actor, accountId, region),
      },
      {
        name: `logs past us ${accountId} ${region}`,
        seconds: settings.EVIDENCE_SECONDS,
        work: () => fetchDueImports(actor, { accountId, region }, () => isStopping),
      },
    ]),
  );
  const bucket = writerPlace();
  if (!bucket) await warnWithoutBucket();
  const moves: Loop[] = bucket
    ? [
        {
          name: "recordings into the bucket",
          seconds: MOVE_SECONDS,
          work: () => moveRecordings(actor, bucket, () => isStopping),
        },
      ]
    : [];
  const stopLoops = startLoops([
    ...inventories,
    ...imports,
    {
      name: "sessions past us, forgotten",
      seconds: settings.EVIDENCE_SECONDS,
      work: () => endForgotten(actor),
    },
    { name: "due grants", seconds: sweep, work: () => endDueGrants(actor) },
    { name: "ending access", seconds: sweep, work: () => tellEndingAccess() },
    { name: "sessions", seconds: sweep, work: () => sweepSessions(actor) },
    {
      name: "identity provider",
      seconds: probeSeconds(settings.PROVIDER_AWAY_SECONDS),
      work: () => probeProvider(),
    },
    { name: "deliveries", seconds: sweep, work: () => sweepDeliveries() },
    { name: "lapsing requests", seconds: sweep, work: () => lapseRequests(actor) },
    { name: "reminders", seconds: sweep, work: () => remindItems(actor) },
    { name: "missing reviews", seconds: sweep, work: () => openMissingReviews(actor) },
    { name: "session documents", seconds: DOCUMENT_SECONDS, work: () => readAllSessionDocuments() },
    {
      name: "evidence",
      seconds: settings.EVIDENCE_SECONDS,
      work: () => fetchDueEvidence(actor, () => isStopping),
    },
    {
      name: "segments",
      seconds: SEGMENT_SECONDS,
      work: () =>
        makeDueSegments(
          (...step) => segments.step(step),
          () => isStopping,
        ),
    },
    {
      name: "proposed rules",
      seconds: POLICY_SECONDS,
      work: () =>
        checkVersions(
          actor,
          (files) => policies.step(files),
          () => isStopping,
        ),
    },
    {
      name: "rehearsals of proposed rules",
      seconds: POLICY_SECONDS,
      work: () =>
        rehearseProposals(
          actor,
          (step) => rehearsals.step(step),
          ruleSettings(settings),
          () => isStopping,
        ),
    },
    { name: "expiring deletions", seconds: sweep, work: () => expireDeletions(actor) },
    { name: "expiring liftings", seconds: sweep, work: () => expireLiftings(actor) },
    { name: "expiring openings of input", seconds: sweep, work: () => expireOpenings(actor) },
    { name: "expiring retention rules", seconds: sweep, work: () => expireProposals(actor) },
    { name: "deletions by rule", seconds: sweep, work: () => deleteByRule(actor, () => isStopping) },
    {
      name: "deletions",
      seconds: sweep,
      work: () => deleteRecordings(actor, () => isStopping),
    },
    { name: "recordings without segments", seconds: ADOPT_SECONDS, work: () => adoptMissingRecordings() },
    { name: "audit chain", seconds: settings.SEAL_SECONDS, work: () => sealDue(() => isStopping) },
    ...(await anchorLoops(settings)),
    ...moves,
    { name: "dead processes", seconds: sweep, work: () => forgetDeadProcesses(settings.DEAD_SECONDS) },
  ]);

  // Not a loop: those are taken by one process at a time, and each has a clock and roles of its own.
  const checkSelf = selfCheck("jobs", processId, (line) => log.warn(line));
  const checkNow = () =>
    void checkSelf().catch((error: unknown) => log.error("self-check failed", { error }));
  checkNow();
  const selfChecks = setInterval(checkNow, SELF_CHECK_MS);
  const healthServers = await startHealthServers(settings.JOBS_PORT);

  const stop = async () => {
    for (const server of healthServers) server.close();
    clearInterval(heartbeat);
    clearInterval(selfChecks);
    isStopping = true;
    await Promise.all([stopLoops(), stopWorker(), stopDeliveries(), stopReading()]);
    await Promise.all([segments.stop(), policies.stop(), rehearsals.stop()]);
    await forgetProcess(processId);
    await closeDatabase();
  };
  // Nothing is sent to it: there is nothing to drain.
  stopOnSignals({ drainMs: 0, startDraining, stop, withinMs: STOP_MS });
  log.info("jobs started", { processId });
  process.send?.({ ready: true });
}

function fail(error: unknown): void {
  log.fatal("jobs ends", { error });
  process.exit(1);
}

main().catch(fail);
