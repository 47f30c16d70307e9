import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { keepIdleConnections } from "@/lib/edge/idle-connections";
import { log } from "@/lib/kernel/log/log";
import { answerHealth, onReadinessChange } from "@/lib/kernel/readiness";
import { addresses, listenOn } from "./listen";

/**
 * Answers `/livez` and `/readyz`, before anything else looks at the request: load balancers ask by address.
 * @returns false for every other path, which it leaves alone
 */
export async function serveHealth(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const answer = await answerHealth(request.method ?? "", path);
  if (!answer) return false;
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === "HEAD" ? undefined : answer.body);
  return true;
}

/** Writes down why this process is not ready, when that begins and when it ends: the answer gives no reasons. */
export function logReadiness(): void {
  onReadinessChange((check, error) => {
    if (error === undefined) log.info("readiness regained", { check });
    else log.warn("readiness lost", { check, error });
  });
}

/** A server that answers nothing but the two, for a process that serves nothing else. */
export async function startHealthServers(port: number): Promise<Server[]> {
  const servers: Server[] = [];
  for (const address of addresses()) {
    const server = createServer((request, response) => {
      void serveHealth(request, response).then((isServed) => {
        if (!isServed) response.writeHead(404, { "cache-control": "no-store" }).end();
      });
    });
    keepIdleConnections(server);
    // Nobody has a body or a long question for it.
    server.headersTimeout = 5_000;
    server.requestTimeout = 5_000;
    server.maxConnections = 100;
    if (await listenOn(server, address, { port, setting: "JOBS_PORT" })) servers.push(server);
  }
  return servers;
}
