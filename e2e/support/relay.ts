import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A TCP relay that can go silent in both directions without closing anything, as a network does that loses a way. */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #targetPort = 0;
  #isSilent = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on("connection", (socket) => relay.#join(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where its connections lead. */
  leadTo(port: number): void {
    this.#targetPort = port;
  }

  /** Swallows everything from now on, or lets new connections through again. What was swallowed is lost. */
  setSilent(isSilent: boolean): void {
    this.#isSilent = isSilent;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(socket: Socket): void {
    const target = connect(this.#targetPort, "127.0.0.1");
    // A connection that was swallowed once has lost bytes: it stays silent for good.
    let isBroken = false;
    for (const [from, to] of [
      [socket, target],
      [target, socket],
    ] as const) {
      this.#sockets.add(from);
      from.on("data", (bytes) => {
        isBroken ||= this.#isSilent;
        if (!isBroken) to.write(bytes);
      });
      from.on("error", () => from.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        if (!isBroken) to.destroy();
      });
    }
  }
}
