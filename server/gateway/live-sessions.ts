import type { WebSocket } from "ws";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { closeRecording } from "@/lib/recordings/close-recording";
import { nameGap } from "@/lib/recordings/name-gap";
import { readCounters } from "@/lib/recordings/read-counters";
import { readOutput } from "@/lib/recordings/read-ranges";
import { recordSession } from "@/lib/recordings/record-session";
import { startRecording } from "@/lib/recordings/start-recording";
import { markChannelClosed } from "@/lib/sessions/mark-channel-closed";
import { noteAttachment } from "@/lib/sessions/note-attachment";
import { openSession } from "@/lib/sessions/open-session";
import { type Hold, readHold } from "@/lib/sessions/read-hold";
import { requestEnd } from "@/lib/sessions/request-end";
import { resumeSession } from "@/lib/sessions/resume-session";
import { rightToContinue } from "@/lib/sessions/right-to-continue";
import { LiveSession } from "./live-session";
import { CLOSE } from "./terminal-messages";
import { TerminalWriter } from "./terminal-writer";

export interface TerminalStart {
  cols: number;
  rows: number;
  /** Bytes of the session's output that the browser has shown already. */
  after: number;
}

const RIGHT_CHECK_MS = 5_000;
/** After the end, AWS gets so long to close the channel before we let go of it. */
const LAST_OUTPUT_MS = 15_000;

/** The sessions that this gateway holds. */
export class LiveSessions {
  readonly #gatewayId: ProcessId;
  readonly #actor: SystemActor;
  readonly #held = new Map<SessionId, Promise<LiveSession>>();
  readonly #checker: NodeJS.Timeout;

  constructor(gatewayId: ProcessId) {
    this.#gatewayId = gatewayId;
    this.#actor = { kind: "system", name: "gateway", origin: gatewayId };
    this.#checker = setInterval(() => this.#checkAll(), RIGHT_CHECK_MS);
  }

  get ids(): readonly SessionId[] {
    return [...this.#held.keys()];
  }

  /** Gives a browser the keyboard of a session: opens it, takes it over, or joins what is open here. */
  async attach(
    socket: WebSocket,
    actor: PersonActor,
    sessionId: SessionId,
    start: TerminalStart,
  ): Promise<void> {
    let live: LiveSession | undefined;
    const writer = new TerminalWriter(socket, actor, {
      onInput: (bytes) => live?.input(bytes),
      onMessage: (message) => {
        if (message.type === "resize") live?.resize(message.cols, message.rows);
        else this.#report(requestEnd(actor, { sessionId, reason: "ended-by-person" }));
      },
      onGone: () => {
        if (live?.writer !== writer) return;
        live.detach(writer);
        this.#report(noteAttachment(actor, { sessionId, change: "detached" }));
      },
    });
    try {
      await this.#checkKeyboard(actor, sessionId);
      writer.tell({ type: "state", state: "opening" });
      live = await this.#hold(sessionId, start);
      if (writer.isGone) return;
      await noteAttachment(actor, { sessionId, change: "attached" });
      live.resize(start.cols, start.rows);
      await live.attach(writer, start.after);
    } catch (error) {
      this.#refuse(writer, error);
    }
  }

  /** A row changed: what was ended elsewhere stops here. */
  async changed(sessionId: SessionId): Promise<void> {
    const held = this.#held.get(sessionId);
    if (held) await this.#check(sessionId, await held);
  }

  /** A sign-in ended or a person was disabled: their sockets close, at once. */
  async signInEnded(ended: { signInId?: string; personId?: string }): Promise<void> {
    for (const [sessionId, held] of this.#held) {
      const live = await held;
      const actor = live.writer?.actor;
      if (actor && (actor.signInId === ended.signInId || actor.id === ended.personId)) {
        live.writer?.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
        await this.#check(sessionId, live);
      }
    }
  }

  /** Lets go of everything; the sessions live on, another gateway or the next start takes them over. */
  async release(): Promise<void> {
    clearInterval(this.#checker);
    for (const held of this.#held.values()) {
      const live = await held.catch(() => undefined);
      live?.writer?.close(CLOSE.restarting, "RESTARTING");
      live?.release();
    }
    this.#held.clear();
  }

  /** Only whoever asked holds the keyboard, and only while they may. */
  async #checkKeyboard(actor: PersonActor, sessionId: SessionId): Promise<void> {
    const hold = await readHold(sessionId);
    if (!hold) throw new AppError("NOT_FOUND", "no such session");
    if (hold.personId !== actor.id)
      throw new AppError("NOT_YOUR_SESSION", `${sessionId} is not ${actor.id}'s`);
    const right = await rightToContinue(sessionId, actor.signInId);
    if (!right.ok) throw new AppError(right.code, `${sessionId}: ${right.code}`);
  }

  #hold(sessionId: SessionId, start: TerminalStart): Promise<LiveSession> {
    const held = this.#held.get(sessionId);
    if (held) return held;
    const opening = this.#open(sessionId, start);
    this.#held.set(sessionId, opening);
    opening.catch(() => this.#held.delete(sessionId));
    return opening;
  }

  async #open(sessionId: SessionId, size: { cols: number; rows: number }): Promise<LiveSession> {
    const gatewayId = this.#gatewayId;
    const hold = await readHold(sessionId);
    if (hold?.state === "created") {
      await startRecording(sessionId);
      const opened = await openSession(this.#actor, {
        sessionId,
        gatewayId,
        cols: size.cols,
        rows: size.rows,
      });
      return this.#begin(sessionId, size, opened);
    }
    const resumed = await resumeSession(this.#actor, { sessionId, gatewayId, takeOver: true });
    return this.#begin(sessionId, size, resumed);
  }

