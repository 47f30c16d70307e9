import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { CLOSE, type CloseCode } from "@/lib/terminal-protocol/close-codes";
import { MAX_INPUT_FRAME } from "@/lib/terminal-protocol/limits";
import { PEER_LOST_MS, TERMINAL_PULSE } from "@/lib/terminal-protocol/liveness";
import {
  encodeToBrowser,
  type FromBrowser,
  parseFromBrowser,
  type ToBrowser,
} from "@/lib/terminal-protocol/messages";
import { encodeOutput } from "@/lib/terminal-protocol/output-frame";

/** Every so many beats the browser itself is asked too: it answers also for a page that is frozen. */
const BEATS_PER_PING = 5;
/** How often it is looked whether a browser has taken what waits for it, or has gone. */
const DRAIN_MS = 20;

export interface SocketHandlers {
  onInput: (bytes: Uint8Array) => void;
  onMessage: (message: FromBrowser) => void;
  onGone: () => void;
}

/** A browser's socket at one session: whoever types, and whoever watches. */
export class TerminalSocket {
  readonly actor: PersonActor;
  readonly #socket: WebSocket;
  readonly #heart: NodeJS.Timeout;
  #beats = 0;
  #heardAt = Date.now();
  #lastBacklog = 0;
  #inputBytes = 0;
  #isSilent = false;
  #isGone = false;
  #queued: Uint8Array[] = [];
  #queuedFrom = 0;
  #queuedBytes = 0;

  constructor(socket: WebSocket, actor: PersonActor, handlers: SocketHandlers) {
    this.actor = actor;
    this.#socket = socket;
    socket.on("message", (data, isBinary) => {
      this.#heardAt = Date.now();
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
      if (bytes.length > MAX_INPUT_FRAME) this.close(CLOSE.tooLarge, "INVALID_INPUT");
      else if (isBinary) {
        this.#inputBytes += bytes.length;
        handlers.onInput(bytes);
      } else {
        const message = parseFromBrowser(bytes.toString("utf8"));
        if (message?.type === "pong") return;
        if (message) handlers.onMessage(message);
        else this.close(CLOSE.protocolBroken, "INVALID_INPUT");
      }
    });
    socket.on("pong", () => {
      this.#heardAt = Date.now();
    });
    // A broken socket also closes; without a listener "error" would end the process.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(this.#heart);
      this.#isGone = true;
      handlers.onGone();
    });
    this.#heart = setInterval(() => this.#beat(), TERMINAL_PULSE.beatMs);
    this.#beat();
  }

  /** Whether it was given up because nothing was heard of it. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Bytes given to the socket that the browser has not taken yet. */
  get backlog(): number {
    return this.#socket.bufferedAmount + this.#queuedBytes;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Waits until no more than so many bytes wait for the browser, or it is gone. */
  async drained(bytes: number): Promise<void> {
    while (this.backlog > bytes && !this.#isGone) await pause(DRAIN_MS);
  }

  /** Waits until the socket is closed: what the browser sent before it answered our close has been taken by then. */
  async gone(): Promise<void> {
    while (!this.#isGone) await pause(DRAIN_MS);
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
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encodeToBrowser(message));
  }

  close(code: CloseCode, reason: string): void {
    this.#flush();
    this.#socket.close(code, reason);
    // A browser that does not answer the close must not keep the socket.
    setTimeout(() => this.#socket.terminate(), 2_000).unref();
  }

  /** Tells the browser that we are there, and gives it up when it gives no sign of life. */
  #beat(): void {
    const { bufferedAmount } = this.#socket;
    // Who reads is there, however slowly.
    if (bufferedAmount < this.#lastBacklog) this.#heardAt = Date.now();
    this.#lastBacklog = bufferedAmount;
    if (Date.now() - this.#heardAt > PEER_LOST_MS) {
      this.#isSilent = true;
      if (bufferedAmount > 0) this.close(CLOSE.notReading, "NOT_READING");
      else this.#socket.terminate();
      return;
    }
    this.tell({ type: "ping", seq: this.#beats, input: this.#inputBytes });
    if (this.#beats % BEATS_PER_PING === 0 && this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
    this.#beats += 1;
  }

  #flush(): void {
    if (this.#queued.length === 0) return;
    const frame = encodeOutput(this.#queuedFrom, this.#queued);
    this.#queued = [];
    this.#queuedBytes = 0;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }
}
