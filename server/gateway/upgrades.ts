import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { config } from "@/lib/kernel/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { isId } from "@/lib/kernel/ids";
import { parseCookies, signInIdFrom } from "@/lib/people/cookies";
import { actorOf, checkHost, checkSocketOrigin, refuseUpgrade } from "./http-edge";
import type { LiveSessions } from "./live-sessions";
import { CLOSE } from "./terminal-messages";

/** Frames of a browser are small: keystrokes, and pastes split by the page. */
const MAX_FRAME_BYTES = 64 * 1024;

const query = z.object({
  cols: z.coerce.number().int().min(2).max(500).catch(80),
  rows: z.coerce.number().int().min(2).max(300).catch(24),
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0),
});

/**
 * Answers WebSocket upgrades: host, exact origin, path, sign-in, in this order, each refused over HTTP with its
 * code; then the terminal's own rules speak through close codes.
 */
export function upgradeHandler(
  sessions: LiveSessions,
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
      const sessionId = /^\/gateway\/sessions\/([^/]+)\/terminal$/.exec(url.pathname)?.[1];
      if (!isId("session", sessionId)) throw new AppError("NOT_FOUND", "no such terminal");
      const actor = await actorOf(request).catch(async (error: unknown) => {
        if (!isOver(error) || !(await hadSignIn(request))) throw error;
        return undefined;
      });
      const start = query.parse(Object.fromEntries(url.searchParams));
      server.handleUpgrade(request, socket, head, (webSocket) => {
        if (actor) void sessions.attach(webSocket, actor, sessionId, start);
        else webSocket.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
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

/** Whether the cookie is one that we sealed: a forged one makes nobody known. */
async function hadSignIn(request: IncomingMessage): Promise<boolean> {
  return (await signInIdFrom(parseCookies(request.headers.cookie))) !== undefined;
}
