import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { putItem } from "@/lib/inbox/put-item";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { onCallGroups } from "@/lib/people/on-call/on-call-now";
import { groupsAsked } from "@/lib/policy/approvals";
import { type EvaluationContext, evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { insertAskedFacts } from "@/lib/requests/asked-facts-store";
import { isGlassPhrase, priceOf, withCosigner } from "@/lib/requests/glass/rules";
import { findGlassUse, insertGlass } from "@/lib/requests/glass/store";
import type { CosignerReason } from "@/lib/requests/glass/views";
import { requestHash } from "@/lib/requests/request-hash";
import { mayWithdraw } from "@/lib/requests/rules";
import { countWaiting, type FullRequest, insertRequest, lockRequest } from "@/lib/requests/store";
import { takeBack } from "@/lib/requests/withdraw-request";
import { checkCounting } from "@/lib/step-up/passkeys/rules";
import { findPasskeys } from "@/lib/step-up/passkeys/store";
import { checkAsk } from "../requesting/check-ask";
import { MOST_WAITING } from "../requesting/create-request";
import { type CreatedRequest, decidedByRule, FIRST_VERSION } from "../requesting/decided-by-rule";
import { tellBroken } from "./tell-broken";

export interface GlassInput {
  nodeId: string;
  /** Trimmed. */
  justification: string;
  incident?: string;
  windowSeconds: number;
  /** The user on the node, one that its account names; absent: the least, if it names any. */
  osUser?: string;
  /** The node's name, typed by hand, or its id: see `glassPhrase`. */
  confirmation: string;
  /** The person's own request for the node that waits: it is withdrawn. */
  insteadOf?: string;
}

/** `cosignerFor` is there when somebody has to agree first; else the grant is. */
export interface BrokenGlass extends CreatedRequest {
  cosignerFor?: CosignerReason;
}

/**
 * Opens the door to one node without waiting for anybody, where the rules permit it: request, glass and grant at once,
 * and approvers are told in the same transaction. When the month's are used or a note is overdue it is not refused: it
 * takes one approval, and waits for it as a request does. How old the node's tags are is not asked: the gateway reads
 * them before it opens anything, and judges by them.
 * @throws AppError ROLE_MISSING | INVALID_INPUT | INCIDENT_INVALID | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NODE_UNKNOWN |
 *   GRANT_RUNNING | TOO_MANY_WAITING | OS_USER_UNAVAILABLE | POLICY_UNREADABLE | what the rules refuse with | PASSKEY_MISSING |
 *   PASSKEY_WAITING where they ask for one; of `insteadOf` NOT_FOUND |
 *   NOT_THE_REQUESTER | ALREADY_DECIDED | REQUEST_OVER
 */
export async function breakGlass(actor: PersonActor, input: GlassInput): Promise<BrokenGlass> {
  const settings = config();
  const { nodeId, justification, windowSeconds } = input;
  const incident = input.incident === undefined || input.incident === "" ? null : input.incident;
  const asked = {
    ...{ nodeIds: [nodeId], selector: null, mostNodes: null },
    ...{ justification, incident, windowSeconds },
  };
  const attempt = { code: "glass.broken", actor, subject: { nodeId } } as const;

  return audited<BrokenGlass>(attempt, async (tx) => {
    const ask = await checkAsk(tx, actor, asked, { osUser: input.osUser });
    if (!ask.ok) return ask;
    const { nodes, osUsers, osUser, at } = ask.value;
    if (nodes.some((node) => !isGlassPhrase(input.confirmation, node)))
      return refuse("INVALID_INPUT", { fields: ["confirmation"] });
    const replaced = await lockReplaced(tx, actor, input, at);
    if (!replaced.ok) return replaced;

    const question: EvaluationContext = {
      action: "breakGlass",
      person: {
        ...{ id: actor.id, roles: actor.roles, groups: actor.groups },
        onCall: await onCallGroups(tx, actor, at),
      },
      ...{ nodes, windowSeconds, osUser, at },
      policy: await activePolicy(tx),
      settings: ruleSettings(settings),
    };
    const answer = evaluateRequest(question);
    if (!answer.permitted) return refuse(answer.code, answer.params);
    const { approvals, stepUp } = answer.obligations;
    // Without one no shell opens: nothing is used up, and nobody is woken.
    const passkeys = stepUp === "passkey" ? await findPasskeys(tx, actor.id, at) : null;
    const canProve = passkeys ? checkCounting(passkeys, at) : allow(null);
    if (!canProve.ok) return canProve;
    const budget = settings.BREAK_GLASS_PER_MONTH;
    const price = priceOf({ ...(await findGlassUse(tx, actor.id, at)), budget, approvals });
    const isBroken = price.cosignerFor === null;
    if (!isBroken && (await countWaiting(tx, actor.id)) >= MOST_WAITING)
      return refuse("TOO_MANY_WAITING", { max: MOST_WAITING });
    const obligations = withCosigner(answer.obligations, price, {
      ofRequest: groupsOfRequest(question),
      ofApprovers: settings.HALLIGAN_ROLES.approver,
    });

    const request = {
      ...{ id: newId("request"), requesterId: actor.id, justification, incident, windowSeconds },
      ...{ windowStart: "approval" as const, selector: null, mostNodes: null, osUsers },
      ...{ ruleVersion: answer.ruleVersion, obligations, createdAt: at },
      lapsesAt: addSeconds(at, settings.REQUEST_LAPSE_SECONDS),
    };
    const { id: requestId, ruleVersion } = request;
    await insertRequest(tx, request, nodes);
    await insertAskedFacts(tx, request.id, question);
    await insertGlass(tx, { requestId, personId: actor.id, budget, ...price });
    const hash = requestHash({ ...request, kind: "break-glass", nodes, extension: null }, FIRST_VERSION);
    const subject = { nodeId, requestId, personId: actor.id };
    await appendEvent(tx, {
      ...{ code: "request.created", actor, subject: { nodeId, requestId } },
      data: {
        ...{ kind: "break-glass", nodes: [nodeId], justification, incident, windowSeconds },
        ...{ windowStart: "approval", ruleVersion, rules: answer.rules },
        ...(osUser === null ? {} : { osUser }),
        ...(await contentOf(tx, "request", requestId)),
      },
    });
    await appendEvent(tx, {
      ...{ code: isBroken ? "glass.broken" : "glass.cosigner-asked", actor, subject },
      data: {
        ...{ justification, windowSeconds, ...price, budget },
        ...(await contentOf(tx, "glass", requestId)),
      },
    });
    if (replaced.value) await takeBack(tx, actor, replaced.value, at);
    if (!isBroken) {
      const groups = groupsAsked(obligations.approvals);
      await putItem(tx, {
        ...{ kind: "decision", subjectId: requestId, groups, exceptPersonIds: [actor.id] },
        dueAt: request.lapsesAt,
      });
      return allow({ requestId, requestHash: hash, cosignerFor: price.cosignerFor });
    }
    const decided = await decidedByRule(
      tx,
      actor,
      { ...request, nodes, hash, extension: null },
      { ...answer, obligations },
    );
    await tellBroken(tx, { requestId, personId: actor.id, at });
    return allow(decided);
  });
}

/** The person's own request that this one takes the place of. */
async function lockReplaced(
  tx: Tx,
  actor: PersonActor,
  { insteadOf }: GlassInput,
  at: Date,
): Promise<Verdict<FullRequest | null>> {
  if (insteadOf === undefined) return allow(null);
  const request = await lockRequest(tx, insteadOf);
  if (!request) return refuse("NOT_FOUND", { kind: "request", id: insteadOf });
  const may = mayWithdraw(actor, request, at);
  return may.ok ? allow(request) : may;
}

/** Whose approval a request for the same would take; empty: nobody's, or nobody may ask. */
export function groupsOfRequest(question: EvaluationContext): string[] {
  const answer = evaluateRequest({ ...question, action: "request" });
  return answer.permitted ? groupsAsked(answer.obligations.approvals) : [];
}
