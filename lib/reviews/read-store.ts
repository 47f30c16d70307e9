import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { NODE_LABEL, type NodeLabelRow, nodeLabelOf } from "@/lib/nodes/labels";
import { decisionOf, FULL as FULL_REQUEST } from "@/lib/requests/store";
import type { RequestDecision } from "@/lib/requests/views";
import { REVIEW_VERDICTS, type ReviewDetail, type ReviewRow } from "./views";

/** A review as rows and pages need it. */
export interface FullReview extends Omit<ReviewRow, "isOverdue" | "waitsForMe" | "closedByName"> {
  readonly notes: string | null;
  readonly closedById: string | null;
  readonly decisions: RequestDecision[];
  readonly grant: ReviewDetail["grant"];
}

const FULL = {
  id: true,
  state: true,
  dueAt: true,
  createdAt: true,
  closedAt: true,
  closedById: true,
  verdict: true,
  notes: true,
  session: {
    select: {
      id: true,
      kind: true,
      state: true,
      personId: true,
      createdAt: true,
      openedAt: true,
      endedAt: true,
      endReason: true,
      person: { select: { name: true } },
      node: { select: NODE_LABEL },
      grant: {
        select: {
          id: true,
          startsAt: true,
          endsAt: true,
          endedAt: true,
          endReason: true,
          request: {
            select: { id: true, justification: true, incident: true, decisions: FULL_REQUEST.decisions },
          },
        },
      },
    },
  },
} satisfies Prisma.ReviewSelect;

interface FullRow
  extends Pick<FullReview, "id" | "dueAt" | "createdAt" | "closedAt" | "closedById" | "notes"> {
  state: string;
  verdict: string | null;
  session: Omit<FullReview["session"], "personName"> & {
    person: { name: string } | null;
    node: NodeLabelRow;
    grant:
      | (NonNullable<ReviewDetail["grant"]> & {
          request: NonNullable<ReviewRow["request"]> & { decisions: Parameters<typeof decisionOf>[0][] };
        })
      | null;
  };
}

function fullReviewOf({ session, state, verdict, ...row }: FullRow): FullReview {
  const { person, node, grant: grantWithRequest, ...columns } = session;
  const { request, ...grant } = grantWithRequest ?? { request: null };
  return {
    ...row,
    state: state === "open" ? "open" : "closed",
    verdict: REVIEW_VERDICTS.find((word) => word === verdict) ?? null,
    node: nodeLabelOf(node),
    session: { ...columns, personName: person?.name ?? null },
    request: request && { id: request.id, justification: request.justification, incident: request.incident },
    decisions: (request?.decisions ?? []).map(decisionOf).map(({ groups: _, ...decision }) => decision),
    grant: "id" in grant ? grant : null,
  };
}

export async function findFullReview(
  tx: Tx,
  which: { id: string } | { sessionId: string },
): Promise<FullReview | null> {
  const row = await handleOf(tx).review.findUnique({ where: which, select: FULL });
  return row && fullReviewOf(row);
}

export async function findReviews(tx: Tx, reviewIds: readonly string[]): Promise<FullReview[]> {
  const rows = await handleOf(tx).review.findMany({ where: { id: { in: [...reviewIds] } }, select: FULL });
  return rows.map(fullReviewOf);
}

/** Names of people by id. */
export async function findNames(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await handleOf(tx).person.findMany({
    where: { id: { in: [...personIds] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
