import { Server } from "node:http";
import type { Duplex } from "node:stream";

const ANSWER = "HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/**
 * Answers every upgrade of this process with 426. Next's own server leaves one that it has no use for open and
 * unanswered, which costs a caller nothing and us a socket; proxy.ts never sees them. The server is Next's, so it is
 * caught where all servers announce an upgrade.
 */
export function refuseUpgrades(): void {
  const announce = Server.prototype.emit;
  Server.prototype.emit = function emit(this: Server, event: string | symbol, ...args: unknown[]): boolean {
    if (event !== "upgrade") return Reflect.apply(announce, this, [event, ...args]);
    const socket = args.find(isSocket);
    socket?.on("error", () => socket.destroy());
    socket?.end(ANSWER);
    return true;
  };
}

function isSocket(value: unknown): value is Duplex {
  return (
    typeof value === "object" && value !== null && "end" in value && "destroy" in value && "cork" in value
  );
}
