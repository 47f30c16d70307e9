import type { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { awaitGroups } from "@/lib/people/confirmation/await-groups";
import { leaveSeat } from "@/lib/presence/leave-session";
import type { SeatPlace } from "@/lib/presence/participant-views";
import { findOtherKeyboard, isReturn, takeKeyboard } from "@/lib/presence/take-over";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import type { FailureView } from "@/lib/sessions/failing/opening-failure";
import { readFailure } from "@/lib/sessions/failing/read-failure";
import { readHold } from "@/lib/sessions/read-hold";
import { rightToContinue } from "@/lib/sessions/resuming/right-to-continue";
import type { Attaching } from "@/lib/terminal-protocol/attach-query";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { clampSize } from "@/lib/terminal-protocol/size";
import { report } from "../report";
import type { LiveSession } from "../session/live-session";
import type { LiveSessions } from "../session/live-sessions";
import { placeOf } from "./client-info";
import { TerminalSocket } from "./terminal-socket";

export interface TerminalStart extends Omit<Attaching, "windowId"> {
  place: SeatPlace;
}

/** The sockets that want a keyboard: whose it is, who must be asked first, and who is told. */
export class Terminals {
  readonly #gatewayId: ProcessId;
  readonly #sessions: LiveSessions;
  readonly #all = new Set<TerminalSocket>();
  #isReleased = false;

  constructor(gatewayId: ProcessId, sessions: LiveSessions) {
    this.#gatewayId = gatewayId;
    this.#sessions = sessions;
  }

  /** Gives a browser the keyboard of a session: opens it, takes it over, or joins what is open here. */
  async attach(
    socket: WebSocket,
    actor: PersonActor,
    sessionId: SessionId,
    start: TerminalStart,
  ): Promise<void> {
    let live: LiveSession | undefined;
    let seatId: string | undefined;
    const writer = new TerminalSocket(socket, actor, {
      // A window that has lost the keyboard may still be sending.
      onInput: (bytes) => {
        if (live?.writer === writer) live.input(bytes);
      },
      onMessage: (message) => {
        if (live && live.writer !== writer) return;
        if (message.type === "resize") {
          const { cols, rows } = clampSize(message);
          live?.resize(cols, rows);
        }
        if (message.type === "end") report(requestEnd(actor, { sessionId, reason: "ended-by-person" }));
      },
      onGone: () => {
        this.#all.delete(writer);
        live?.detach(writer);
        if (seatId !== undefined) report(leaveSeat(actor, { sessionId, seatId, kind: "keyboard" }));
      },
    });
    this.#all.add(writer);
    try {
      await checkKeyboard(actor, sessionId);
      if (start.take === "ask" && (await this.#isHeld(writer, sessionId, start.place))) return;
      if (!this.#goesOn(writer)) return;
      writer.tell({ type: "state", state: "opening" });
      live = await this.#sessions.hold(sessionId, start);
      if (!this.#goesOn(writer)) return;
      const seat = await takeKeyboard(actor, { sessionId, gatewayId: this.#gatewayId, place: start.place });
      seatId = seat.seatId;
      if (!this.#goesOn(writer)) {
        await leaveSeat(actor, { sessionId, seatId, kind: "keyboard" });
        return;
      }
      live.resize(start.cols, start.rows);
      const { browser, address } = start.place;
      await live.attach(writer, start.after, { browser, address, since: new Date().toISOString() });
    } catch (error) {
      refuse(writer, error, await this.#failureOf(actor, sessionId));
    }
  }

  /** Nobody is given a keyboard any more: this process stops, and another opens what was asked for just now. */
  release(): void {
    this.#isReleased = true;
  }

  /** Whether a browser is still there for what comes next, and may have it here. */
  #goesOn(writer: TerminalSocket): boolean {
    if (this.#isReleased) writer.close(CLOSE.restarting, "RESTARTING");
    return !this.#isReleased && !writer.isGone;
  }

  /** A sign-in ended or a person was disabled: their sockets close, at once, also those that are still opening. */
  signInEnded(ended: { signInId?: string; personId?: string }): void {
    for (const writer of this.#all)
      if (writer.actor.signInId === ended.signInId || writer.actor.id === ended.personId)
        writer.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
  }

  /** Why the session did not open, if that is what happened: also to whoever comes back to look. */
  async #failureOf(actor: PersonActor, sessionId: SessionId): Promise<FailureView | undefined> {
    try {
      return (await readFailure(actor, sessionId)) ?? undefined;
    } catch (error) {
      report(Promise.reject(error));
      return undefined;
    }
  }

  /** Tells a page that another window has the keyboard; it comes again when its person wants it all the same. */
  async #isHeld(writer: TerminalSocket, sessionId: SessionId, place: SeatPlace): Promise<boolean> {
    const seat = await findOtherKeyboard(sessionId, place.windowId);
    if (!seat) return false;
    writer.tell({ type: "held", by: placeOf(seat) });
    writer.close(CLOSE.held, "KEYBOARD_HELD");
    return true;
  }
}

/**
 * Only whoever asked holds the keyboard, and only while they may, by groups that were confirmed just now. A provider
 * that gives no answer keeps nobody from coming back to their own open shell, for as long as it could have gone on.
 */
async function checkKeyboard(actor: PersonActor, sessionId: SessionId): Promise<void> {
  const hold = await readHold(sessionId);
  if (!hold) throw new AppError("NOT_FOUND", "no such session");
  if (hold.personId !== actor.id) throw new AppError("NOT_YOUR_SESSION", `${sessionId} is not ${actor.id}'s`);
  await awaitGroups(actor).catch(async (error: unknown) => {
    if (!isNoAnswer(error) || !(await isReturn(actor, sessionId))) throw error;
  });
  // Knows the grace, and a refusal that came meanwhile.
  const right = await rightToContinue(sessionId, actor.signInId);
  if (!right.ok) throw new AppError(right.code, `${sessionId}: ${right.code}`);
}

/** The provider said nothing of anybody; every other reason is its word on this person. */
function isNoAnswer(error: unknown): boolean {
  return isAppError(error) && error.code === "GROUPS_UNCONFIRMED" && error.params?.reason === "no-answer";
}

/** Closes a socket with why, in the way its page understands. */
export function refuse(socket: TerminalSocket, error: unknown, failure?: FailureView): void {
  const code = isAppError(error) ? error.code : "INTERNAL";
  if (code === "INTERNAL") report(Promise.reject(error));
  if (code === "NOT_SIGNED_IN") socket.close(CLOSE.notSignedIn, code);
  // The page comes back by itself: the shell may well go on.
  else if (code === "DATABASE_UNAVAILABLE") socket.close(CLOSE.unavailable, code);
  else {
    socket.tell({ type: "state", state: "ended", code, ...(failure ? { failure } : {}) });
    socket.close(code === "SESSION_OVER" ? CLOSE.ended : CLOSE.refused, code);
  }
}
