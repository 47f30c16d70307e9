import { isDeepStrictEqual } from "node:util";
import { allow, type ErrorParams, refuse, type Verdict } from "@/lib/kernel/errors";
import type { NodeSelector } from "@/lib/nodes/selector";
import type { Obligations } from "@/lib/policy/obligations";
import { effectOf, type Narrowing } from "@/lib/requests/narrowing";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { type ApprovedContent, requestHash } from "@/lib/requests/request-hash";
import { askedOf } from "@/lib/requests/rules";

/** What an approval is held to: the request's rows, what each decision was bound to, the grant's rows, the node. */
export interface BindingFacts {
  readonly request: ApprovedContent;
  readonly decisions: readonly (Narrowing & {
    readonly requestVersion: number;
    /** Null in rows of before approvals were bound. */
    readonly requestHash: string | null;
  })[];
  readonly grant: {
    readonly windowSeconds: number;
    readonly selector: NodeSelector | null;
    readonly mostNodes: number | null;
    readonly osUser: string | null;
    readonly obligations: Obligations;
  };
  readonly node: { readonly id: string; readonly accountId: string; readonly region: string };
}

/**
 * Whether the rows still say what was approved: the hash of the request as each decider saw it is computed anew, the
 * grant is what the decisions left of it, and a named node is where it was when it was asked for.
 * @returns APPROVAL_MISMATCH with why: unbound (approved before approvals were bound), request, grant or node
 */
export function checkBinding({ request, decisions, grant, node }: BindingFacts): Verdict<null> {
  for (const decision of decisions) {
    if (decision.requestHash === null) return mismatch(request.id, "unbound");
    if (decision.requestHash !== requestHash(request, decision.requestVersion))
      return mismatch(request.id, "request");
  }
  const effect = effectOf(askedOf(request), decisions);
  const { windowSeconds, mostNodes } = effect;
  const { selector, obligations } = request;
  const left = { windowSeconds, mostNodes, osUser: osUserOf(effect), selector, obligations };
  const granted: typeof left = {
    ...{ windowSeconds: grant.windowSeconds, mostNodes: grant.mostNodes, osUser: grant.osUser },
    ...{ selector: grant.selector, obligations: grant.obligations },
  };
  if (!isDeepStrictEqual(granted, left)) return mismatch(request.id, "grant");
  const asked = request.nodes.find(({ id }) => id === node.id);
  if (!request.selector && asked && (asked.accountId !== node.accountId || asked.region !== node.region))
    return mismatch(request.id, "node", { nodes: [node.id] });
  return allow(null);
}

function mismatch(requestId: string, why: string, params: ErrorParams = {}): Verdict<never> {
  return refuse("APPROVAL_MISMATCH", { requestId, why, ...params });
}
