import type { Transitions } from "@/lib/kernel/transitions";
import type { SessionState } from "./views";

/**
 * Every step that a session can take; `moveSession` refuses all others. A new session is `created`. An imported
 * one, which nothing of ours moves, is `open` until AWS says that it is over, then `ended`. A state without a step out of it is over.
 */
export const SESSION_TRANSITIONS = {
  /** A gateway takes it up; or it is ended before anything was asked of AWS. */
  created: ["opening", "ended"],
  /** AWS started it; or its end is requested; or it can't be opened, or nobody finished opening it. */
  opening: ["open", "ending", "failed"],
  /** Its end is requested; or AWS closed it; or what AWS opened turned out to be another session. */
  open: ["ending", "ended", "failed"],
  /** AWS no longer has it. */
  ending: ["ended"],
  ended: [],
  failed: [],
} as const satisfies Transitions<SessionState>;
