import { randomUUID } from "node:crypto";
import { config } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import type { RecordedCounters } from "@/lib/recordings/read-counters";
import type { Mark, SessionRecorder } from "@/lib/recordings/session-recorder";
import { ChannelError, type ChannelEvent } from "@/lib/session-manager/channel-events";
import { DataChannel } from "@/lib/session-manager/data-channel";
import type { OutputFrame } from "@/lib/session-manager/output/recorder";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import type { OtherWindow, ToBrowser } from "@/lib/terminal-protocol/messages";
import { AttachedClient, catchUpFrom } from "../attached/attached-client";
import type { TerminalSocket } from "../attached/terminal-socket";
import { report } from "../report";
import { AwsLink } from "./aws-link";
import { OutputTail } from "./output-tail";

/** What the outside gives a live session; the rest of it is pure wiring. */
export interface LiveSessionOptions {
  sessionId: string;
  streamUrl: string;
  clientId: string;
  windowEndsAt: Date;
  size: { cols: number; rows: number };
  counters: RecordedCounters;
  recorder: SessionRecorder;
  /** A new token from AWS, under fresh credentials. */
  resume: () => Promise<{ tokenValue: string }>;
  /** The recorded output from an offset on. */
  readOutput: (after: number) => AsyncIterable<{ offset: number; bytes: Uint8Array }>;
  onGap: (from: number, to: number) => void;
  /** AWS closed the channel, or there is no way back to it. `output` is the service's own word, untrusted. */
  onOver: (how: { kind: "closed"; output: string } | { kind: "lost"; error: unknown }) => void;
  /** The window has ended: bytes have stopped. */
  onWindowEnd: () => void;
  onStale: () => void;
}

const TICK_MS = 100;
const CLIENT_VERSION = "1.2.677.0";
const STUCK_MS = 2_000;
const PAUSE_BACKLOG = 4 * 1024 * 1024;
const RESUME_BACKLOG = 1024 * 1024;

/**
 * One open session in this gateway: the data channel to the node on one side, the browser that types on the
 * other. Output is committed, then acknowledged, then shown; input is committed, then sent (invariant 4).
 */
