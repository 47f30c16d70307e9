import { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { config } from "@/lib/kernel/config";
import { isHostOf } from "@/lib/kernel/origin";

const UPGRADE_REQUIRED = "HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const MISDIRECTED = "HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/**
 * Answers every upgrade of this process with 426, or 421 when its Host is not ours. Next's own server leaves one that it has no use for open and
 * unanswered, which costs a caller nothing and us a socket; proxy.ts never sees them. The server is Next's, so it is
 * caught where all servers announce an upgrade.
 */
export function refuseUpgrades(): void {
  const announce = Server.prototype.emit;
  Server.prototype.emit = function emit(this: Server, event: string | symbol, ...args: unknown[]): boolean {
    if (event !== "upgrade") return Reflect.apply(announce, this, [event, ...args]);
    const socket = args.find(isSocket);
    socket?.on("error", () => socket.destroy());
    socket?.end(isForUs(args.find((arg) => arg instanceof IncomingMessage)) ? UPGRADE_REQUIRED : MISDIRECTED);
    return true;
  };
}

function isForUs(request: IncomingMessage | undefined): boolean {
  return request !== undefined && isHostOf(config().PUBLIC_ORIGIN, (name) => request.headers[name]);
}

function isSocket(value: unknown): value is Duplex {
  return (
    typeof value === "object" && value !== null && "end" in value && "destroy" in value && "cork" in value
  );
}
