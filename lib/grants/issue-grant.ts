import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { type GrantId, newId } from "@/lib/kernel/ids";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import type { Obligations } from "@/lib/policy/obligations";
import type { Effect } from "@/lib/requests/narrowing";
import { osUserOf } from "@/lib/requests/os-user-rules";
import type { RequestExtension } from "@/lib/requests/request-hash";
import type { WindowStart } from "@/lib/requests/views";
import { issuedWindow } from "./rules";
import { insertGrant } from "./store";

/**
 * Issues the grant of a request whose decisions are complete, for what they left of it. Its window runs from now, or
 * from its first use, which must then be within START_WITHIN_SECONDS. In the deciding transaction: there is no approved
 * request without its grant.
 * @param decided.by whoever's decision completed it; the system where the rule asked for nobody
 */
export async function issueGrant(
  tx: Tx,
  decided: {
    by: Actor;
    at: Date;
    effect: Effect;
    request: {
      id: string;
      requesterId: string;
      windowStart: WindowStart;
      selector: NodeSelector | null;
      ruleVersion: string;
      obligations: Obligations;
      extension: RequestExtension | null;
    };
  },
): Promise<GrantId> {
  const { by, at, effect, request } = decided;
  const { windowSeconds, mostNodes } = effect;
  const osUser = osUserOf(effect);
  const grantId = newId("grant");
  const { id: requestId, requesterId: personId, windowStart, selector, ruleVersion, obligations } = request;
  const nodeIds = effect.nodeIds ?? [];
  const { extension } = request;
  // It follows what it extends without a gap; decided after that, it is an access like any other.
  const from = extension && extension.until > at ? extension.until : at;
  const window = issuedWindow(windowStart, from, {
    windowSeconds,
    startWithinSeconds: config().START_WITHIN_SECONDS,
  });
  await insertGrant(
    tx,
    {
      ...{ id: grantId, requestId, personId, windowStart, windowSeconds, selector, mostNodes, osUser },
      ...window,
      ...{ ruleVersion, obligations },
    },
    nodeIds,
  );
  const until = window.endsAt.toISOString();
  await appendEvent(tx, {
    code: "grant.issued",
    actor: by,
    subject: { requestId, grantId, personId },
    data: {
      ...{ windowSeconds, windowStart, ruleVersion },
      ...(osUser === null ? {} : { osUser }),
      ...(windowStart === "approval" ? { endsAt: until } : { useBy: until }),
      ...(selector ? { selector: selectorJson(selector), mostNodes } : { nodes: nodeIds }),
      ...(await contentOf(tx, "grant", grantId)),
    },
  });
  return grantId;
}