  async #begin(
    sessionId: SessionId,
    size: { cols: number; rows: number },
    opened: Awaited<ReturnType<typeof openSession>>,
  ): Promise<LiveSession> {
    const recorder = recordSession({
      sessionId,
      epoch: opened.epoch,
      recordsInputBytes: opened.recordsInputBytes,
    });
    const live = new LiveSession({
      sessionId,
      streamUrl: opened.streamUrl,
      clientId: opened.clientId,
      windowEndsAt: opened.windowEndsAt,
      size,
      counters: await readCounters(sessionId),
      recorder,
      resume: () => resumeSession(this.#actor, { sessionId, gatewayId: this.#gatewayId, takeOver: false }),
      readOutput: (after) => readOutput(sessionId, after),
      onGap: (from, to) => this.#report(nameGap(this.#actor, { sessionId, from, to })),
      onOver: (how) => this.#report(this.#over(sessionId, live, how)),
      onWindowEnd: () => this.#report(requestEnd(this.#actor, { sessionId, reason: "window-ended" })),
      onStale: () => this.#letGo(sessionId, live, CLOSE.restarting),
    });
    live.start(opened.tokenValue);
    return live;
  }

  async #over(
    sessionId: SessionId,
    live: LiveSession,
    how: { kind: "closed"; output: string } | { kind: "lost"; error: unknown },
  ): Promise<void> {
    if (how.kind === "lost" && isAppError(how.error) && how.error.code === "STALE_EPOCH")
      return this.#letGo(sessionId, live, CLOSE.restarting);
    const ending = how.kind === "closed" ? { output: how.output } : { output: "", lost: true };
    const reason = await markChannelClosed(this.#actor, { sessionId, ...ending });
    await closeRecording(sessionId);
    live.stopPassing(reason);
    this.#held.delete(sessionId);
    live.release();
  }

  #letGo(sessionId: SessionId, live: LiveSession, code: number): void {
    this.#held.delete(sessionId);
    live.writer?.close(code, "RESTARTING");
    live.release();
  }

  #checkAll(): void {
    for (const [sessionId, held] of this.#held)
      this.#report(held.then((live) => this.#check(sessionId, live)));
  }

  /** Asks again, while the session is open, whether it still may be (invariant 1). */
  async #check(sessionId: SessionId, live: LiveSession): Promise<void> {
    const hold = await readHold(sessionId);
    if (!hold || hold.gatewayId !== this.#gatewayId) return this.#letGo(sessionId, live, CLOSE.restarting);
    if (hold.state !== "open") return this.#stop(sessionId, live, hold);
    const right = await rightToContinue(sessionId, live.writer?.actor.signInId);
    if (right.ok) {
      if (live.aloneMs > config().ABANDONED_SECONDS * 1000)
        await requestEnd(this.#actor, { sessionId, reason: "abandoned" });
      return;
    }
    if (right.code === "NOT_SIGNED_IN") live.writer?.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
    else if (right.code === "PERSON_DISABLED")
      await requestEnd(this.#actor, { sessionId, reason: "person-disabled" });
    else await requestEnd(this.#actor, { sessionId, reason: "grant-ended" });
  }

  /** Bytes stop at once; what AWS still sends until it closes the channel is recorded. */
  #stop(sessionId: SessionId, live: LiveSession, ended: Pick<Hold, "endReason" | "endNote">): void {
    live.stopPassing(ended.endReason ?? "aws-ended", ended.endNote ?? undefined);
    setTimeout(() => {
      if (!this.#held.delete(sessionId)) return;
      live.release();
      this.#report(closeRecording(sessionId));
    }, LAST_OUTPUT_MS).unref();
  }

  #refuse(writer: TerminalWriter, error: unknown): void {
    const code = isAppError(error) ? error.code : "INTERNAL";
    if (code === "INTERNAL")
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (code === "NOT_SIGNED_IN") writer.close(CLOSE.notSignedIn, code);
    else {
      writer.tell({ type: "state", state: "ended", code });
      writer.close(code === "SESSION_OVER" ? CLOSE.ended : CLOSE.refused, code);
    }
  }

  /** Work nobody waits for: a failure is written down; the sweep of the jobs process is its retry. */
  #report(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`gateway: ${text}\n`);
    });
  }
}
