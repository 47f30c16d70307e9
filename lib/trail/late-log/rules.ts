import type { LogTime } from "@/lib/accounts/documents/record-checks";
import { secondsBetween } from "@/lib/kernel/time";

/** What tells whether a session's log should have begun. */
export interface LateLogFacts {
  isOpen: boolean;
  /** How the session's document has its log written; null: nobody knows. */
  log: LogTime | null;
  /** When the first complete line of output was recorded; null: none was. */
  firstLineAt: Date | null;
  hasLog: boolean;
  /** Before AWS was asked last. */
  checkedAt: Date;
}

/**
 * Whether a log that is streamed has not begun in time. An agent sends a line within seconds after its end; one that
 * uploads when the session is over can't begin earlier. What AWS did not have when it was asked too early says nothing.
 * @param limitSeconds after the first complete line
 */
export function isLogLate(facts: LateLogFacts, limitSeconds: number): boolean {
  const { isOpen, log, firstLineAt, hasLog, checkedAt } = facts;
  if (!isOpen || log !== "streamed" || hasLog || firstLineAt === null) return false;
  return secondsBetween(firstLineAt, checkedAt) >= limitSeconds;
}
