import { randomBytes } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import { parseOpenDataChannel } from "./payloads";

const POLICY_VIOLATION = 1008;
const GOING_AWAY = 1001;
const NORMAL = 1000;
/** How long a token opens a channel. */
const TOKEN_LIFE_MS = 300_000;
/** How long a socket may stay without its first frame. */
const OPENING_LIMIT_MS = 10_000;
/** How long a client has to answer a closing. */
const CLOSING_LIMIT_MS = 2000;
const PING_EVERY_MS = 30_000;
/** Above this many bytes waiting in the socket the terminal is not read. */
const HIGH_WATER_BYTES = 8 << 20;
const LOW_WATER_BYTES = 1 << 20;

export interface DataChannelEvents {
  onOpen(): void;
  onFrame(frame: Buffer): void;
  /** The client's socket is gone, and no other has taken its place. */
  onLost(): void;
  /** The socket has too much to send; false when it has caught up. */
  onPressure(isHigh: boolean): void;
}

/**
 * The service's end of one session: lets in whoever sends the newest token in the first text frame, retires an earlier
 * socket for a later one, and passes frames. It keeps no frame: with no socket, a frame from the agent is lost.
 */
export class DataChannel {
  #token: { value: string; until: number } | undefined;
  #socket: WebSocket | undefined;
  #openedAt = 0;
  #isPressed = false;

  readonly #now: () => number;
  readonly #events: DataChannelEvents;

  constructor(now: () => number, events: DataChannelEvents) {
    this.#now = now;
    this.#events = events;
  }

  /** Makes a new token; earlier ones stop working. */
  issueToken(): string {
    const value = randomBytes(96).toString("base64");
    this.#token = { value, until: this.#now() + TOKEN_LIFE_MS };
    return value;
  }

  accept(socket: WebSocket): void {
    const limit = setTimeout(() => socket.close(POLICY_VIOLATION), OPENING_LIMIT_MS);
    socket.on("error", () => socket.terminate());
    socket.once("close", () => clearTimeout(limit));
    socket.once("message", (data, isBinary) => {
      clearTimeout(limit);
      if (!isBinary && this.#isTokenRight(toBuffer(data).toString("utf8"))) this.#bind(socket);
      else socket.close(POLICY_VIOLATION, "Invalid token");
    });
  }

  send(frame: Buffer): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.send(frame, () => this.#relieve(socket));
    if (socket.bufferedAmount > HIGH_WATER_BYTES && !this.#isPressed) {
      this.#isPressed = true;
      this.#events.onPressure(true);
    }
  }

  /** Drops the client without a word: it may come back with a new token. */
  drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    retire(socket, GOING_AWAY);
    this.#lose(socket);
  }

  /** Says a last word, then closes for good. */
  finish(lastFrame: Buffer): void {
    this.#token = undefined;
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.send(lastFrame, () => retire(socket, NORMAL));
  }

  /** Milliseconds since the present client came; undefined without one. */
  get ageMs(): number | undefined {
    return this.#socket ? this.#now() - this.#openedAt : undefined;
  }

  #isTokenRight(text: string): boolean {
    const opening = parseOpenDataChannel(text);
    return (
      opening !== undefined &&
      this.#token !== undefined &&
      opening.TokenValue === this.#token.value &&
      this.#now() < this.#token.until
    );
  }

  #bind(socket: WebSocket): void {
    const earlier = this.#socket;
    this.#socket = socket;
    this.#openedAt = this.#now();
    if (earlier) retire(earlier, GOING_AWAY);
    this.#relieve(socket);
    keepAlive(socket);
    socket.on("message", (data, isBinary) => {
      if (isBinary && socket === this.#socket) this.#events.onFrame(toBuffer(data));
    });
    socket.once("close", () => this.#lose(socket));
    this.#events.onOpen();
  }

  #lose(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#relieve(undefined);
    this.#events.onLost();
  }

  #relieve(socket: WebSocket | undefined): void {
    if (!this.#isPressed || socket !== this.#socket) return;
    if (socket && socket.bufferedAmount > LOW_WATER_BYTES) return;
    this.#isPressed = false;
    this.#events.onPressure(false);
  }
}

/** Closes a socket; a client that does not answer the closing is not waited for. */
function retire(socket: WebSocket, code: number): void {
  socket.close(code);
  const timer = setTimeout(() => socket.terminate(), CLOSING_LIMIT_MS);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
}

/** Browsers can't ping: the service does, and takes silence for a loss. */
function keepAlive(socket: WebSocket): void {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
