import { log } from "@/lib/kernel/log/log";
import { type LinkEvent, type LinkState, nextLink, STATE_TOLD } from "./live-session-state";
import type { SessionMarks } from "./session-marks";

/** Where the channel to AWS is, as the recording, the log and the browser are told. */
export class LinkProgress {
  readonly #sessionId: string;
  readonly #marks: SessionMarks;
  #state: LinkState = "connecting";

  constructor(sessionId: string, marks: SessionMarks) {
    this.#sessionId = sessionId;
    this.#marks = marks;
  }

  get told(): (typeof STATE_TOLD)[LinkState] {
    return STATE_TOLD[this.#state];
  }

  step(event: LinkEvent): void {
    const { to, mark } = nextLink(this.#state, event);
    this.#state = to;
    if (!mark) return;
    this.#marks.mark(mark);
    const sessionId = this.#sessionId;
    if (mark === "lost") log.warn("AWS connection lost", { sessionId });
    else log.info(mark === "connected" ? "AWS connected" : "AWS connection regained", { sessionId });
  }
}
