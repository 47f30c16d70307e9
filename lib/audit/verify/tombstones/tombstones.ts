import { PERMITTED_BY_RULE, RULE_CODES, RulePermits } from "./by-rule";

/**
 * The rule of tombstones. A recording that was deleted on purpose leaves its seals, which are hashes, and these events:
 * one person asked (`recording.deletion-asked`), another confirmed, then it began, and at the end nothing was left
 * (`recording.deleted`). Where the audit has the first two of different people, and one of the others, all as done and of
 * the same deletion of the same session, the verifier passes over what is gone of it: sealed ranges, the recording's row,
 * its gaps, and what was fetched of the node's log. Between beginning and end it passes over what is half gone. Else it
 * passes over nothing that is still there and differs, and nothing of another session. The events themselves are checked
 * with the chain: one that somebody put there is a fault of its own.
 *
 * Instead of the first two there may be a rule of retention that permitted it: `by-rule.ts`.
 *
 * A deletion that began or ended while the recording was on hold is no excuse: an event says that it was held before, and
 * no two people's events that it was lifted in between.
 *
 * Masks need no rule: they are laid over what is shown, and stored bytes stay as they were sealed.
 */
const ASKED = "recording.deletion-asked";
const CONFIRMED = "recording.deletion-confirmed";
const BEGUN = "recording.deletion-begun";
const DELETED = "recording.deleted";

const HELD = "recording.held";
const LIFT_ASKED = "recording.hold-lift-asked";
const LIFTED = "recording.hold-lifted";

const sameDeletion = (of: string, code: string) =>
  `${of}.session_id = t.session_id and ${of}.code = '${code}' and ${of}.outcome = 'done'
    and ${of}.actor_kind = 'person' and ${of}.data ->> 'deletionId' = t.data ->> 'deletionId'`;

/** SQL: a hold of `t`'s session that was in force at that event. */
const HELD_THEN = `select from audit_events h where h.session_id = t.session_id and h.code = '${HELD}'
  and h.outcome = 'done' and h.at < t.at and not exists (select from audit_events a
    join audit_events c on c.session_id = a.session_id and c.data ->> 'liftingId' = a.data ->> 'liftingId'
      and c.data ->> 'holdId' = a.data ->> 'holdId'
    where a.session_id = h.session_id and a.data ->> 'holdId' = h.data ->> 'holdId'
      and a.code = '${LIFT_ASKED}' and c.code = '${LIFTED}' and a.outcome = 'done' and c.outcome = 'done'
      and a.actor_kind = 'person' and c.actor_kind = 'person' and a.actor_id <> c.actor_id and c.at <= t.at)`;

/** SQL: the sessions whose recording two people had deleted, and of which an event says so. */
const sessionsWith = (...codes: string[]) => `select t.session_id from audit_events t
  where t.outcome = 'done' and t.code in (${codes.map((code) => `'${code}'`).join(", ")})
    and (exists (select from audit_events a join audit_events c on ${sameDeletion("c", CONFIRMED)}
        where ${sameDeletion("a", ASKED)} and a.actor_id <> c.actor_id)
      or exists (${PERMITTED_BY_RULE}))
    and not exists (${HELD_THEN})`;

/** SQL: whether a recording is being deleted on purpose, or was. @param session an expression that gives its session's id */
export function isDeletedSql(session: string): string {
  return `${session} in (${sessionsWith(BEGUN, DELETED)})`;
}

/** SQL: whether it is being deleted, and something may be left. */
export function isHalfDeletedSql(session: string): string {
  return `(${isDeletedSql(session)} and ${session} not in (${sessionsWith(DELETED)}))`;
}

/** Whether an event can have a part in the tombstone of a session: it is its own, or of a rule, which is of none. */
export function isOfTombstone(
  { sessionId, code }: { sessionId: string | null; code: string },
  ofSession: string,
): boolean {
  return sessionId === ofSession || (sessionId === null && RULE_CODES.some((known) => known === code));
}

/** The same of one session whose events come one by one, in their order. */
export class Tombstone {
  readonly #askedBy = new Map<string, string>();
  readonly #agreed = new Set<string>();
  readonly #holds = new Set<string>();
  readonly #liftAskedBy = new Map<string, string>();
  readonly #rules = new RulePermits();
  #isThere = false;

  /** Whether two people had it deleted, as far as the events went. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** @param event of the session, or of a rule of retention; `data` is JSON, as the event carries it */
  take(event: {
    code: string;
    outcome: string;
    actorKind: string;
    actorId: string | null;
    at: string;
    data: string;
  }): void {
    const { code, outcome, actorKind, actorId, at } = event;
    if (RULED.includes(code)) this.#rules.take({ ...event, data: factsIn(event.data) });
    if (outcome !== "done") return;
    if ([HELD, LIFT_ASKED, LIFTED].includes(code)) this.#takeHold(event);
    if (![ASKED, CONFIRMED, BEGUN, DELETED].includes(code)) return;
    const { deletionId, ruleId } = idsIn(event.data);
    if (deletionId === undefined) return;
    if (code === BEGUN || code === DELETED)
      this.#isThere ||=
        this.#holds.size === 0 &&
        (this.#agreed.has(deletionId) ||
          (ruleId !== undefined && actorKind === "system" && this.#rules.permits(ruleId, at)));
    else if (actorKind !== "person" || actorId === null) return;
    else if (code === ASKED) this.#askedBy.set(deletionId, actorId);
    else if (this.#askedBy.has(deletionId) && this.#askedBy.get(deletionId) !== actorId)
      this.#agreed.add(deletionId);
  }

  #takeHold({ code, actorKind, actorId, data }: Parameters<Tombstone["take"]>[0]): void {
    const { holdId, liftingId } = idsIn(data);
    // A hold that names none is lifted by nobody.
    if (code === HELD) this.#holds.add(holdId ?? "");
    if (code === HELD || holdId === undefined || liftingId === undefined) return;
    if (actorKind !== "person" || actorId === null) return;
    const lifting = `${holdId} ${liftingId}`;
    const askedBy = this.#liftAskedBy.get(lifting);
    if (code === LIFT_ASKED) this.#liftAskedBy.set(lifting, actorId);
    else if (askedBy !== undefined && askedBy !== actorId) this.#holds.delete(holdId);
  }
}

/** What `RulePermits` looks at. */
const RULED: readonly string[] = [...RULE_CODES, "session.created", "session.ended", "session.failed"];

type Ids = Partial<Record<"deletionId" | "holdId" | "liftingId" | "ruleId", string>>;

function idsIn(data: string): Ids {
  const texts = Object.entries(factsIn(data)).filter(([, text]) => typeof text === "string");
  return Object.fromEntries(texts);
}

function factsIn(data: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
