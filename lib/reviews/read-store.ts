import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { NODE_LABEL, type NodeLabelRow, nodeLabelOf } from "@/lib/nodes/labels";
import { type DecisionRow, decisionOf, decisionShown } from "@/lib/requests/deciding/store";
import { GLASS_VERDICTS } from "@/lib/requests/glass/views";
import { FULL as FULL_REQUEST } from "@/lib/requests/store";
import type { RequestDecision } from "@/lib/requests/views";
import { gradesFrom } from "@/lib/sessions/columns";
import { REVIEW_VERDICTS, type ReviewDetail, type ReviewRow } from "./views";

/** A review as rows need it. */
export interface ListedReview extends Omit<ReviewRow, "isOverdue" | "waitsForMe" | "closedByName"> {
  readonly closedById: string | null;
}

/** A review as its page needs it. */
export interface FullReview extends ListedReview {
  readonly notes: string | null;
  readonly decisions: RequestDecision[];
  readonly grant: ReviewDetail["grant"];
}

const FULL = {
  id: true,
  state: true,
  dueAt: true,
  queueAt: true,
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
      completeness: true,
      corroboration: true,
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
            select: {
              ...{ id: true, justification: true, incident: true, decisions: FULL_REQUEST.decisions },
              glass: { select: { verdict: true } },
            },
          },
        },
      },
    },
  },
} satisfies Prisma.ReviewSelect;

interface FullRow
  extends Pick<FullReview, "id" | "dueAt" | "queueAt" | "createdAt" | "closedAt" | "closedById" | "notes"> {
  state: string;
  verdict: string | null;
  session: Omit<FullReview["session"], "personName" | "grades"> & {
    completeness: string | null;
    corroboration: string | null;
    person: { name: string } | null;
    node: NodeLabelRow;
    grant:
      | (NonNullable<ReviewDetail["grant"]> & {
          request: NonNullable<ReviewRow["request"]> & {
            decisions: DecisionRow[];
            glass: { verdict: string | null } | null;
          };
        })
      | null;
  };
}

function fullReviewOf({ session, state, verdict, ...row }: FullRow): FullReview {
  const { person, node, grant: grantWithRequest, completeness, corroboration, ...columns } = session;
  const { request, ...grant } = grantWithRequest ?? { request: null };
  return {
    ...row,
    ...wordsOf(state, verdict),
    node: nodeLabelOf(node),
    session: {
      ...columns,
      personName: person?.name ?? null,
      grades: gradesFrom({ completeness, corroboration }),
    },
    request: request && { id: request.id, justification: request.justification, incident: request.incident },
    glass: glassFrom(request?.glass ?? null),
    decisions: (request?.decisions ?? []).map(decisionOf).map(decisionShown),
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

interface ListedRecord
  extends Pick<FullReview, "id" | "dueAt" | "queueAt" | "createdAt" | "closedAt" | "closedById"> {
  state: string;
  verdict: string | null;
  session: Omit<FullReview["session"], "createdAt" | "openedAt" | "endedAt" | "grades">;
  completeness: string | null;
  corroboration: string | null;
  sessionCreatedAt: Date;
  openedAt: Date | null;
  endedAt: Date | null;
  node: NodeLabelRow;
  request: ReviewRow["request"];
  glass: { verdict: string | null } | null;
}

/** Reviews for rows, in no order and in one statement: lists are full of them. */
export async function findReviews(tx: Tx, reviewIds: readonly string[]): Promise<ListedReview[]> {
  const rows = await handleOf(tx).$queryRaw<ListedRecord[]>`
    select v.id, v.state, v.verdict, v.due_at as "dueAt", v.queue_at as "queueAt", v.created_at as "createdAt", v.closed_at as "closedAt",
      v.closed_by_id as "closedById", s.created_at as "sessionCreatedAt", s.opened_at as "openedAt",
      s.ended_at as "endedAt", s.completeness, s.corroboration,
      jsonb_build_object('id', s.id, 'kind', s.kind, 'state', s.state, 'personId', s.person_id,
        'personName', p.name, 'endReason', s.end_reason) as session,
      jsonb_build_object('id', n.id, 'name', n.name, 'accountId', n.account_id, 'region', n.region,
        'protection', n.protection, 'tags', n.tags, 'account', jsonb_build_object('name', a.name)) as node,
      case when q.id is not null then
        jsonb_build_object('id', q.id, 'justification', q.justification, 'incident', q.incident) end as request,
      case when b.request_id is not null then jsonb_build_object('verdict', b.verdict) end as glass
    from reviews v
    join sessions s on s.id = v.session_id
    join nodes n on n.id = s.node_id
    join accounts a on a.id = n.account_id
    left join people p on p.id = s.person_id
    left join grants g on g.id = s.grant_id
    left join requests q on q.id = g.request_id
    left join break_glasses b on b.request_id = q.id
    where v.id = any(${[...reviewIds]}::text[])`;
  return rows.map(
    ({
      state,
      verdict,
      session,
      node,
      sessionCreatedAt,
      openedAt,
      endedAt,
      completeness,
      corroboration,
      glass,
      ...row
    }) => ({
      ...row,
      ...wordsOf(state, verdict),
      glass: glassFrom(glass),
      node: nodeLabelOf(node),
      session: {
        ...{ ...session, createdAt: sessionCreatedAt, openedAt, endedAt },
        grades: gradesFrom({ completeness, corroboration }),
      },
    }),
  );
}

function glassFrom(glass: { verdict: string | null } | null): ReviewRow["glass"] {
  return glass && { verdict: GLASS_VERDICTS.find((word) => word === glass.verdict) ?? null };
}

function wordsOf(state: string, verdict: string | null): Pick<ReviewRow, "state" | "verdict"> {
  return {
    state: state === "open" ? "open" : "closed",
    verdict: REVIEW_VERDICTS.find((word) => word === verdict) ?? null,
  };
}

/** Names of people by id. */
export async function findNames(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await handleOf(tx).person.findMany({
    where: { id: { in: [...personIds] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
