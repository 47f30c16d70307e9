/**
 * Tombstones of what a rule of retention deleted. Nobody asked for this one deletion: two people set the rule, and its
 * events are of no session. Such a tombstone counts where the audit has `retention.proposed` and `retention.confirmed` of
 * different people, of the rule that it names and of the same class and days; where that rule applied by then; and where
 * the session's end, as the database dated it, was so many days before. A session whose `session.created` names another
 * class is none of the rule's.
 */
export const RULE_CODES = ["retention.proposed", "retention.confirmed"] as const;
const [PROPOSED, CONFIRMED] = RULE_CODES;

const ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$";
const isDays = (of: string) => `${of}.data ->> 'days' ~ '^[0-9]{1,5}$'`;
const said = (of: string, code: string) => `${of}.code = '${code}' and ${of}.outcome = 'done'
    and ${of}.actor_kind = 'person' and ${of}.data ->> 'ruleId' = t.data ->> 'ruleId'`;

/** SQL: the two people's events that permit `t`, an event that a deletion by a rule began or was done. */
export const PERMITTED_BY_RULE = `select from audit_events a join audit_events c on ${said("c", CONFIRMED)}
    and c.data ->> 'protection' = a.data ->> 'protection' and c.data ->> 'days' = a.data ->> 'days'
    and c.actor_id <> a.actor_id
  where ${said("a", PROPOSED)} and t.actor_kind = 'system' and ${isDays("a")}
    and c.data ->> 'effectiveAt' ~ '${ISO}' and c.at <= t.at
    and c.data ->> 'effectiveAt' <= to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    and (select max(e.at) from audit_events e where e.session_id = t.session_id
        and e.code in ('session.ended', 'session.failed') and e.outcome in ('done', 'failed'))
      + case when ${isDays("a")} then (a.data ->> 'days')::int end * interval '24 hours' <= t.at
    and not exists (select from audit_events s where s.session_id = t.session_id and s.code = 'session.created'
      and s.outcome = 'done' and s.data ? 'protection' and s.data ->> 'protection' <> a.data ->> 'protection')`;

interface Rule {
  askedBy: string;
  protection: string;
  days: number;
  /** ISO 8601; undefined: nobody else confirmed it. */
  effectiveAt?: string;
}

/** The same of one session, whose events come one by one in their order, with those of the rule before. */
export class RulePermits {
  readonly #rules = new Map<string, Rule>();
  #endedAt: string | undefined;
  #protection: string | undefined;

  take(event: {
    code: string;
    outcome: string;
    actorKind: string;
    actorId: string | null;
    at: string;
    data: Readonly<Record<string, unknown>>;
  }): void {
    const { code, outcome, actorKind, actorId, at, data } = event;
    if (code === "session.ended" || code === "session.failed") {
      if (outcome === "done" || outcome === "failed")
        this.#endedAt = this.#endedAt && this.#endedAt > at ? this.#endedAt : at;
    } else if (outcome !== "done") return;
    else if (code === "session.created") this.#protection = textOf(data.protection);
    else if (actorKind === "person" && actorId !== null) this.#takeRule(code, actorId, data);
  }

  #takeRule(code: string, actorId: string, data: Readonly<Record<string, unknown>>): void {
    const [ruleId, protection] = [textOf(data.ruleId), textOf(data.protection)];
    const days = typeof data.days === "number" && Number.isInteger(data.days) ? data.days : undefined;
    if (ruleId === undefined || protection === undefined || days === undefined || days < 0) return;
    const rule = this.#rules.get(ruleId);
    if (code === PROPOSED && !rule) this.#rules.set(ruleId, { askedBy: actorId, protection, days });
    const effectiveAt = textOf(data.effectiveAt);
    if (code !== CONFIRMED || !rule || rule.askedBy === actorId || effectiveAt === undefined) return;
    if (rule.protection === protection && rule.days === days && new RegExp(ISO).test(effectiveAt))
      this.#rules.set(ruleId, { ...rule, effectiveAt });
  }

  /** Whether the rule that a deletion names permitted it. @param at of its event, ISO 8601 */
  permits(ruleId: string, at: string): boolean {
    const rule = this.#rules.get(ruleId);
    if (rule?.effectiveAt === undefined || this.#endedAt === undefined) return false;
    if (this.#protection !== undefined && this.#protection !== rule.protection) return false;
    const then = Date.parse(at);
    return Date.parse(rule.effectiveAt) <= then && Date.parse(this.#endedAt) + rule.days * 86_400_000 <= then;
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
