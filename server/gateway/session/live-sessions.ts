import { setTimeout as pause } from "node:timers/promises";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { readParticipants } from "@/lib/presence/read-participants";
import { closeRecording } from "@/lib/recordings/close-recording";
import { readCounters } from "@/lib/recordings/read-counters";

import { recordSession } from "@/lib/recordings/record-session";
import { readOutput } from "@/lib/recordings/resuming/read-output";
import { startRecording } from "@/lib/recordings/start-recording";
import { markChannelClosed } from "@/lib/sessions/ending/mark-channel-closed";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { openSession } from "@/lib/sessions/opening/open-session";
import { readOwnership, type SessionOwnership } from "@/lib/sessions/read-ownership";
import { resumeSession } from "@/lib/sessions/resuming/resume-session";
import { rightToContinue } from "@/lib/sessions/resuming/right-to-continue";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import type { OpeningStepDone } from "@/lib/terminal-protocol/opening-steps";
import { readTypingWindow } from "../attached/client-info";
import { report } from "../report";
import { LiveSession } from "./live-session";
import type { LiveSessionOptions } from "./live-session-options";
import { isStale } from "./live-session-state";
import { OpeningProgress } from "./opening-progress";

/** After the end, AWS gets so long to close the channel before we let go of it. */
const LAST_OUTPUT_MS = 15_000;

/** A database that is slow gets so long to record what was typed before this process stops. */
const HAND_OVER_MS = 5_000;

/** The sessions that this gateway owns. */
export class LiveSessions {
  readonly #gatewayId: ProcessId;
  readonly #actor: SystemActor;
  readonly #owned = new Map<SessionId, Promise<LiveSession>>();
  /** How far those are that are not up yet. */
  readonly #progress = new Map<SessionId, OpeningProgress>();
  readonly #checker: NodeJS.Timeout;
  #wasBlind = false;

  constructor(gatewayId: ProcessId) {
    this.#gatewayId = gatewayId;
    this.#actor = { kind: "system", name: "gateway", origin: gatewayId };
    this.#checker = setInterval(() => this.checkAll(), config().RIGHT_CHECK_SECONDS * 1000);
  }

