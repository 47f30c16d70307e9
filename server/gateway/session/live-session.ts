import { randomUUID } from "node:crypto";
import { config } from "@/lib/kernel/config/config";
import { log } from "@/lib/kernel/log/log";
import { Pauses } from "@/lib/kernel/pauses";
import { ChannelError, type ChannelEvent } from "@/lib/session-manager/channel-events";
import { DataChannel } from "@/lib/session-manager/data-channel";
import type { OutputFrame } from "@/lib/session-manager/output/recorder";
import type { EndReason } from "@/lib/sessions/views";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import type { OtherWindow, ToBrowser } from "@/lib/terminal-protocol/messages";
import { AttachedClient, catchUpFrom } from "../attached/attached-client";
import type { TerminalSocket } from "../attached/terminal-socket";
import { report } from "../report";
import { AwsLink } from "./aws-link";
import { RestoredKey } from "./channel-key";
import { type InputRefusal, noticeOf, refusalOf, refusedNotice } from "./channel-notices";
import { LinkProgress } from "./link-progress";
import type { LiveSessionOptions } from "./live-session-options";
import { BACKLOG, isStale, LIFE, type LifeState, nextLife, type PauseReason } from "./live-session-state";
import { OutputTail } from "./output-tail";
import { SessionMarks } from "./session-marks";
import { RecordingWatch } from "./watching/recording-watch";
import { UnrecordedWatch } from "./watching/unrecorded-watch";

