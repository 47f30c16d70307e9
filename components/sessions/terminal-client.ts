import type { FailureView } from "@/lib/sessions/opening/opening-failure";
import { type GatewayMessage, type KeyboardPlace, parseGatewayMessage } from "./terminal-messages";

/** The WebSocket, as far as the client needs it. */
export interface TerminalSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface SocketEvents {
  onMessage(data: string | ArrayBuffer): void;
  onClose(code: number, reason: string): void;
}

export interface TerminalClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns a function that cancels it */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 ≤ n < 1. */
  random(): number;
}

export interface TerminalClientOptions {
  /** `ws://host/gateway/sessions/<id>/terminal`, or `…/watch`, without a query. */
  address: string;
  /** This window of the browser: it is not asked about itself when it comes back. Undefined for watchers. */
  windowId?: string | undefined;
  /** Whether a keyboard that another window has is taken at once. */
  takesNow?: boolean | undefined;
  size: TerminalSize;
  openSocket: (address: string, events: SocketEvents) => TerminalSocket;
  clock: TerminalClock;
  /** Output bytes in order, none twice. History was shown to somebody before: its questions are not answered again. */
  onOutput: (bytes: Uint8Array, isHistory: boolean) => void;
  /** To watchers: the screen they see has another size. */
  onSize?: (size: TerminalSize) => void;
}

export interface TerminalSize {
  cols: number;
  rows: number;
}

export type TerminalPhase =
  | "connecting"
  | "opening"
  | "open"
  /** The gateway has lost AWS and comes back by itself. */
  | "resuming"
  /** The browser has lost the gateway and tries again. */
  | "reconnecting"
  | "ended"
  /** Another window of the same person has the keyboard: they are asked. */
  | "held"
  | "taken-over"
  | "refused"
  | "signed-out";

export interface TerminalSnapshot {
  phase: TerminalPhase;
  windowEndsAt: string | undefined;
  /** How many milliseconds the last output took until it was durable, and when the gateway said so. */
  durable: { milliseconds: number; atMs: number } | undefined;
  isLastMinute: boolean;
  /** Why it ended or was refused. */
  reason: string | undefined;
  code: string | undefined;
  detail: string | undefined;
  /** Why it did not open at all. */
  failure: FailureView | undefined;
  endedAtMs: number | undefined;
  /** How often in a row the connection could not be made; a refused sign-in looks like that too. */
  failures: number;
  notice: { code: string; params: Record<string, string | number | string[]> } | undefined;
  /** Names of those who watch. */
  watchers: readonly string[];
  /** Where the other window is, when it is "held" or "taken-over" and known. */
  place: KeyboardPlace | undefined;
}

/** Before anything was heard. */
export const NOT_YET: TerminalSnapshot = {
  phase: "connecting",
  windowEndsAt: undefined,
  durable: undefined,
  isLastMinute: false,
  reason: undefined,
  code: undefined,
  detail: undefined,
  failure: undefined,
  endedAtMs: undefined,
  failures: 0,
  notice: undefined,
  watchers: [],
  place: undefined,
};

const MOST_INPUT_BYTES = 4096;
const OFFSET_BYTES = 8;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

const FINAL_CODES: ReadonlyMap<number, TerminalPhase> = new Map([
  [4001, "signed-out"],
  [4003, "refused"],
  [4008, "held"],
  [4009, "taken-over"],
  [4010, "ended"],
]);
const FINAL: ReadonlySet<TerminalPhase> = new Set(["ended", "held", "taken-over", "refused", "signed-out"]);

/**
 * The browser's end of a terminal. Output carries its place in the session's stream, so that a connection which
 * was lost is taken up where it broke off. Input is never kept for later: a keystroke that could not be sent at
 * once is not sent at all, because nobody sees any more what it would do.
 */
export class TerminalClient {
  readonly #options: TerminalClientOptions;
  readonly #listeners = new Set<() => void>();
  #snapshot = NOT_YET;
  #socket: TerminalSocket | undefined;
  #size: TerminalSize;
  #shownOffset = 0;
  #historyOffset = 0;
  #cancelRetry: (() => void) | undefined;
  #isDisposed = false;
  #hasTaken = false;

  constructor(options: TerminalClientOptions) {
    this.#options = options;
    this.#size = options.size;
  }

