import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { accessLine } from "@/lib/edge/access-line";
import { UNKNOWN_ADDRESS } from "@/lib/edge/client-address";
import { requestTarget } from "@/lib/edge/request-target";
import { browserName } from "@/lib/kernel/browser-name";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { inRequestScope, requestScope } from "@/lib/kernel/log/request-scope";
import { signInIdFrom } from "@/lib/people/actor";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { parseAttachQuery } from "@/lib/terminal-protocol/attach-query";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { MAX_FRAME_BYTES } from "@/lib/terminal-protocol/limits";
import { parsePageQuery } from "@/lib/terminal-protocol/page-messages";
import type { Terminals } from "./attached/terminals";
import type { Watchers } from "./attached/watchers";
import { actorOf, checkHost, checkWriteOrigin, refuseUpgrade, scopeOf } from "./http-edge";
import type { LiveFeed } from "./live-feed";
import { type GatewayRoute, gatewayRoute } from "./routes";

/** What upgrades are for. */
export interface Served {
  terminals: Terminals;
  watchers: Watchers;
  feed: LiveFeed;
}

/**
 * Answers WebSocket upgrades: host, exact origin, path, sign-in, in this order, each refused over HTTP with its
 * code; then the terminal's own rules speak through close codes.
 */
export function upgradeHandler(
  served: Served,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void> {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  return async (request, socket, head) => {
    // Before anything is awaited: the caller may reset the connection at any moment.
    socket.on("error", () => socket.destroy());
    const startedAt = performance.now();
    const scope = scopeOf(request);
    const answered = (route: string | undefined, status: number) =>
      accessLine(scope, { method: request.method, route, status, startedAt });
    await inRequestScope(scope, async () => {
      let route: GatewayRoute | undefined;
      try {
        const target = requestTarget(request.url);
        route = gatewayRoute(target.pathname);
        const attach = await admit(served, request, { route, query: target.searchParams });
        // Nobody is there any more.
        if (socket.destroyed) return;
        server.handleUpgrade(request, socket, head, (webSocket) => {
          webSocket.on("error", () => webSocket.terminate());
          answered(route?.pattern, 101);
          attach(webSocket);
        });
      } catch (error) {
        answered(route?.pattern, refuseUpgrade(socket, error));
      }
    });
  };
}

/** Who may open this socket, and what for. @returns what is done with it once it is open */
async function admit(
  { feed, watchers, terminals }: Served,
  request: IncomingMessage,
  { route, query }: { route: GatewayRoute | undefined; query: URLSearchParams },
): Promise<(socket: WebSocket) => void> {
  checkHost(request);
  checkWriteOrigin(request);
  const pattern = route?.pattern;
  const isServed =
    pattern === "/gateway/live" ||
    pattern === "/gateway/sessions/[id]/terminal" ||
    pattern === "/gateway/sessions/[id]/watch";
  if (!isServed) throw new AppError("NOT_FOUND", "no such terminal");
  const actor = await actorOf(request).catch(async (error: unknown) => {
    if (!isOver(error) || !(await hadSignIn(request))) throw error;
    return undefined;
  });
  if (!actor) return (socket) => socket.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
  if (!route || !("sessionId" in route)) {
    const ageMs = parsePageQuery(query);
    return (socket) => feed.add(socket, actor, ageMs);
  }
  const { sessionId } = route;
  const { windowId, ...start } = parseAttachQuery(query);
  const client = {
    windowId,
    browser: browserName(request.headers["user-agent"]),
    address: requestScope()?.address ?? UNKNOWN_ADDRESS,
  };
  if (pattern === "/gateway/sessions/[id]/watch")
    return (socket) =>
      void watchers.watch(socket, actor, sessionId, { client, recheck: () => actorOf(request) });
  return (socket) => void terminals.attach(socket, actor, sessionId, { ...start, client });
}

/** A page whose sign-in is over is told so by a close code: of an upgrade refused over HTTP it would see nothing. */
function isOver(error: unknown): boolean {
  return isAppError(error) && (error.code === "NOT_SIGNED_IN" || error.code === "PERSON_DISABLED");
}

/** Whether the cookie carries a token that we gave: a made-up one makes nobody known. */
async function hadSignIn(request: IncomingMessage): Promise<boolean> {
  return (await signInIdFrom(parseCookies(request.headers.cookie))) !== undefined;
}