const TICK_MS = 100;
const CLIENT_VERSION = "1.2.677.0";

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
  readonly #pauses: Pauses<PauseReason>;
  #life: LifeState = "passing";
  /** What the browser was told last, so that it is told changes only. */
  readonly #told = { warning: false, durableMs: 0 };
  readonly #watch: RecordingWatch;
  readonly #marks: SessionMarks;
  readonly #progress: LinkProgress;
  readonly #key: RestoredKey | undefined;
  #end: { reason: string; detail?: string } | undefined;
  #refusal: InputRefusal = "INPUT_NOT_RECORDED";
  /** Why it must end, as soon as the database can be told. */
  endDue: { reason: EndReason; note: string | undefined } | undefined;
  #watchers: readonly string[] = [];

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#marks = new SessionMarks(
      options.recorder,
      () => LIFE[this.#life].records,
      (error) => this.#event({ type: "recording.failed", what: "output", error }),
    );
    this.#progress = new LinkProgress(options.sessionId, this.#marks);
    this.#watch = new RecordingWatch(options.counters.outputBytes, {
      tell: (code) => this.#tell({ type: "notice", code }),
      pause: (isTooFast) => this.#pauses.set("too-fast", isTooFast),
      end: (reason) => this.#endBecause(reason),
    });
    this.#tail = new OutputTail(options.counters.outputBytes);
    this.#client = new AttachedClient(this.#tail, options.readOutput);
    const { encryption, counters } = options;
    if (encryption && counters.outputExpected > 0)
      this.#key = new RestoredKey(encryption, (key) => this.#channel.takeKey(key), this.#tell);
    this.#link = new AwsLink({
      streamUrl: options.streamUrl,
      prepare: this.#key?.restore,
      onUp: (token) => this.#up(token),
      onFrame: (frame) => {
        this.#watch.read(frame.length);
        this.#channel.receive(frame);
      },
      onDown: () => this.#down(),
      resume: options.resume,
      onGone: (error) => this.#over({ kind: "lost", error, fault: this.#key?.fault }),
    });
    this.#pauses = new Pauses((isPaused) => (isPaused ? this.#link.pause() : this.#link.resume()));
    this.#channel = new DataChannel({
      clientId: options.clientId,
      clientVersion: CLIENT_VERSION,
      ...{ counters, encryption },
      size: options.size,
      recorder: options.recorder,
      clock: Date.now,
      newId: randomUUID,
      send: (frame) => this.#link.send(frame),
      onOutput: (frame) => this.#output(frame),
      mayReadOn: () => this.#client.backlog <= BACKLOG.pause,
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
    // It was over before this browser came.
    if (this.#end) return this.#tellEnd();
    // A page that comes knows nothing yet, also when the recording stands as it did.
    this.#told.durableMs = 0;
    this.#marks.mark(isTaken ? "taken-over" : "attached");
    const outputFrom = catchUpFrom(after, this.#tail.end);
    this.#tellState({ outputOffset: this.#tail.end, ...(outputFrom > after ? { outputFrom } : {}) });
    this.#tell({ type: "watchers", names: this.#watchers });
    this.#key?.tellAgain();
    await this.#client.catchUp(writer, outputFrom);
  }

  /** A browser went away: the shell goes on, for a while. */
  detach(writer: TerminalSocket): void {
    if (!this.#client.detach(writer)) return;
    this.#marks.mark("detached");
    this.#pauses.set("browser-behind", false);
  }

  /** Tells whoever types who watches, when that has changed. */
  tellWatchers(names: readonly string[]): void {
    if (names.join("\n") === this.#watchers.join("\n")) return;
    this.#watchers = names;
    this.#tell({ type: "watchers", names });
  }

  input(bytes: Uint8Array): void {
    if (!LIFE[this.#life].passes) return;
    // What is typed while nothing can be recorded must not arrive later, when nobody expects it.
    if (UnrecordedWatch.isStuck(this.#options.recorder.waitingMs)) {
      this.#tell({ type: "notice", code: "INPUT_NOT_RECORDED" });
      return;
    }
    this.#marks.typed(bytes);
    this.#channel.sendInput(bytes).catch((error: unknown) => {
      this.#marks.forgetTyped();
      this.#tell({ type: "notice", code: refusedNotice(error, this.#refusal) });
      if (!(error instanceof ChannelError)) report(Promise.reject(error));
    });
  }

  resize(cols: number, rows: number): void {
    if (LIFE[this.#life].passes) this.#channel.resize(cols, rows);
  }

  /**
   * Stops passing bytes in both directions; what still comes is recorded until AWS closes the channel.
   * @param detail what whoever ended it wrote
   */
  stopPassing(reason: string, detail?: string): void {
    const next = nextLife(this.#life, "stop");
    if (!next) return;
    this.#marks.end(reason);
    this.#life = next;
    this.#end = { reason, ...(detail === undefined ? {} : { detail }) };
    this.#tellEnd();
  }

  /**
   * Nothing is recorded from now on: the last mark says why it ended, and what is under way is waited for. The
   * recording's closing event has a hash of all that is there, so nothing may come behind it.
   * @param reason why it ended, unless that is on record
   */
  async sealRecording(reason: string): Promise<void> {
    if (LIFE[this.#life].passes) this.#marks.end(reason);
    this.#life = nextLife(this.#life, "seal") ?? this.#life;
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
    this.#progress.step("connected");
    this.#channel.open(token);
    this.#options.onUp();
    this.#tellState();
  }

  #down(): void {
    this.#channel.detach();
    this.#marks.forgetTyped();
    this.#progress.step("broken");
    this.#tellState();
  }

  #output(frame: OutputFrame): void {
    const offset = this.#tail.push(frame.payload);
    this.#marks.shown(frame.payload);
    this.#watch.recorded(frame.payload.length);
    if (LIFE[this.#life].passes) this.#client.show(offset, frame.payload);
  }

  #event(event: ChannelEvent): void {
    switch (event.type) {
      case "reading.paused":
      case "reading.resumed":
        this.#pauses.set("recorder-behind", event.type === "reading.paused");
        return;
      case "encryption.refused":
        log.warn("Encrypted channel refused", { sessionId: this.#options.sessionId, fault: event.fault });
        if (isStale(event.error.cause)) this.#options.onStale();
        else this.#endBecause("encryption-failed", event.fault);
        return;
      case "recording.failed":
        this.#refusal = refusalOf(event.error);
        if (!isStale(event.error)) break;
        this.#options.onStale();
        return;
    }
    const notice = noticeOf(event);
    if (notice) this.#tell(notice);
  }

  #tick(): void {
    this.#channel.tick();
    const left = this.#options.windowEndsAt.getTime() - Date.now();
    const isPassing = LIFE[this.#life].passes;
    if (left <= 0 && isPassing) {
      this.stopPassing("window-ended");
      this.#options.onEndDue("window-ended");
      return;
    }
    if (left <= config().WARNING_SECONDS * 1000 && !this.#told.warning) {
      this.#told.warning = true;
      this.#marks.mark("warned");
      this.#tell({ type: "warning", code: "ONE_MINUTE_LEFT" });
    }
    this.#watch.tick(this.#options.recorder.waitingMs);
    this.#marks.tick(!this.#pauses.isPaused);
    const { backlog } = this.#client;
    if (backlog > BACKLOG.pause) this.#pauses.set("browser-behind", true);
    else if (backlog < BACKLOG.resume) this.#pauses.set("browser-behind", false);
    const durableMs = Math.ceil(this.#options.recorder.durableMs);
    if (durableMs !== this.#told.durableMs && isPassing) {
      this.#told.durableMs = durableMs;
      this.#tell({ type: "recording", durableMs });
    }
  }

  #endBecause(reason: EndReason, note?: string): void {
    if (!LIFE[this.#life].passes) return;
    this.endDue = { reason, note };
    this.stopPassing(reason, note);
    // Whoever is at the other end of this channel is no node of ours: that does not wait for the next check.
    if (note !== undefined) this.#options.onEndDue(reason, note);
  }

  #over(how: Parameters<LiveSessionOptions["onOver"]>[0]): void {
    clearInterval(this.#ticker);
    this.#link.close();
    this.#options.onOver(how);
  }

  #tellEnd(): void {
    this.#tell({ type: "state", state: "ended", ...this.#end });
    this.#client.close(CLOSE.ended, "SESSION_OVER");
  }

  #tellState(output: { outputOffset?: number; outputFrom?: number } = {}): void {
    const windowEndsAt = this.#options.windowEndsAt.toISOString();
    this.#tell({ type: "state", state: this.#progress.told, windowEndsAt, ...output });
  }

  readonly #tell = (message: ToBrowser) => this.#client.tell(message);
}
