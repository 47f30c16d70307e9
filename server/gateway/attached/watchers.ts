import type { WebSocket } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { leaveSession } from "@/lib/presence/leave-session";
import type { ClientInfo } from "@/lib/presence/participant-views";
import { watchSession } from "@/lib/presence/watch-session";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { report } from "../report";
import { TerminalSocket } from "./terminal-socket";
import { refuse } from "./terminals";
import { Watcher } from "./watcher";

export interface WatchStart {
  client: ClientInfo;
  /** Who this is by now, asked anew: throws NOT_SIGNED_IN | PERSON_DISABLED when they are out. */
  recheck: () => Promise<PersonActor>;
}

/** The sockets that watch sessions, whichever gateway owns them: they are shown what is on record, and type nothing. */
export class Watchers {
  readonly #gatewayId: ProcessId;
  readonly #all = new Set<Watcher>();
  readonly #checker: NodeJS.Timeout;

  constructor(gatewayId: ProcessId) {
    this.#gatewayId = gatewayId;
    this.#checker = setInterval(() => {
      for (const watcher of this.#all) report(watcher.check());
    }, config().RIGHT_CHECK_SECONDS * 1000);
  }

  async watch(socket: WebSocket, actor: PersonActor, sessionId: SessionId, start: WatchStart): Promise<void> {
    let participantId: string | undefined;
    let watcher: Watcher | undefined;
    const refuseInput = () => screen.close(CLOSE.protocolBroken, "WATCH_ONLY");
    const screen = new TerminalSocket(socket, actor, {
      onInput: refuseInput,
      onMessage: refuseInput,
      onGone: () => {
        if (watcher) this.#all.delete(watcher);
        if (participantId !== undefined)
          report(leaveSession(actor, { sessionId, participantId, kind: "watch" }));
      },
    });
    try {
      const { client, recheck } = start;
      ({ participantId } = await watchSession(actor, {
        sessionId,
        gatewayId: this.#gatewayId,
        client,
      }));
      if (screen.isGone) {
        await leaveSession(actor, { sessionId, participantId, kind: "watch" });
        return;
      }
      watcher = new Watcher(screen, sessionId, recheck);
      this.#all.add(watcher);
      await watcher.run();
    } catch (error) {
      refuse(screen, error);
    }
  }

  /** A row changed: who watches, or that it is over. */
  async changed(sessionId: SessionId): Promise<void> {
    for (const watcher of this.#all) if (watcher.sessionId === sessionId) await watcher.check();
  }

  /** A sign-in ended or a person was disabled: what they watch closes, at once. */
  signInEnded(ended: { signInId?: string; personId?: string }): void {
    for (const { screen } of this.#all)
      if (screen.actor.signInId === ended.signInId || screen.actor.id === ended.personId)
        screen.close(CLOSE.notSignedIn, "NOT_SIGNED_IN");
  }

  release(): void {
    clearInterval(this.#checker);
    for (const { screen } of this.#all) screen.close(CLOSE.restarting, "RESTARTING");
  }
}
