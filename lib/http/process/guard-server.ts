import { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { keepIdleConnections } from "@/lib/edge/idle-connections";
import { requestTarget } from "@/lib/edge/request-target";
import { config } from "@/lib/kernel/config/config";
import { isHostOf } from "@/lib/kernel/origin";

const refusal = (status: string) => `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

/**
 * Stands before Next's own server, where all servers announce what comes in. Upgrades are answered with 426, or 421
 * when their Host is not ours: Next leaves one that it has no use for open and unanswered, which costs a caller nothing
 * and us a socket; proxy.ts never sees them. Targets that are no address (`*`, `/%`) are answered with 400: Next would
 * answer 500 and write a stack for each, and redirect `//[`. Idle connections are kept for a load balancer.
 * @returns the servers that somebody has called, as they come
 */
export function guardServer(): ReadonlySet<Server> {
  const servers = new Set<Server>();
  const announce = Server.prototype.emit;
  Server.prototype.emit = function emit(this: Server, event: string | symbol, ...args: unknown[]): boolean {
    if (!servers.has(this)) keepIdleConnections(this);
    servers.add(this);
    const request = args.find((arg) => arg instanceof IncomingMessage);
    if (event === "upgrade") {
      const socket = args.find(isSocket);
      socket?.on("error", () => socket.destroy());
      socket?.end(refusal(statusFor(request)));
      return true;
    }
    const response = args.find((arg) => arg instanceof ServerResponse);
    if (event === "request" && request && response) {
      // The caller may reset the connection at any moment.
      request.on("error", () => {});
      response.on("error", () => {});
      if (!isAddress(request.url)) {
        response.writeHead(400, { connection: "close", "content-length": 0 }).end();
        return true;
      }
    }
    return Reflect.apply(announce, this, [event, ...args]);
  };
  return servers;
}

function statusFor(request: IncomingMessage | undefined): string {
  if (!isAddress(request?.url)) return "400 Bad Request";
  const isForUs = request && isHostOf(config().PUBLIC_ORIGIN, (name) => request.headers[name]);
  return isForUs ? "426 Upgrade Required" : "421 Misdirected Request";
}

function isAddress(target: string | undefined): boolean {
  try {
    requestTarget(target);
    return true;
  } catch {
    return false;
  }
}

function isSocket(value: unknown): value is Duplex {
  return (
    typeof value === "object" && value !== null && "end" in value && "destroy" in value && "cork" in value
  );
}
