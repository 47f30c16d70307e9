import { checkRunning, type RuleGrant } from "@/lib/grants/rules";
import type { Role } from "@/lib/kernel/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { secondsBetween } from "@/lib/kernel/time";
import type { Protection } from "@/lib/nodes/views";
import { countApprovals, type Yes } from "@/lib/policy/approvals";
import { evaluateRequest } from "@/lib/policy/evaluate";
import type { Obligations } from "@/lib/policy/obligations";

/** Everything that a start hangs on, as the rows stand now. The gateway trusts none of them blindly. */
export interface OpeningFacts {
  readonly grant: RuleGrant & {
    readonly ruleVersion: string;
    readonly obligations: Obligations;
    readonly nodeIds: readonly string[];
  };
  readonly request: {
    readonly id: string;
    readonly state: string;
    readonly requesterId: string;
    readonly ruleVersion: string;
    readonly incident: string | null;
  };
  /** Yeses only; the person is null where the rule asked for nobody. */
  readonly decisions: readonly { readonly yes: Yes | null; readonly ruleVersion: string }[];
  readonly person: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly groups: readonly string[];
    readonly disabledAt: Date | null;
  };
  readonly node: {
    readonly id: string;
    readonly accountId: string;
    readonly region: string;
    readonly protection: Protection;
    readonly missingSince: Date | null;
  };
}

/** The node's tags as AWS answered just now, and the protection that follows from them. */
export interface FreshNode {
  readonly tags: Readonly<Record<string, string>>;
  readonly protection: Protection;
}

/**
 * Whether a session may be opened (invariant 1), judged anew from the decisions themselves: the grant runs, the yeses
 * that its rule asked for are there and were given under the same rule version by somebody else, and the node is not
 * protected more strictly than it was then.
 * @param fresh null: before AWS was asked
 * @returns GRANT_OVER | GRANT_NOT_STARTED | PERSON_DISABLED | NODE_UNKNOWN | OBLIGATION_UNMET, what the rules refuse
 *   with now, or STALE_NODE when the node became stricter since
 */
export function mayOpen(
  facts: OpeningFacts,
  fresh: FreshNode | null,
  at: Date,
  settings: { readonly approverGroups: readonly string[]; readonly longestWindowSeconds: number },
): Verdict<{ obligations: Obligations }> {
  const { grant, request, person, node } = facts;
  const running = checkRunning(grant, at);
  if (!running.ok) return running;
  if (person.disabledAt) return refuse("PERSON_DISABLED");
  if (request.requesterId !== person.id || grant.personId !== person.id) return unmet("other-person");
  if (!grant.nodeIds.includes(node.id) || node.missingSince)
    return refuse("NODE_UNKNOWN", { nodes: [node.id] });

  const decided = checkDecided(facts, grant.obligations);
  if (!decided.ok) return decided;
  if (!fresh) return allow({ obligations: grant.obligations });

  const now = evaluateRequest({
    action: "request",
    person,
    nodes: [{ ...node, ...fresh }],
    windowSeconds: Math.round(secondsBetween(grant.startsAt, grant.endsAt)),
    at,
    settings,
  });
  if (!now.permitted) return refuse(now.code, now.params);
  // What the rules ask for today, over the tags of today: a node that became stricter needs yeses it has not.
  const today = checkDecided(facts, now.obligations);
  if (!today.ok)
    return fresh.protection !== node.protection
      ? refuse("STALE_NODE", { nodes: [node.id], why: "stricter" })
      : today;
  return allow({ obligations: grant.obligations });
}

function checkDecided(facts: OpeningFacts, obligations: Obligations): Verdict<null> {
  const { grant, request, decisions, person } = facts;
  if (request.state !== "approved" || decisions.length === 0) return unmet("not-decided");
  if (request.ruleVersion !== grant.ruleVersion) return unmet("rule-version");
  if (decisions.some(({ ruleVersion }) => ruleVersion !== grant.ruleVersion)) return unmet("rule-version");
  const yeses = decisions.flatMap(({ yes }) => (yes ? [yes] : []));
  if (yeses.some(({ personId }) => personId === person.id)) return unmet("own-approval");
  if (!countApprovals(obligations.approvals, yeses).isMet) return unmet("approvals");
  // What this version can't do must not be opened as if it had been done.
  if (obligations.stepUp !== "none") return unmet("step-up");
  if (obligations.watcher !== "none") return unmet("watcher");
  return allow(null);
}

function unmet(why: string): Verdict<never> {
  return refuse("OBLIGATION_UNMET", { why });
}
