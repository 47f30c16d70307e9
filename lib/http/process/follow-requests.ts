import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage, ServerResponse } from "node:http";
import { followAnswer } from "@/lib/edge/access-line";
import { clientAddress } from "@/lib/edge/client-address";
import { enterRequestScope } from "@/lib/kernel/log/request-scope";
import { routePattern } from "../route-of";

/**
 * From now on every HTTP request of this process has a scope of its own and a line in the log. Node says that one
 * begins before Next's server hears of it, and shows the request as it came.
 */
export function followRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = startOf(message);
    // Before Next adds its own: this is who holds the connection, and what they sent.
    const address = clientAddress({
      peer: request.socket.remoteAddress,
      forwardedFor: request.headers["x-forwarded-for"],
    });
    const scope = { requestId: randomUUID(), address };
    enterRequestScope(scope);
    followAnswer(request, response, { scope, route: routePattern(pathOf(request.url)) });
  });
}

function startOf(message: unknown): { request: IncomingMessage; response: ServerResponse } {
  const { request, response } = message as { request?: unknown; response?: unknown };
  if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse))
    throw new TypeError("node announces a request in another form");
  return { request, response };
}

function pathOf(target: string | undefined): string {
  return target?.split(/[?#]/)[0] ?? "";
}
