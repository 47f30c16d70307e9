import { createServer, type Server } from "node:http";
import { testShellRoles } from "@/lib/accounts/connection/test-connection";
import { selfCheck } from "@/lib/accounts/self-check/check-process";
import { closeDatabase } from "@/lib/db/client";
import { listen } from "@/lib/db/connection/notify";
import { beat, forgetProcess, registerProcess } from "@/lib/db/processes";
import { requireDatabase } from "@/lib/db/requirements/check-database";
import { registerDatabaseChecks } from "@/lib/db/requirements/checks";
import { keepIdleConnections } from "@/lib/edge/idle-connections";
import type { SystemActor } from "@/lib/kernel/actor";
import { config, configureAs } from "@/lib/kernel/config/config";
import { isId } from "@/lib/kernel/ids";
import { log, startLog } from "@/lib/kernel/log/log";
import { registerCheck, startDraining } from "@/lib/kernel/readiness";
import { stopOnSignals } from "@/lib/kernel/stopping";
import { endOnUnexpected } from "@/lib/kernel/unexpected";
import { ANYTHING } from "@/lib/overview/live-audience";
import { askForGroups } from "@/lib/people/confirmation/await-groups";
import { clearParticipants } from "@/lib/presence/leave-session";
import { confirmPacks } from "@/lib/recordings/bucket/confirm-packs";
import { readerPlace, warnWithoutBucket } from "@/lib/recordings/bucket/place";
import { checkDurability } from "@/lib/recordings/check-durability";
import { type WorkStep, workBy } from "@/lib/recordings/terminal-work/terminal-work";
import { logReadiness } from "@/server/health";
import { addresses, listenOn } from "@/server/listen";
import { type Loop, startLoops } from "@/server/loops/loops";
import { StepThread } from "@/server/threads/step-thread";
import { Terminals } from "./attached/terminals";
import { Watchers } from "./attached/watchers";
import { LiveFeed } from "./live-feed";
import { report } from "./report";
import { handleRequest } from "./requests";
import { LiveSessions } from "./session/live-sessions";
import { upgradeHandler } from "./upgrades";

const DURABILITY_MS = 3_600_000;
/** What was typed is recorded first, also by a slow database; a stop that hangs (database gone) must not keep the process. */
const STOP_MS = 10_000;
/** Clock and roles: soon enough for what is mended to be seen, and for a trust that is gone to be found. */
const SELF_CHECK_MS = 600_000;
/** How often it is looked for what jobs has put into the bucket of recordings. */
const CONFIRM_SECONDS = 5;

async function main(): Promise<void> {
  await startLog("gateway");
  endOnUnexpected();
  configureAs("gateway");
  const { DRAIN_SECONDS, GATEWAY_PORT, HEARTBEAT_SECONDS } = config();
  await requireDatabase("gateway");
  await checkDurability();
  registerDatabaseChecks();
  registerCheck("durability", async () => {
    await checkDurability();
    return undefined;
  });
  logReadiness();
  const gatewayId = await registerProcess("gateway");
  await clearParticipants();
  const sessions = new LiveSessions(gatewayId);
  const terminals = new Terminals(gatewayId, sessions);
  const watchers = new Watchers(gatewayId);
  const feed = new LiveFeed(askForGroups);
  // What is replayed must not hold up what is typed, and what is exported nobody who replays.
  const replays = new StepThread<WorkStep, unknown>("terminal-worker.mjs");
  const exports = new StepThread<WorkStep, unknown>("terminal-worker.mjs");
  workBy({ replay: (step) => replays.step(step), export: (step) => exports.step(step) });
  const timers = [
    setInterval(() => report(beat(gatewayId, "gateway")), HEARTBEAT_SECONDS * 1000),
    setInterval(() => report(checkDurability()), DURABILITY_MS),
  ];
  const actor: SystemActor = { kind: "system", name: "gateway", origin: gatewayId };
  const checkAll = () => {
    // Also what was ordered while nobody listened.
    report(testShellRoles(actor));
    feed.changed(ANYTHING);
    for (const sessionId of sessions.ids) report(sessions.changed(sessionId));
  };
  const stopListening = await listen(
    {
      session_changed: ({ sessionId }) => {
        if (!isId("session", sessionId)) return;
        feed.changed(sessionId);
        report(sessions.changed(sessionId));
        report(watchers.changed(sessionId));
      },
      inbox_changed: ({ subjectId }) => feed.changed(subjectId),
      rows_changed: () => feed.changed(ANYTHING),
      connection_test: () => report(testShellRoles(actor)),
      sign_in_ended: (ended) => {
        feed.signInEnded(ended);
        terminals.signInEnded(ended);
        watchers.signInEnded(ended);
        sessions.checkAll();
      },
    },
    () => {
      log.info("database listening regained");
      checkAll();
    },
    (error) => log.warn("database listening lost", { error }),
  );

  const upgrade = upgradeHandler({ terminals, watchers, feed });
  const servers: Server[] = [];
  for (const address of addresses()) {
    const server = createServer((request, response) => void handleRequest(request, response));
    keepIdleConnections(server);
    server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
    if (!(await listenOn(server, address, { port: GATEWAY_PORT, setting: "GATEWAY_PORT" }))) continue;
    server.on("error", (error) => log.error("server failed", { error }));
    servers.push(server);
  }

  const checkSelf = selfCheck("gateway", gatewayId, (line) => log.warn(line));
  report(checkSelf());
  timers.push(setInterval(() => report(checkSelf()), SELF_CHECK_MS));

  const bucket = readerPlace();
  if (!bucket) await warnWithoutBucket();
  let isStopping = false;
  const confirming: Loop[] = bucket
    ? [{ name: "packs", seconds: CONFIRM_SECONDS, work: () => confirmPacks(bucket, () => isStopping) }]
    : [];
  const stopLoops = startLoops(confirming);

  const stop = async () => {
    isStopping = true;
    for (const timer of timers) clearInterval(timer);
    for (const server of servers) server.close();
    terminals.release();
    watchers.release();
    feed.release();
    await sessions.release();
    for (const server of servers) server.closeAllConnections();
    await stopListening();
    await forgetProcess(gatewayId);
    await clearParticipants();
    await Promise.all([replays.stop(), exports.stop(), stopLoops()]);
    await closeDatabase();
  };
  stopOnSignals({ drainMs: DRAIN_SECONDS * 1000, startDraining, stop, withinMs: STOP_MS });
  log.info("gateway started", { processId: gatewayId, port: GATEWAY_PORT });
  process.send?.({ ready: true });
}

function fail(error: unknown): void {
  log.fatal("gateway ends", { error });
  process.exit(1);
}

main().catch(fail);
