import { setTimeout as pause } from "node:timers/promises";
import type { PersonActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { continueWatching } from "@/lib/presence/watch-session";
import { type Followed, RecordingFollower } from "@/lib/recordings/follow-recording";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import type { TerminalSocket } from "./terminal-socket";

const POLL_MS = 150;
const MOST_BACKLOG = 1024 * 1024;

/** One browser that watches one session: it is given the recording as it is written. */
export class Watcher {
  readonly screen: TerminalSocket;
  readonly sessionId: SessionId;
  readonly #recheck: () => Promise<PersonActor>;
  readonly #recording: RecordingFollower;
  /** Why it is over, once it is: what was recorded until then is still shown. */
  #ended: { reason: string; detail?: string } | undefined;
  #names = "";

  constructor(screen: TerminalSocket, sessionId: SessionId, recheck: () => Promise<PersonActor>) {
    this.screen = screen;
    this.sessionId = sessionId;
    this.#recheck = recheck;
    this.#recording = new RecordingFollower(sessionId);
  }

  /** Shows what comes until the session is over or the browser goes away. */
  async run(): Promise<void> {
    this.screen.tell({ type: "state", state: "opening" });
    await this.check();
    while (!this.screen.isGone) {
      const isLast = this.#ended !== undefined;
      for await (const followed of this.#recording.next()) {
        this.#show(followed);
        await this.screen.drained(MOST_BACKLOG);
        if (this.screen.isGone) return;
      }
      if (isLast && this.#ended) {
        this.screen.tell({ type: "state", state: "ended", ...this.#ended });
        this.screen.close(CLOSE.ended, "SESSION_OVER");
        return;
      }
      await pause(POLL_MS);
    }
  }

  /** Asks again whether this person may watch, who else does, and whether it is over. */
  async check(): Promise<void> {
    if (this.screen.isGone) return;
    try {
      const viewer = await this.#recheck();
      const watching = await continueWatching(viewer, this.sessionId);
      if (!watching.ok) {
        this.screen.close(CLOSE.refused, watching.code);
        return;
      }
      const { value } = watching;
      if (!value.isOver) this.#tellNames(value.names);
      else
        this.#ended ??= {
          reason: value.reason,
          ...(value.note === null ? {} : { detail: value.note }),
        };
    } catch (error) {
      if (!isAppError(error)) throw error;
      const isOut = error.code === "NOT_SIGNED_IN" || error.code === "PERSON_DISABLED";
      this.screen.close(isOut ? CLOSE.notSignedIn : CLOSE.unavailable, error.code);
    }
  }

  #tellNames(names: string[]): void {
    if (names.join("\n") === this.#names) return;
    this.#names = names.join("\n");
    this.screen.tell({ type: "watchers", names });
  }

  #show(followed: Followed): void {
    switch (followed.kind) {
      case "output":
        this.screen.show(followed.offset, followed.bytes);
        return;
      case "size":
        this.screen.tell({ type: "size", cols: followed.cols, rows: followed.rows });
        return;
      case "mark":
        if (followed.mark === "connected" || followed.mark === "reconnected")
          this.screen.tell({ type: "state", state: "open" });
        if (followed.mark === "lost") this.screen.tell({ type: "state", state: "reconnecting" });
    }
  }
}
