import { createServer, type Server } from "node:http";
import { closeDatabase } from "@/lib/db/client";
import { listen } from "@/lib/db/notify";
import { beat, forgetProcess, registerProcess } from "@/lib/db/processes";
import type { SystemActor } from "@/lib/kernel/actor";
import { config, configureAs } from "@/lib/kernel/config";
import { isId } from "@/lib/kernel/ids";
import { testShellRoles } from "@/lib/nodes/test-connection";
import { ANYTHING } from "@/lib/overview/live-audience";
import { checkDurability } from "@/lib/recordings/check-durability";
import { clearSeats } from "@/lib/sessions/leave-seat";
import { addresses, listenOn } from "./listen";
import { LiveFeed } from "./live-feed";
import { LiveSessions } from "./live-sessions";
import { report } from "./report";
import { handleRequest } from "./requests";
import { Terminals } from "./terminals";
import { upgradeHandler } from "./upgrades";
import { Watchers } from "./watchers";

const DURABILITY_MS = 3_600_000;

async function main(): Promise<void> {
  configureAs("gateway");
  const { GATEWAY_PORT, HEARTBEAT_SECONDS } = config();
  await checkDurability();
  const gatewayId = await registerProcess("gateway");
  await clearSeats();
  const sessions = new LiveSessions(gatewayId);
  const terminals = new Terminals(gatewayId, sessions);
  const watchers = new Watchers(gatewayId);
  const feed = new LiveFeed();
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
    checkAll,
  );

  const upgrade = upgradeHandler({ terminals, watchers, feed });
  const servers: Server[] = [];
  for (const address of addresses()) {
    const server = createServer((request, response) => void handleRequest(request, response));
    server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
    if (await listenOn(server, address, GATEWAY_PORT)) servers.push(server);
  }

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    for (const timer of timers) clearInterval(timer);
    for (const server of servers) server.close();
    watchers.release();
    feed.release();
    await sessions.release();
    for (const server of servers) server.closeAllConnections();
    await stopListening();
    await forgetProcess(gatewayId);
    await clearSeats();
    await closeDatabase();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stopWithin(stop));
  if (process.send) process.on("disconnect", () => void stopWithin(stop));
  process.stdout.write("ready\n");
  process.send?.({ ready: true });
}

/** A stop that hangs (database gone) must not keep the process. */
function stopWithin(stop: () => Promise<void>): void {
  setTimeout(() => process.exit(1), 3_000).unref();
  stop().catch((error: unknown) => fail(error));
}

function fail(error: unknown): void {
  process.stderr.write(`gateway: ${textOf(error)}\n`);
  process.exit(1);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

main().catch(fail);