  get ids(): readonly SessionId[] {
    return [...this.#owned.keys()];
  }

  /**
   * The session, owned by this gateway: opened, taken over from another, or owned already.
   * @throws AppError as `openSession` and `resumeSession` do
   */
  own(sessionId: SessionId, start: { cols: number; rows: number; windowId: string }): Promise<LiveSession> {
    const owned = this.#owned.get(sessionId);
    if (owned) return owned;
    this.#progress.set(sessionId, new OpeningProgress());
    const opening = this.#open(sessionId, start);
    this.#owned.set(sessionId, opening);
    opening.catch(() => {
      this.#owned.delete(sessionId);
      this.#progress.delete(sessionId);
    });
    return opening;
  }

  /**
   * Tells which steps of an opening are done, until it is up or has failed.
   * @returns stops telling
   */
  follow(sessionId: SessionId, listener: (done: OpeningStepDone) => void): () => void {
    return this.#progress.get(sessionId)?.listen(listener) ?? (() => {});
  }

  /** A row changed: what was ended elsewhere stops here. */
  async changed(sessionId: SessionId): Promise<void> {
    const owned = this.#owned.get(sessionId);
    if (!owned) return;
    const live = await owned;
    await this.#check(sessionId, live);
    const participants = await readParticipants(this.#actor, sessionId);
    live.tellWatchers(
      participants.filter(({ kind }) => kind === "watch").map(({ personName }) => personName),
    );
  }

  /**
   * Lets go of everything, once what the browsers have typed is recorded and sent. The sessions live on, another
   * gateway or the next start takes them over.
   */
  async release(): Promise<void> {
    clearInterval(this.#checker);
    await Promise.all([...this.#owned.values()].map(handOver));
    this.#owned.clear();
  }

  async #open(
    sessionId: SessionId,
    { windowId, ...size }: { cols: number; rows: number; windowId: string },
  ): Promise<LiveSession> {
    const gatewayId = this.#gatewayId;
    const owned = await readOwnership(sessionId);
    if (owned?.state === "created") {
      const progress = this.#progress.get(sessionId);
      await startRecording(sessionId);
      progress?.reach("recording");
      const opened = await openSession(this.#actor, { sessionId, gatewayId, windowId, ...size }, (step) =>
        progress?.reach(step),
      );
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
    const recorder = recordSession(this.#actor, {
      sessionId,
      epoch: opened.epoch,
      keepsInput: opened.keepsInput,
    });
    const live = new LiveSession({
      sessionId,
      streamUrl: opened.streamUrl,
      clientId: opened.clientId,
      windowEndsAt: opened.windowEndsAt,
      size,
      counters: await readCounters(sessionId),
      recorder,
      encryption: opened.encryption,
      resume: () => resumeSession(this.#actor, { sessionId, gatewayId: this.#gatewayId, takeOver: false }),
      readOutput: (after) => readOutput(sessionId, after),
      onUp: () => {
        this.#progress.get(sessionId)?.reach("channel");
        this.#progress.delete(sessionId);
      },
      onOver: (how) => report(this.#over(sessionId, live, how)),
      onEndDue: (reason, note) =>
        report(requestEnd(this.#actor, { sessionId, reason, ...(note === undefined ? {} : { note }) })),
      onStale: () => report(this.#lost(sessionId, live)),
    });
    live.start(opened.tokenValue);
    return live;
  }

  async #over(
    sessionId: SessionId,
    live: LiveSession,
    how: Parameters<LiveSessionOptions["onOver"]>[0],
  ): Promise<void> {
    if (how.kind === "lost" && isStale(how.error)) return this.#lost(sessionId, live);
    this.#progress.delete(sessionId);
    const ending =
      how.kind === "closed" ? { output: how.output } : { output: "", lost: true, fault: how.fault };
    const reason = await markChannelClosed(this.#actor, { sessionId, ...ending });
    await live.sealRecording(reason);
    await closeRecording(this.#actor, sessionId);
    live.stopPassing(reason, how.kind === "lost" ? how.fault : undefined);
    this.#owned.delete(sessionId);
    live.release();
  }

  /** Another gateway has it: it took it over because the person's other window came there. */
  async #lost(sessionId: SessionId, live: LiveSession): Promise<void> {
    this.#owned.delete(sessionId);
    live.release();
    const by = await readTypingWindow(this.#actor, sessionId);
    live.writer?.tell({ type: "taken-over", ...(by ? { by } : {}) });
    live.writer?.close(CLOSE.takenOver, "TAKEN_OVER");
  }

  /** Asks again of every session whether it still may be. */
  checkAll(): void {
    for (const [sessionId, opening] of this.#owned)
      report(opening.then((live) => this.#check(sessionId, live)));
  }

  /** Asks again, while the session is open, whether it still may be (invariant 1). */
  async #check(sessionId: SessionId, live: LiveSession): Promise<void> {
    const owned = await this.#readOwnership(sessionId);
    if (!owned || owned.gatewayId !== this.#gatewayId) return this.#lost(sessionId, live);
    if (owned.state !== "open") return this.#stop(sessionId, live, owned);
    if (live.endDue) {
      const { reason, note } = live.endDue;
      await requestEnd(this.#actor, { sessionId, reason, ...(note === undefined ? {} : { note }) });
      return;
    }
    const right = await rightToContinue(sessionId, live.writer?.actor.signInId);
    if (right.ok) {
      if (live.aloneMs > config().ABANDONED_SECONDS * 1000)
        await requestEnd(this.#actor, { sessionId, reason: "abandoned" });
      return;
    }
    if (right.code === "NOT_SIGNED_IN") live.writer?.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
    // Nobody says that the person may not: they sign in again and go on, or the shell is ended as abandoned.
    else if (right.code === "GROUPS_UNCONFIRMED") live.writer?.close(CLOSE.refused, right.code);
    else if (right.code === "ROLE_MISSING") await requestEnd(this.#actor, { sessionId, reason: "role-lost" });
    else if (right.code === "PERSON_DISABLED")
      await requestEnd(this.#actor, { sessionId, reason: "person-disabled" });
    else await requestEnd(this.#actor, { sessionId, reason: "grant-ended" });
  }

  /** After an outage of the database every absence begins anew: nobody could attach during it. */
  async #readOwnership(sessionId: SessionId): Promise<SessionOwnership | null> {
    try {
      const owned = await readOwnership(sessionId);
      if (this.#wasBlind)
        for (const opening of this.#owned.values())
          opening.then(
            (live) => live.excuseAbsence(),
            () => {}, // one that does not open has told its own
          );
      this.#wasBlind = false;
      return owned;
    } catch (error) {
      this.#wasBlind = true;
      throw error;
    }
  }

  /** Bytes stop at once; what AWS still sends until it closes the channel is recorded. */
  #stop(
    sessionId: SessionId,
    live: LiveSession,
    ended: Pick<SessionOwnership, "endReason" | "endNote">,
  ): void {
    live.stopPassing(ended.endReason ?? "aws-ended", ended.endNote ?? undefined);
    setTimeout(() => {
      if (!this.#owned.delete(sessionId)) return;
      live.release();
      const close = () => closeRecording(this.#actor, sessionId);
      report(live.sealRecording(ended.endReason ?? "aws-ended").then(close));
    }, LAST_OUTPUT_MS).unref();
  }
}

/**
 * A key that is recorded and not sent would be lost: its number is taken, and whoever takes over can't send it again.
 * Side by side, so that a session that is still opening, or whose writes hang, holds up no other.
 */
async function handOver(opening: Promise<LiveSession>): Promise<void> {
  const live = await opening.catch(() => undefined);
  if (!live) return; // has told its own
  live.writer?.close(CLOSE.restarting, "RESTARTING");
  const settled = async () => {
    await live.writer?.gone();
    await live.settled();
  };
  await Promise.race([settled(), pause(HAND_OVER_MS)]);
  live.release();
}
