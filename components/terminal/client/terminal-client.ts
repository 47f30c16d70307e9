import { backoffMs } from "@/lib/kernel/reconnection/backoff";
import { attachQuery } from "@/lib/terminal-protocol/attach-query";
import { NO_CLOSE_HEARD } from "@/lib/terminal-protocol/close-codes";
import { MAX_INPUT_FRAME } from "@/lib/terminal-protocol/limits";
import { type Freshness, Liveness, TERMINAL_PULSE } from "@/lib/terminal-protocol/liveness";
import {
  encodeFromBrowser,
  type FromBrowser,
  parseToBrowser,
  type ToBrowser,
} from "@/lib/terminal-protocol/messages";
import type { OpeningStepDone } from "@/lib/terminal-protocol/opening-steps";
import { clampSize, type TerminalSize } from "@/lib/terminal-protocol/size";
import { type Connection, nextConnectionState, socketOf } from "./connection-states";
import { InputGate } from "./input-gate";
import { ShownOutput } from "./shown-output";
import type { TerminalClientOptions } from "./terminal-client-options";
import { isFinal, mayBecome, phaseAfterClose, phaseTold, type TerminalPhase } from "./terminal-phases";
import { NOT_YET, type TerminalSnapshot } from "./terminal-snapshot";

const BACKOFF = { firstMs: 250, maxMs: 5_000 };
/** A connection on which nothing was heard for so long is no connection: reading the sign-in may take its time. */
const CONNECT_MS = 10_000;
/** Clears the screen and all that was set on it (RIS). */
const RESET = new TextEncoder().encode("\u001bc");

/**
 * The browser's end of a terminal. Output carries its place in the session's stream, so that a connection which
 * was lost is taken up where it broke off. Input is never kept for later: a keystroke that could not be sent at
 * once is not sent at all, because nobody sees any more what it would do, and the rest of its line isn't either.
 * The gateway's heartbeat says that what is shown is true; without it the connection is given up and made anew.
 */
export class TerminalClient {
  readonly #options: TerminalClientOptions;
  readonly #listeners = new Set<() => void>();
  #snapshot = NOT_YET;
  #connection: Connection = { state: "idle" };
  /** Once a terminal was asked for it is taken; when this window comes back later, another may have it by right. */
  #take: "now" | "ask";
  #size: TerminalSize;
  readonly #gate = new InputGate();
  readonly #liveness: Liveness;
  readonly #output = new ShownOutput();
  /** Bytes typed on this connection, and those of them that the gateway has. */
  #sentBytes = 0;
  #confirmedBytes = 0;

