import type { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { leaveSession } from "@/lib/presence/leave-session";
import type { ClientInfo } from "@/lib/presence/participant-views";
import { askToType, takeOver } from "@/lib/presence/take-over";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import type { FailureView } from "@/lib/sessions/failing/opening-failure";
import { readFailure } from "@/lib/sessions/failing/read-failure";
import { proveStart } from "@/lib/sessions/proving/prove-start";
import type { Attaching } from "@/lib/terminal-protocol/attach-query";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { clampSize } from "@/lib/terminal-protocol/size";
import { report } from "../report";
import type { LiveSession } from "../session/live-session";
import type { LiveSessions } from "../session/live-sessions";
import { otherWindow } from "./client-info";
import { TerminalSocket } from "./terminal-socket";

export interface TerminalStart extends Omit<Attaching, "windowId"> {
  client: ClientInfo;
}

/** The sockets that want to type: who may, who is asked first, and who is told. */
export class Terminals {
  readonly #gatewayId: ProcessId;
  readonly #sessions: LiveSessions;
  readonly #all = new Set<TerminalSocket>();
  #isReleased = false;

  constructor(gatewayId: ProcessId, sessions: LiveSessions) {
    this.#gatewayId = gatewayId;
    this.#sessions = sessions;
  }

  /** Lets a browser type in a session: opens it, takes it over, or joins what is open here. */
  async attach(
    socket: WebSocket,
    actor: PersonActor,
    sessionId: SessionId,
    start: TerminalStart,
  ): Promise<void> {
    let live: LiveSession | undefined;
    let participantId: string | undefined;
    const writer = new TerminalSocket(socket, actor, {
      // A window that types no more may still be sending.
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
        if (participantId !== undefined)
          report(leaveSession(actor, { sessionId, participantId, kind: "keyboard" }));
      },
    });
    this.#all.add(writer);
    try {
      const { windowId } = start.client;
      const { typing } = await askToType(actor, { sessionId, windowId });
      if (start.take === "ask" && typing) {
        // The page comes again when its person wants to type here all the same.
        writer.tell({ type: "held", by: otherWindow(typing) });
        writer.close(CLOSE.held, "KEYBOARD_HELD");
        return;
      }
      await proveStart(actor, { sessionId, windowId });
      if (!this.#goesOn(writer)) return;
      writer.tell({ type: "state", state: "opening" });
      const owning = this.#sessions.own(sessionId, { cols: start.cols, rows: start.rows, windowId });
      this.#sessions.follow(sessionId, (done) => writer.tell({ type: "opening", ...done }));
      live = await owning;
      if (!this.#goesOn(writer)) return;
      const { client } = start;
      ({ participantId } = await takeOver(actor, { sessionId, gatewayId: this.#gatewayId, client }));
      if (!this.#goesOn(writer)) {
        await leaveSession(actor, { sessionId, participantId, kind: "keyboard" });
        return;
      }
      live.resize(start.cols, start.rows);
      const { browser, address } = client;
      await live.attach(writer, start.after, { browser, address, since: new Date().toISOString() });
    } catch (error) {
      refuse(writer, error, await this.#failureOf(actor, sessionId));
    }
  }

  /** Nobody types here any more: this process stops, and another opens what was asked for just now. */
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
}

/** Closes a socket with why, in the way its page understands. */
export function refuse(socket: TerminalSocket, error: unknown, failure?: FailureView): void {
  const code = isAppError(error) ? error.code : "INTERNAL";
  if (code === "INTERNAL") report(Promise.reject(error));
  if (code === "NOT_SIGNED_IN") socket.close(CLOSE.notSignedIn, code);
  // The page comes back by itself: the shell may well go on.
  else if (code === "DATABASE_UNAVAILABLE") socket.close(CLOSE.unavailable, code);
  else {
    const level =
      isAppError(error) && code === "STEP_UP_NEEDED" ? { detail: String(error.params.level) } : {};
    socket.tell({ type: "state", state: "ended", code, ...level, ...(failure ? { failure } : {}) });
    socket.close(code === "SESSION_OVER" ? CLOSE.ended : CLOSE.refused, code);
  }
}
