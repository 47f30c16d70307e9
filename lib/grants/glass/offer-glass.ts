import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { findNodes, type RuleNode } from "@/lib/nodes/store";
import { onCallGroups } from "@/lib/people/on-call/on-call-now";
import { groupsAsked } from "@/lib/policy/approvals";
import { type EvaluationContext, evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { glassPhrase, NOTE_WITHIN_SECONDS, priceOf, withCosigner } from "@/lib/requests/glass/rules";
import { findGlassUse } from "@/lib/requests/glass/store";
import { sharedOsUsers } from "../requesting/os-users";
import { groupsOfRequest } from "./break-glass";
import type { GlassOffer } from "./views";

/** What breaking the glass would be for this person and node now; null where the rules don't permit it. */
export async function offerGlass(viewer: PersonActor, nodeId: string): Promise<GlassOffer | null> {
  const tx = reading();
  const [node] = await findNodes(tx, [nodeId]);
  return node ? glassOf(tx, viewer, node, await databaseNow(tx)) : null;
}

/** The same of a node that was read already. */
export async function glassOf(
  tx: Tx,
  viewer: PersonActor,
  node: RuleNode,
  at: Date,
): Promise<GlassOffer | null> {
  if (!viewer.roles.includes("engineer") || node.missingSince) return null;
  const settings = config();
  const shared = sharedOsUsers([node]);
  const osUser = shared.ok ? (shared.value[0] ?? null) : null;
  const question: EvaluationContext = {
    action: "breakGlass",
    person: {
      ...{ id: viewer.id, roles: viewer.roles, groups: viewer.groups },
      onCall: await onCallGroups(tx, viewer, at),
    },
    ...{ nodes: [node], windowSeconds: settings.WINDOW_MIN_SECONDS, osUser, at },
    policy: await activePolicy(tx),
    settings: ruleSettings(settings),
  };
  const answer = evaluateRequest(question);
  if (!answer.permitted) return null;
  const { approvals, longestWindowSeconds, stepUp } = answer.obligations;
  const budget = settings.BREAK_GLASS_PER_MONTH;
  const price = priceOf({ ...(await findGlassUse(tx, viewer.id, at)), budget, approvals });
  const { approvals: cosigning } = withCosigner(answer.obligations, price, {
    ofRequest: groupsOfRequest(question),
    ofApprovers: settings.HALLIGAN_ROLES.approver,
  });
  return {
    ...{ nodeId: node.id, nodeName: node.name, phrase: glassPhrase(node) },
    ...{ windowSeconds: longestWindowSeconds, stepUp },
    ...{ ...price, budget, cosigners: groupsAsked(cosigning), noteWithinSeconds: NOTE_WITHIN_SECONDS },
  };
}
