import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { RuleGrant } from "@/lib/grants/rules";
import { NODE_LABEL, nodeLabelOf } from "@/lib/nodes/labels";
import { decodeGap } from "@/lib/recorded-ranges/decode-range";
import type { RecordedGap } from "@/lib/recorded-ranges/range";
import { endReasonFrom, gradesFrom, keepsInput, kindFrom, stateFrom } from "./columns";
import { isLastResort } from "./last-resort";
import type { KeptInput, SessionRow } from "./views";

const ROW = {
  id: true,
  kind: true,
  state: true,
  personId: true,
  osUser: true,
  grantId: true,
  createdAt: true,
  openedAt: true,
  windowEndsAt: true,
  endedAt: true,
  endReason: true,
  endConfirmedAt: true,
  completeness: true,
  corroboration: true,
  person: { select: { id: true, name: true } },
  node: { select: NODE_LABEL },
  grant: {
    select: {
      requestId: true,
      endsAt: true,
      request: { select: { justification: true, incident: true, glass: { select: { requestId: true } } } },
    },
  },
  review: { select: { id: true, state: true, verdict: true } },
} satisfies Prisma.SessionSelect;

type Row = Prisma.SessionGetPayload<{ select: typeof ROW }>;

type Kept = Pick<SessionRow, "isHeld" | "isDeleted" | "outsideOwner">;

function rowOf(viewerId: string, row: Row, kept: ReadonlyMap<string, Kept>): SessionRow {
  const { id, osUser, createdAt, openedAt, endedAt, endConfirmedAt, grantId, grant, person, review } = row;
  const { isHeld = false, isDeleted = false, outsideOwner = null } = kept.get(row.id) ?? {};
  return {
    ...{ id, osUser, createdAt, openedAt, endedAt, endConfirmedAt, grantId, person, review },
    kind: kindFrom(row.kind),
    state: stateFrom(row.state),
    isMine: row.personId === viewerId,
    node: nodeLabelOf(row.node),
    requestId: grant?.requestId ?? null,
    justification: grant?.request.justification ?? null,
    incident: grant?.request.incident ?? null,
    isBreakGlass: (grant?.request.glass ?? null) !== null,
    windowEndsAt: row.windowEndsAt ?? grant?.endsAt ?? null,
    endReason: endReasonFrom(row.endReason),
    grades: gradesFrom(row),
    ...{ isHeld, isDeleted, outsideOwner },
    isLastResort: outsideOwner !== null && isLastResort(outsideOwner),
  };
}

/** What became of recordings, and who opened what was opened past the portal: of those of which there is something to say. */
async function findKept(tx: Tx, sessionIds: readonly string[]): Promise<Map<string, Kept>> {
  const rows = await handleOf(tx).$queryRaw<({ id: string } & Kept)[]>`
    select k.session_id as id, halligan_is_held(k.session_id, false) as "isHeld",
      exists (select from recording_deletions d
        where d.session_id = k.session_id and d.state in ('deleting', 'deleted')) as "isDeleted",
      (select i.owner from imported_sessions i where i.session_id = k.session_id) as "outsideOwner"
    from (
      select session_id from recording_holds where session_id = any(${[...sessionIds]}) union
      select session_id from recording_deletions where session_id = any(${[...sessionIds]}) union
      select session_id from imported_sessions where session_id = any(${[...sessionIds]})
    ) k`;
  return new Map(rows.map(({ id, ...kept }) => [id, kept]));
}

/** Sessions as lists show them to a viewer, in no order. */
export async function findSessionRows(
  tx: Tx,
  viewerId: string,
  sessionIds: readonly string[],
): Promise<SessionRow[]> {
  const rows = await handleOf(tx).session.findMany({ where: { id: { in: [...sessionIds] } }, select: ROW });
  const kept = await findKept(tx, sessionIds);
  return rows.map((row) => rowOf(viewerId, row, kept));
}

