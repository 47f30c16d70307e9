import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { config } from "@/lib/kernel/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { isId } from "@/lib/kernel/ids";
import { signInIdFrom } from "@/lib/people/actor";
import { parseCookies } from "@/lib/people/cookies";
import { browserName } from "./browser-name";
import { actorOf, checkHost, checkSocketOrigin, refuseUpgrade } from "./http-edge";
import type { LiveFeed } from "./live-feed";
import { CLOSE } from "./terminal-messages";
import type { Terminals } from "./terminals";
import type { Watchers } from "./watchers";

/** Frames of a browser are small: keystrokes, and pastes split by the page. */
const MAX_FRAME_BYTES = 64 * 1024;

const query = z.object({
  cols: z.coerce.number().int().min(2).max(500).catch(80),
  rows: z.coerce.number().int().min(2).max(300).catch(24),
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0),
  take: z.enum(["ask", "now"]).catch("now"),
  window: z.string().max(64).catch(""),
});

const liveQuery = z.object({
  ageMs: z.coerce.number().int().min(0).catch(Number.MAX_SAFE_INTEGER),
});

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
    try {
      checkHost(request);
      checkSocketOrigin(request);
      const url = new URL(request.url ?? "/", config().GATEWAY_ORIGIN);
      const [, sessionId, kind] = /^\/gateway\/sessions\/([^/]+)\/(terminal|watch)$/.exec(url.pathname) ?? [];
      const isLive = url.pathname === "/gateway/live";
      if (!isLive && !isId("session", sessionId)) throw new AppError("NOT_FOUND", "no such terminal");
      const actor = await actorOf(request).catch(async (error: unknown) => {
        if (!isOver(error) || !(await hadSignIn(request))) throw error;
        return undefined;
      });
      const { ageMs } = liveQuery.parse(Object.fromEntries(url.searchParams));
      const { window: windowId, ...start } = query.parse(Object.fromEntries(url.searchParams));
      const place = {
        windowId,
        browser: browserName(request.headers["user-agent"]),
        address: request.socket.remoteAddress ?? "",
      };
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (!actor) webSocket.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
        else if (!isId("session", sessionId)) served.feed.add(webSocket, actor, ageMs);
        else if (kind === "watch")
          void served.watchers.watch(webSocket, actor, sessionId, { place, recheck: () => actorOf(request) });
        else void served.terminals.attach(webSocket, actor, sessionId, { ...start, place });
      });
    } catch (error) {
      refuseUpgrade(socket, error);
    }
  };
}

/** A page whose sign-in is over is told so by a close code: of an upgrade refused over HTTP it would see nothing. */
function isOver(error: unknown): boolean {
  return isAppError(error) && (error.code === "NOT_SIGNED_IN" || error.code === "PERSON_DISABLED");
}

/** Whether the cookie carries a token that we gave: a made-up one makes nobody known. */
async function hadSignIn(request: IncomingMessage): Promise<boolean> {
  return (await signInIdFrom(parseCookies(request.headers.cookie))) !== undefined;
}
