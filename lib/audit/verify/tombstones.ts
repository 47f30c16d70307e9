/**
 * The rule of tombstones. A recording that was deleted on purpose leaves its seals, which are hashes, and these events:
 * one person asked (`recording.deletion-asked`), another confirmed, then it began, and at the end nothing was left
 * (`recording.deleted`). Where the audit has the first two of different people, and one of the others, all as done and of
 * the same deletion of the same session, the verifier passes over what is gone of it: sealed ranges, the recording's row,
 * its gaps, and what was fetched of the node's log. Between beginning and end it passes over what is half gone. Else it
 * passes over nothing that is still there and differs, and nothing of another session. The events themselves are checked
 * with the chain: one that somebody put there is a fault of its own.
 *
 * Masks need no rule: they are laid over what is shown, and stored bytes stay as they were sealed.
 */
const ASKED = "recording.deletion-asked";
const CONFIRMED = "recording.deletion-confirmed";
const BEGUN = "recording.deletion-begun";
const DELETED = "recording.deleted";

const sameDeletion = (of: string, code: string) =>
  `${of}.session_id = t.session_id and ${of}.code = '${code}' and ${of}.outcome = 'done'
    and ${of}.actor_kind = 'person' and ${of}.data ->> 'deletionId' = t.data ->> 'deletionId'`;

/** SQL: the sessions whose recording two people had deleted, and of which an event says so. */
const sessionsWith = (...codes: string[]) => `select t.session_id from audit_events t
  join audit_events a on ${sameDeletion("a", ASKED)}
  join audit_events c on ${sameDeletion("c", CONFIRMED)}
  where t.outcome = 'done' and t.code in (${codes.map((code) => `'${code}'`).join(", ")})
    and a.actor_id <> c.actor_id`;

/** SQL: whether a recording is being deleted on purpose, or was. @param session an expression that gives its session's id */
export function isDeletedSql(session: string): string {
  return `${session} in (${sessionsWith(BEGUN, DELETED)})`;
}

/** SQL: whether it is being deleted, and something may be left. */
export function isHalfDeletedSql(session: string): string {
  return `(${isDeletedSql(session)} and ${session} not in (${sessionsWith(DELETED)}))`;
}

/** The same of one session whose events come one by one, in their order. */
export class Tombstone {
  readonly #askedBy = new Map<string, string>();
  readonly #agreed = new Set<string>();
  #isThere = false;

  /** Whether two people had it deleted, as far as the events went. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** @param event of the session; `data` is JSON, as the event carries it */
  take(event: {
    code: string;
    outcome: string;
    actorKind: string;
    actorId: string | null;
    data: string;
  }): void {
    const { code, outcome, actorKind, actorId } = event;
    if (outcome !== "done" || ![ASKED, CONFIRMED, BEGUN, DELETED].includes(code)) return;
    const deletionId = deletionIdIn(event.data);
    if (deletionId === undefined) return;
    if (code === BEGUN || code === DELETED) this.#isThere ||= this.#agreed.has(deletionId);
    else if (actorKind !== "person" || actorId === null) return;
    else if (code === ASKED) this.#askedBy.set(deletionId, actorId);
    else if (this.#askedBy.has(deletionId) && this.#askedBy.get(deletionId) !== actorId)
      this.#agreed.add(deletionId);
  }
}

function deletionIdIn(data: string): string | undefined {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== "object" || value === null || !("deletionId" in value)) return undefined;
    return typeof value.deletionId === "string" ? value.deletionId : undefined;
  } catch {
    return undefined;
  }
}