  constructor(options: TerminalClientOptions) {
    this.#options = options;
    this.#take = options.takesNow ? "now" : "ask";
    this.#size = clampSize(options.size);
    this.#liveness = new Liveness(TERMINAL_PULSE, options.clock, (freshness) =>
      this.#takeFreshness(freshness),
    );
  }

  /** For React: listens to changes of the snapshot. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read = (): TerminalSnapshot => this.#snapshot;

  /** Makes a connection, unless one is there or none is made any more. */
  connect(): void {
    if (!nextConnectionState(this.#connection.state, "open")) return;
    const { windowId } = this.#options;
    const query = attachQuery({
      ...this.#size,
      after: this.#output.offset,
      ...(windowId === undefined ? {} : { windowId, take: this.#take }),
    });
    this.#take = "ask";
    this.#drop();
    this.#sentBytes = 0;
    this.#confirmedBytes = 0;
    const socket = this.#options.openSocket(`${this.#options.address}?${query}`, {
      onMessage: (data) => {
        if (socketOf(this.#connection) !== socket) return;
        this.#hear();
        if (typeof data === "string") this.#takeMessage(data);
        else this.#takeOutput(data);
      },
      onClose: (code, reason) => {
        if (socketOf(this.#connection) === socket) this.#takeClose(code, reason);
      },
    });
    const cancel = this.#options.clock.after(CONNECT_MS, () => this.#giveUp());
    this.#connection = { state: "connecting", socket, cancel };
  }

  /**
   * The network is back, or somebody looks again: waiting makes no sense any more, and a connection that has gone
   * silent meanwhile is not waited for.
   */
  wake(): void {
    if (isFinal(this.#snapshot.phase)) return;
    if (this.#connection.state === "up" && this.#liveness.freshness !== "live") this.#giveUp();
    this.connect();
  }

  /**
   * Sends what was typed or pasted.
   * @returns whether it was sent; if not, it is gone
   */
  sendInput(bytes: Uint8Array): boolean {
    const socket = socketOf(this.#connection);
    const canSend = this.#snapshot.phase === "open" && this.#liveness.freshness === "live";
    const verdict = this.#gate.offer(bytes, canSend && socket !== undefined);
    if (verdict === "send" && socket) {
      for (let at = 0; at < bytes.length; at += MAX_INPUT_FRAME)
        socket.send(bytes.slice(at, at + MAX_INPUT_FRAME));
      this.#sentBytes += bytes.length;
    }
    this.#tellGate();
    return verdict === "send";
  }

  resize(wanted: TerminalSize): void {
    const size = clampSize(wanted);
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
    this.#drop();
    this.#connection = { state: "over" };
  }

  #hear(): void {
    if (this.#connection.state !== "connecting") {
      this.#liveness.hear();
      return;
    }
    this.#connection.cancel();
    this.#connection = { state: "up", socket: this.#connection.socket };
    this.#liveness.start();
    if (this.#snapshot.freshness !== "live") this.#change({ freshness: "live", heardAtMs: undefined });
  }

  #takeFreshness(freshness: Freshness): void {
    if (isFinal(this.#snapshot.phase)) return;
    if (freshness === "lost") this.#giveUp();
    else
      this.#change({
        freshness,
        heardAtMs: freshness === "live" ? undefined : this.#liveness.heardAt,
      });
  }

  /** Nothing comes any more: the connection is made anew. The old one would say so much later, if ever. */
  #giveUp(): void {
    this.#takeClose(NO_CLOSE_HEARD, "");
  }

  /** Lets go of what the state has; whoever calls it says what comes next. */
  #drop(): void {
    const before = this.#connection;
    this.#liveness.stop();
    if ("cancel" in before) before.cancel();
    socketOf(before)?.close();
  }

  #tellGate(): void {
    const { refused: refusedKeys, isBroken: isLineBroken } = this.#gate;
    const before = this.#snapshot;
    if (before.refusedKeys !== refusedKeys || before.isLineBroken !== isLineBroken)
      this.#change({ refusedKeys, isLineBroken });
  }

  #sendMessage(message: FromBrowser): void {
    const { phase } = this.#snapshot;
    if (phase === "open" || phase === "opening" || phase === "resuming")
      socketOf(this.#connection)?.send(encodeFromBrowser(message));
  }

  #takeOutput(frame: ArrayBuffer): void {
    const { missing, parts } = this.#output.take(frame);
    if (missing > 0) this.#change({ notice: { code: "MISSING_HERE", params: { bytes: missing } } });
    for (const { bytes, isHistory } of parts) this.#options.onOutput(bytes, isHistory);
  }

  #takeMessage(text: string): void {
    const message = parseToBrowser(text);
    if (!message) return;
    if (this.#snapshot.failures > 0) this.#change({ failures: 0 });
    switch (message.type) {
      case "ping":
        this.#confirmedBytes = message.input;
        socketOf(this.#connection)?.send(encodeFromBrowser({ type: "pong", seq: message.seq }));
        break;
      case "state":
        this.#takeState(message);
        break;
      case "opening":
        this.#takeStep(message);
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
        this.#become(message.type, { place: message.by });
        break;
      case "watchers":
        this.#change({ watchers: message.names });
        break;
      case "size":
        this.#options.onSize?.({ cols: message.cols, rows: message.rows });
        break;
    }
  }

  /** Whoever comes again is told of all steps again. */
  #takeStep({ step, ms }: OpeningStepDone): void {
    const { steps } = this.#snapshot;
    if (steps.some((one) => one.step === step)) return;
    this.#change({ steps: [...steps, { step, ms }], stepSinceMs: this.#options.clock.now() });
  }

  #takeState(message: Extract<ToBrowser, { type: "state" }>): void {
    if (!mayBecome(this.#snapshot.phase, phaseTold(message))) return;
    if (message.outputFrom !== undefined && this.#output.jumpTo(message.outputFrom)) {
      // What was missed is more than is sent again: the screen begins anew, and where the rest is, is said.
      this.#options.onOutput(RESET, true);
      this.#change({ notice: { code: "EARLIER_IN_REPLAY", params: {} } });
    }
    if (message.outputOffset !== undefined) this.#output.markHistory(message.outputOffset);
    const isEnd = message.state === "ended";
    this.#become(phaseTold(message), {
      windowEndsAt: message.windowEndsAt ?? this.#snapshot.windowEndsAt,
      reason: message.reason,
      code: message.code,
      detail: message.detail,
      failure: message.failure,
      stepSinceMs:
        message.state === "opening" ? (this.#snapshot.stepSinceMs ?? this.#options.clock.now()) : undefined,
      endedAtMs: isEnd ? (this.#snapshot.endedAtMs ?? this.#options.clock.now()) : undefined,
    });
  }

  #takeClose(closeCode: number, reason: string): void {
    const heardAtMs = this.#liveness.heardAt === 0 ? undefined : this.#liveness.heardAt;
    const phase = phaseAfterClose(closeCode);
    if (isFinal(this.#snapshot.phase) || isFinal(phase)) {
      this.dispose();
      if (isFinal(this.#snapshot.phase)) return;
      this.#become(phase, {
        ...(phase === "ended" ? { endedAtMs: this.#options.clock.now() } : {}),
        ...(reason === "" ? {} : phase === "refused" ? { code: reason } : { reason }),
      });
      return;
    }
    const failures = this.#snapshot.failures + 1;
    this.#drop();
    const wait = backoffMs(failures, BACKOFF, () => this.#options.clock.random());
    this.#connection = { state: "waiting", cancel: this.#options.clock.after(wait, () => this.connect()) };
    const inDoubt = this.#sentBytes - this.#confirmedBytes;
    if (inDoubt > 0) this.#gate.doubt();
    this.#become("reconnecting", {
      freshness: "lost",
      heardAtMs,
      failures,
      ...(inDoubt > 0 ? { notice: { code: "KEYS_IN_DOUBT", params: { bytes: inDoubt } } } : {}),
    });
    this.#tellGate();
  }

  /** What follows no phase is not listened to: after a last one nothing is said any more. */
  #become(phase: TerminalPhase, changes: Partial<TerminalSnapshot>): void {
    if (mayBecome(this.#snapshot.phase, phase)) this.#change({ ...changes, phase });
  }

  #change(changes: Partial<TerminalSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