export class LiveSession {
  readonly #options: LiveSessionOptions;
  readonly #channel: DataChannel;
  readonly #link: AwsLink;
  readonly #tail: OutputTail;
  readonly #ticker: NodeJS.Timeout;
  readonly #client: AttachedClient;
  #isSealed = false;
  #isPassing = true;
  #isUp = false;
  #wasUp = false;
  #isSlow = false;
  #isRecorderBehind = false;
  #isWarned = false;
  #isStuck = false;
  #toldDurableMs = 0;
  #watchers: readonly string[] = [];

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#tail = new OutputTail(options.counters.outputBytes);
    this.#client = new AttachedClient(this.#tail, options.readOutput);
    this.#link = new AwsLink({
      streamUrl: options.streamUrl,
      onUp: (token) => this.#up(token),
      onFrame: (frame) => this.#channel.receive(frame),
      onDown: () => this.#down(),
      resume: options.resume,
      onGone: (error) => this.#gone(error),
    });
    this.#channel = new DataChannel({
      clientId: options.clientId,
      clientVersion: CLIENT_VERSION,
      counters: options.counters,
      size: options.size,
      recorder: options.recorder,
      clock: Date.now,
      newId: randomUUID,
      send: (frame) => this.#link.send(frame),
      onOutput: (frame) => this.#output(frame),
      onClosed: (output) => this.#over({ kind: "closed", output }),
      onEvent: (event) => this.#event(event),
    });
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  start(token: string): void {
    this.#link.start(token);
  }

  get writer(): TerminalSocket | undefined {
    return this.#client.writer;
  }

  /** Milliseconds since anybody was attached; 0 while somebody is. */
  get aloneMs(): number {
    return this.#client.aloneMs;
  }

  /** No browser could have come meanwhile: that nobody did says nothing. */
  excuseAbsence(): void {
    this.#client.excuse();
  }

  /**
   * Lets a browser type and shows it everything after the offset it has seen.
   * @param by what a browser that typed until now is told of the one that takes over
   */
  async attach(writer: TerminalSocket, after: number, by: OtherWindow): Promise<void> {
    const isTaken = this.#client.attach(writer, by);
    // A page that comes knows nothing yet, also when the recording stands as it did.
    this.#toldDurableMs = 0;
    this.#mark(isTaken ? "taken-over" : "attached");
    const outputFrom = catchUpFrom(after, this.#tail.end);
    this.#tellState({ outputOffset: this.#tail.end, ...(outputFrom > after ? { outputFrom } : {}) });
    this.#tell({ type: "watchers", names: this.#watchers });
    await this.#client.catchUp(writer, outputFrom);
  }

  /** A browser went away: the shell goes on, for a while. */
  detach(writer: TerminalSocket): void {
    if (!this.#client.detach(writer)) return;
    this.#mark("detached");
    this.#setSlow(false);
  }

  /** Tells whoever types who watches, when that has changed. */
  tellWatchers(names: readonly string[]): void {
    if (names.join("\n") === this.#watchers.join("\n")) return;
    this.#watchers = names;
    this.#tell({ type: "watchers", names });
  }

  input(bytes: Uint8Array): void {
    if (!this.#isPassing) return;
    // What is typed while nothing can be recorded must not arrive later, when nobody expects it.
    if (this.#options.recorder.waitingMs > STUCK_MS) {
      this.#tell({ type: "notice", code: "INPUT_NOT_RECORDED" });
      return;
    }
    this.#channel.sendInput(bytes).catch((error: unknown) => {
      const isRefused = error instanceof ChannelError;
      this.#tell({ type: "notice", code: isRefused ? error.code : "INPUT_NOT_RECORDED" });
      if (!isRefused) report(Promise.reject(error));
    });
  }

  resize(cols: number, rows: number): void {
    if (this.#isPassing) this.#channel.resize(cols, rows);
  }

  /**
   * Stops passing bytes in both directions; what still comes is recorded until AWS closes the channel.
   * @param detail what whoever ended it wrote
   */
  stopPassing(reason: string, detail?: string): void {
    if (!this.#isPassing) return;
    this.#isPassing = false;
    this.#mark("ended", reason);
    this.#tell({ type: "state", state: "ended", reason, ...(detail === undefined ? {} : { detail }) });
    this.#client.close(CLOSE.ended, "SESSION_OVER");
  }

  /**
   * Nothing is recorded from now on: the last mark says why it ended, and what is under way is waited for. The
   * recording's closing event has a hash of all that is there, so nothing may come behind it.
   * @param reason why it ended, unless that is on record
   */
  async sealRecording(reason: string): Promise<void> {
    if (this.#isPassing) this.#mark("ended", reason);
    this.#isSealed = true;
    await this.#options.recorder.settled();
  }

  /** Resolves when what was taken from browser and node is recorded and handed on, or could not be. */
  async settled(): Promise<void> {
    await this.#channel.settled();
    await this.#options.recorder.settled();
  }

  /** Lets go of everything without ending the session at AWS. */
  release(): void {
    clearInterval(this.#ticker);
    this.#channel.close();
    this.#link.close();
  }

  #up(token: string): void {
    this.#mark(this.#wasUp ? "reconnected" : "connected");
    log.info(this.#wasUp ? "AWS connection regained" : "AWS connected", {
      sessionId: this.#options.sessionId,
    });
    this.#wasUp = true;
    this.#isUp = true;
    this.#channel.open(token);
    this.#tellState();
  }

  #down(): void {
    this.#channel.detach();
    if (this.#isUp) {
      this.#mark("lost");
      log.warn("AWS connection lost", { sessionId: this.#options.sessionId });
    }
    this.#isUp = false;
    this.#tellState();
  }

  #output(frame: OutputFrame): void {
    const offset = this.#tail.push(frame.payload);
    if (this.#isPassing) this.#client.show(offset, frame.payload);
  }

  #event(event: ChannelEvent): void {
    switch (event.type) {
      case "reading.paused":
      case "reading.resumed":
        this.#isRecorderBehind = event.type === "reading.paused";
        this.#setReading();
        return;
      case "recording.failed":
        if (isAppError(event.error) && event.error.code === "STALE_EPOCH") this.#options.onStale();
        else this.#tell({ type: "notice", code: "NOT_DURABLE" });
        return;
      case "recording.recovered":
        this.#tell({ type: "notice", code: "DURABLE_AGAIN" });
        return;
      case "gap.closed":
        this.#options.onGap(event.gap.from, event.gap.to);
        this.#tell({
          type: "notice",
          code: "OUTPUT_GAP",
          params: { from: event.gap.from, to: event.gap.to },
        });
        return;
      case "input.filled":
        this.#tell({ type: "notice", code: "KEYS_MAYBE_LOST" });
        return;
      case "input.stalled":
        this.#tell({ type: "notice", code: "NODE_SILENT" });
        return;
      case "output.behind":
        this.#tell({ type: "notice", code: "OUTPUT_BEHIND" });
        return;
      case "output.caught-up":
        this.#tell({ type: "notice", code: "OUTPUT_CAUGHT_UP" });
        return;
      case "handshake.refused":
        this.#tell({ type: "notice", code: "HANDSHAKE_REFUSED" });
        return;
      default: // ready, late and dropped frames, closing: nothing for the person to do
    }
  }

  #tick(): void {
    this.#channel.tick();
    const left = this.#options.windowEndsAt.getTime() - Date.now();
    if (left <= 0 && this.#isPassing) {
      this.stopPassing("window-ended");
      this.#options.onWindowEnd();
      return;
    }
    if (left <= config().WARNING_SECONDS * 1000 && !this.#isWarned) {
      this.#isWarned = true;
      this.#mark("warned");
      this.#tell({ type: "warning", code: "ONE_MINUTE_LEFT" });
    }
    // A database that says nothing fails no commit: the person is told why the terminal stands still.
    const isStuck = this.#options.recorder.waitingMs > STUCK_MS;
    if (isStuck !== this.#isStuck)
      this.#tell({ type: "notice", code: isStuck ? "NOT_DURABLE" : "DURABLE_AGAIN" });
    this.#isStuck = isStuck;
    const { backlog } = this.#client;
    if (backlog > PAUSE_BACKLOG) this.#setSlow(true);
    else if (backlog < RESUME_BACKLOG) this.#setSlow(false);
    const durableMs = Math.ceil(this.#options.recorder.durableMs);
    if (durableMs !== this.#toldDurableMs && this.#isPassing) {
      this.#toldDurableMs = durableMs;
      this.#tell({ type: "recording", durableMs });
    }
  }

  #setSlow(isSlow: boolean): void {
    if (this.#isSlow === isSlow) return;
    this.#isSlow = isSlow;
    this.#setReading();
  }

  #setReading(): void {
    if (this.#isSlow || this.#isRecorderBehind) this.#link.pause();
    else this.#link.resume();
  }

  #gone(error: unknown): void {
    this.#over({ kind: "lost", error });
  }

  #over(how: { kind: "closed"; output: string } | { kind: "lost"; error: unknown }): void {
    clearInterval(this.#ticker);
    this.#link.close();
    this.#options.onOver(how);
  }

  #mark(mark: Mark["mark"], detail?: string): void {
    if (this.#isSealed) return;
    // A mark that can't be written is no reason to stop: the output that follows would fail by itself, loudly.
    this.#options.recorder
      .appendMark(detail === undefined ? { mark } : { mark, detail })
      .catch((error: unknown) => this.#event({ type: "recording.failed", what: "output", error }));
  }

  #tellState(output: { outputOffset?: number; outputFrom?: number } = {}): void {
    const windowEndsAt = this.#options.windowEndsAt.toISOString();
    this.#tell({ type: "state", state: this.#isUp ? "open" : "reconnecting", windowEndsAt, ...output });
  }

  #tell(message: ToBrowser): void {
    this.#client.tell(message);
  }
}
