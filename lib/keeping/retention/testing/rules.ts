import { CONTENT_SHA256, CONTENTS } from "@/lib/audit/row-content";
import { newId } from "@/lib/kernel/ids";
import type { Protection } from "@/lib/nodes/views";
import type { World } from "@/lib/requests/testing/world";
import { confirmRule } from "../confirm-rule";
import { proposeRule } from "../propose-rule";

export const BECAUSE = "Our agreement with customers says how long";

/** Rules that two administrators set, and time that passes. */
export function openRules(world: World) {
  const { dov, fay } = world.people;

  const proposed = async (protection: Protection, days: number | null) =>
    (await proposeRule(dov, { protection, days, reason: BECAUSE })).ruleId;

  async function ruled(protection: Protection, days: number | null): Promise<string> {
    const ruleId = await proposed(protection, days);
    await confirmRule(fay, { ruleId });
    return ruleId;
  }

  /** As if a rule had been set so many days earlier, its events too. Before they are sealed. */
  async function aged(ruleId: string, days: number): Promise<void> {
    const ago = `interval '${days * 24} hours'`;
    await world.owner(
      `update retention_rules set asked_at = asked_at - ${ago}, expires_at = expires_at - ${ago},
         confirmed_at = confirmed_at - ${ago}, effective_at = effective_at - ${ago} where id = '${ruleId}'`,
      { past: "retention_rules" },
    );
    const sha256 = (kind: "retention" | "retention-confirmed") =>
      `(select ${CONTENT_SHA256} from (${CONTENTS[kind].rows}) c where key = '${ruleId}')`;
    await world.owner(
      `update audit_events e set at = at - ${ago}, data = data || case code
         when 'retention.proposed' then jsonb_build_object('contentSha256', ${sha256("retention")})
         else jsonb_build_object('contentSha256', ${sha256("retention-confirmed")}, 'effectiveAt', (select
           to_char(effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from retention_rules
           where id = '${ruleId}')) end
       where data ->> 'ruleId' = '${ruleId}' and code in ('retention.proposed', 'retention.confirmed')`,
      { past: "audit_events" },
    );
  }

  /** As if a session had ended so many days ago, with its event: neither sealed yet. */
  async function ended(sessionId: string, days: number): Promise<void> {
    const then = `clock_timestamp() - interval '${days * 24} hours'`;
    await world.owner(
      `update sessions set ended_at = ${then}, created_at = ${then} where id = '${sessionId}';
       insert into audit_events (id, at, code, outcome, actor_kind, actor_id, session_id, data)
       values ('${newId("auditEvent")}', ${then}, 'session.ended', 'done', 'system', 'gateway', '${sessionId}',
         jsonb_build_object('contentSha256', (select ${CONTENT_SHA256}
           from (${CONTENTS["session-end"].rows}) c where key = '${sessionId}')))`,
    );
  }

  return { proposed, ruled, aged, ended };
}
