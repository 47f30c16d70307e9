import { handleOf, type Tx } from "@/lib/db/client";
import { SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching } from "@/lib/nodes/selector-store";
import { effectOf } from "@/lib/requests/narrowing";
import { askedOf } from "@/lib/requests/rules";
import { findRequest } from "@/lib/requests/store";
import type { RequestState, WindowStart } from "@/lib/requests/views";

export interface PreviewFacts {
  readonly requesterId: string;
  readonly state: RequestState;
  readonly windowStart: WindowStart;
  /** What the decisions so far left of it. */
  readonly windowSeconds: number;
  readonly grant: {
    readonly startsAt: Date;
    /** While it is unused: the instant by which it must be used. */
    readonly endsAt: Date;
    readonly endedAt: Date | null;
    readonly isUnused: boolean;
  } | null;
  readonly nodes: { id: string; accountId: string; region: string }[];
}

/** A selector's policies differ in the node only: a few show it. */
const MOST_MATCHES = 3;

export async function findPreviewFacts(tx: Tx, requestId: string): Promise<PreviewFacts | null> {
  const request = await findRequest(tx, requestId);
  if (!request) return null;
  const { requesterId, selector } = request;
  const yeses = request.decisions.filter(({ verdict }) => verdict === "approve");
  const { windowSeconds, nodeIds } = effectOf(askedOf(request), yeses);
  const grant = await handleOf(tx).grant.findUnique({
    where: { requestId },
    select: { startsAt: true, endsAt: true, endedAt: true, windowStart: true, firstUsedAt: true },
  });
  const nodes = selector
    ? (await findMatching(tx, selector, SELECTOR_LIMITS.matches)).nodes.slice(0, MOST_MATCHES)
    : request.nodes.filter(({ id }) => nodeIds?.includes(id));
  return {
    ...{ requesterId, windowSeconds, nodes },
    ...{ state: request.state, windowStart: request.windowStart },
    grant: grant && {
      ...{ startsAt: grant.startsAt, endsAt: grant.endsAt, endedAt: grant.endedAt },
      isUnused: grant.windowStart === "first-use" && grant.firstUsedAt === null,
    },
  };
}
