import { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import {
  CLOSE,
  type FromBrowser,
  MAX_INPUT_FRAME,
  parseFromBrowser,
  type ToBrowser,
} from "./terminal-messages";

const PING_MS = 20_000;

export interface SocketHandlers {
  onInput: (bytes: Uint8Array) => void;
  onMessage: (message: FromBrowser) => void;
  onGone: () => void;
}

/** A browser's socket at one session: whoever holds its keyboard, and whoever watches. */
export class TerminalSocket {
  readonly actor: PersonActor;
  readonly #socket: WebSocket;
  readonly #ping: NodeJS.Timeout;
  #isAlive = true;
  #isGone = false;
  #queued: Uint8Array[] = [];
  #queuedFrom = 0;
  #queuedBytes = 0;

  constructor(socket: WebSocket, actor: PersonActor, handlers: SocketHandlers) {
    this.actor = actor;
    this.#socket = socket;
    socket.on("message", (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
      if (bytes.length > MAX_INPUT_FRAME) this.close(CLOSE.tooLarge, "INVALID_INPUT");
      else if (isBinary) handlers.onInput(bytes);
      else {
        const message = parseFromBrowser(bytes.toString("utf8"));
        if (message) handlers.onMessage(message);
        else this.close(CLOSE.policy, "INVALID_INPUT");
      }
    });
    socket.on("pong", () => {
      this.#isAlive = true;
    });
    // A broken socket also closes; without a listener "error" would end the process.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(this.#ping);
      this.#isGone = true;
      handlers.onGone();
    });
    // Browsers can't ping: silence is taken for a drop (protocol facts §11).
    this.#ping = setInterval(() => {
      if (!this.#isAlive) socket.terminate();
      this.#isAlive = false;
      socket.ping();
    }, PING_MS);
  }

  /** Bytes given to the socket that the browser has not taken yet. */
  get backlog(): number {
    return this.#socket.bufferedAmount + this.#queuedBytes;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Shows output that starts at `offset` of the session's stream; what comes in one turn goes out as one frame. */
  show(offset: number, bytes: Uint8Array): void {
    if (this.#queued.length === 0) {
      this.#queuedFrom = offset;
      setImmediate(() => this.#flush());
    } else if (offset !== this.#queuedFrom + this.#queuedBytes) {
      this.#flush();
      this.show(offset, bytes);
      return;
    }
    this.#queued.push(bytes);
    this.#queuedBytes += bytes.length;
  }

  tell(message: ToBrowser): void {
    this.#flush();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  close(code: number, reason: string): void {
    this.#flush();
    this.#socket.close(code, reason);
    // A browser that does not answer the close must not keep the socket.
    setTimeout(() => this.#socket.terminate(), 2_000).unref();
  }

  #flush(): void {
    if (this.#queued.length === 0) return;
    const head = Buffer.alloc(8);
    head.writeBigUInt64BE(BigInt(this.#queuedFrom));
    const frame = Buffer.concat([head, ...this.#queued]);
    this.#queued = [];
    this.#queuedBytes = 0;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }
}
