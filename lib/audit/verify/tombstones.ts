/**
 * The rule of tombstones. A recording that was deleted on purpose leaves an event of this code, its own seals, which
 * are hashes, and the event that closed it. Where that event is in the audit, as done, the verifier passes over what
 * is gone of the session: sealed ranges, the recording's row and its gaps. It passes over nothing that is still there
 * and differs, and nothing of another session. The event itself is checked with the chain: one that somebody put there
 * is a fault of its own.
 *
 * Masks need no rule: they are laid over what is shown, and stored bytes stay as they were sealed.
 */
const DELETED = "recording.deleted";

/** SQL: whether a recording was deleted on purpose. @param session an expression that gives its session's id */
export function isDeletedSql(session: string): string {
  return `exists (select from audit_events t where t.session_id = ${session} and t.code = '${DELETED}'
    and t.outcome = 'done')`;
}

/** The same of an event that is at hand. */
export function isTombstone({ code, outcome }: { code: string; outcome: string }): boolean {
  return code === DELETED && outcome === "done";
}