const DETAIL = {
  ...ROW,
  accountId: true,
  awsSessionId: true,
  documentName: true,
  windowStartsAt: true,
  cols: true,
  rows: true,
  endRequestedAt: true,
  endNote: true,
  failure: true,
  endedById: true,
  endAnswer: true,
  policy: true,
  policyProof: true,
  evidenceCheckedAt: true,
  recording: { select: { startedAt: true, closedAt: true } },
  grant: {
    select: {
      requestId: true,
      id: true,
      personId: true,
      startsAt: true,
      endsAt: true,
      endedAt: true,
      obligations: true,
      request: {
        select: {
          justification: true,
          incident: true,
          glass: { select: { requestId: true } },
          decisions: {
            select: { person: { select: { name: true } } },
            where: { verdict: "approve" },
            orderBy: { createdAt: "asc" },
          },
        },
      },
    },
  },
} satisfies Prisma.SessionSelect;

export type DetailColumns = Pick<
  Prisma.SessionGetPayload<{ select: typeof DETAIL }>,
  | "awsSessionId"
  | "documentName"
  | "osUser"
  | "windowStartsAt"
  | "cols"
  | "rows"
  | "endRequestedAt"
  | "endNote"
  | "failure"
  | "endAnswer"
  | "policy"
  | "policyProof"
  | "evidenceCheckedAt"
  | "recording"
  | "personId"
> & {
  grant: RuleGrant | null;
  approvedBy: string[];
  endedByName: string | null;
  /** Whether the rule of its access has keystrokes kept. */
  keepsInput: boolean;
};

/** A session with everything its page shows. */
export async function findDetail(
  tx: Tx,
  viewerId: string,
  sessionId: string,
): Promise<{ row: SessionRow; columns: DetailColumns } | null> {
  const found = await handleOf(tx).session.findUnique({ where: { id: sessionId }, select: DETAIL });
  if (!found) return null;
  const endedBy = found.endedById
    ? await handleOf(tx).person.findUnique({ where: { id: found.endedById }, select: { name: true } })
    : null;
  const decisions = found.grant?.request.decisions ?? [];
  return {
    row: rowOf(viewerId, found, await findKept(tx, [sessionId])),
    columns: {
      ...found,
      approvedBy: decisions.flatMap((decision) => decision.person?.name ?? []),
      endedByName: endedBy?.name ?? null,
      keepsInput: found.grant !== null && keepsInput(found.grant.obligations),
    },
  };
}

/**
 * The gaps that stand in a session's recording. From a view that shows them and nothing else: web may not read what
 * was recorded.
 * @throws AppError RECORDING_UNREADABLE for a gap whose cause is unknown
 */
export async function findGaps(tx: Tx, sessionId: string): Promise<RecordedGap[]> {
  const rows = await handleOf(tx).$queryRaw<{ first: bigint; last: bigint; cause: string | null }[]>`
    select distinct first_sequence as first, last_sequence as last, cause from recording_gaps
    where session_id = ${sessionId} order by first, last`;
  return rows.map(({ first, last, cause }) =>
    decodeGap({ from: Number(first), to: Number(last), cause: cause ?? "" }),
  );
}

/**
 * How much of what was typed in a session is kept. From a view that counts and shows nothing else: web may not read what
 * was recorded.
 */
export async function findKeptInput(tx: Tx, sessionId: string): Promise<KeptInput> {
  const rows = await handleOf(tx).$queryRaw<{ messages: bigint; bytes: bigint }[]>`
    select messages, bytes from recorded_input where session_id = ${sessionId}`;
  return { messages: Number(rows[0]?.messages ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
}

/** Whose a session is; null: there is none. */
export async function findOwner(
  tx: Tx,
  sessionId: string,
): Promise<{ person: { id: string; name: string } | null } | null> {
  return handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: { person: { select: { id: true, name: true } } },
  });
}