  /** For React: listens to changes of the snapshot. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read = (): TerminalSnapshot => this.#snapshot;

  connect(): void {
    const { cols, rows } = this.#size;
    const { windowId, takesNow } = this.#options;
    const query = new URLSearchParams({
      cols: String(cols),
      rows: String(rows),
      after: String(this.#shownOffset),
      ...(windowId === undefined ? {} : { window: windowId, take: this.#takesNow(takesNow) }),
    });
    let isCurrent = true;
    this.#socket = this.#options.openSocket(`${this.#options.address}?${query}`, {
      onMessage: (data) => {
        if (!isCurrent || this.#isDisposed) return;
        if (typeof data === "string") this.#takeMessage(data);
        else this.#takeOutput(data);
      },
      onClose: (code, reason) => {
        if (!isCurrent || this.#isDisposed) return;
        isCurrent = false;
        this.#takeClose(code, reason);
      },
    });
  }

  /**
   * Sends what was typed or pasted.
   * @returns whether it was sent; if not, it is gone
   */
  sendInput(bytes: Uint8Array): boolean {
    if (this.#snapshot.phase !== "open" || !this.#socket) return false;
    for (let at = 0; at < bytes.length; at += MOST_INPUT_BYTES)
      this.#socket.send(bytes.slice(at, at + MOST_INPUT_BYTES));
    return true;
  }

  resize(size: TerminalSize): void {
    if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
    this.#size = size;
    this.#sendMessage({ type: "resize", ...size });
  }

  /** Asks the gateway to end the session. */
  end(): void {
    this.#sendMessage({ type: "end" });
  }

  /** Lets go of the connection; the session goes on. */
  dispose(): void {
    this.#isDisposed = true;
    this.#cancelRetry?.();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Once asked for it is taken; when this window comes back later, another may have it by right. */
  #takesNow(wanted: boolean | undefined): "now" | "ask" {
    const takes = wanted === true && !this.#hasTaken;
    this.#hasTaken = true;
    return takes ? "now" : "ask";
  }

  #sendMessage(message: { type: "end" } | ({ type: "resize" } & TerminalSize)): void {
    const { phase } = this.#snapshot;
    if (phase === "open" || phase === "opening" || phase === "resuming")
      this.#socket?.send(JSON.stringify(message));
  }

  #takeOutput(frame: ArrayBuffer): void {
    if (frame.byteLength < OFFSET_BYTES) return;
    const start = Number(new DataView(frame).getBigUint64(0));
    const bytes = new Uint8Array(frame, OFFSET_BYTES);
    const end = start + bytes.length;
    if (end <= this.#shownOffset) return;
    if (start > this.#shownOffset)
      this.#change({ notice: { code: "MISSING_HERE", params: { bytes: start - this.#shownOffset } } });
    const fresh = bytes.subarray(Math.max(0, this.#shownOffset - start));
    this.#shownOffset = end;
    const historyLength = Math.max(0, Math.min(fresh.length, fresh.length - (end - this.#historyOffset)));
    if (historyLength > 0) this.#options.onOutput(fresh.subarray(0, historyLength), true);
    if (historyLength < fresh.length) this.#options.onOutput(fresh.subarray(historyLength), false);
  }

  #takeMessage(text: string): void {
    const message = parseGatewayMessage(text);
    if (!message) return;
    if (this.#snapshot.failures > 0) this.#change({ failures: 0 });
    switch (message.type) {
      case "state":
        this.#takeState(message);
        break;
      case "recording":
        this.#change({ durable: { milliseconds: message.durableMs, atMs: this.#options.clock.now() } });
        break;
      case "warning":
        this.#change({ isLastMinute: message.code === "ONE_MINUTE_LEFT" || this.#snapshot.isLastMinute });
        break;
      case "notice":
        this.#change({
          // What is over needs no line of its own.
          notice:
            message.code === "OUTPUT_CAUGHT_UP"
              ? undefined
              : { code: message.code, params: message.params ?? {} },
        });
        break;
      case "held":
      case "taken-over":
        this.#change({ phase: message.type, place: message.by });
        break;
      case "watchers":
        this.#change({ watchers: message.names });
        break;
      case "size":
        this.#options.onSize?.({ cols: message.cols, rows: message.rows });
        break;
    }
  }

  #takeState(message: Extract<GatewayMessage, { type: "state" }>): void {
    if (message.outputOffset !== undefined)
      this.#historyOffset = Math.max(this.#historyOffset, message.outputOffset);
    const isEnd = message.state === "ended";
    // Without a reason nothing has ended: it is refused, and the close that follows has the last word.
    const isRefused = isEnd && message.reason === undefined && message.code !== "SESSION_OVER";
    const phase = message.state === "reconnecting" ? "resuming" : message.state;
    this.#change({
      phase: isRefused && !message.failure ? "refused" : phase,
      windowEndsAt: message.windowEndsAt ?? this.#snapshot.windowEndsAt,
      reason: message.reason,
      code: message.code,
      detail: message.detail,
      failure: message.failure,
      endedAtMs: isEnd ? (this.#snapshot.endedAtMs ?? this.#options.clock.now()) : undefined,
    });
  }

  #takeClose(closeCode: number, reason: string): void {
    this.#socket = undefined;
    if (FINAL.has(this.#snapshot.phase)) return;
    const phase = FINAL_CODES.get(closeCode);
    if (phase) {
      this.#change({
        phase,
        ...(phase === "ended" ? { endedAtMs: this.#options.clock.now() } : {}),
        ...(reason === "" ? {} : phase === "refused" ? { code: reason } : { reason }),
      });
      return;
    }
    const { failures } = this.#snapshot;
    this.#change({ phase: "reconnecting", failures: failures + 1 });
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    // Spread out, so that a gateway which comes back is not met by everybody at once.
    const wait = longest * (0.5 + this.#options.clock.random() / 2);
    this.#cancelRetry = this.#options.clock.after(wait, () => this.connect());
  }

  #change(changes: Partial<TerminalSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
