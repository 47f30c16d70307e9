import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import type { GlassPrice, RuleGlass } from "./rules";
import { COSIGNER_REASONS, GLASS_VERDICTS, type Glass, type GlassVerdict } from "./views";

/** What `glassOf` is made from. */
export const GLASS = {
  unit: true,
  budget: true,
  cosignerFor: true,
  brokenAt: true,
  noteDueAt: true,
  note: true,
  notedAt: true,
  verdict: true,
  verdictReason: true,
  judgedById: true,
  judgedAt: true,
  judgedBy: { select: { name: true } },
} as const;

type GlassRow = Omit<Glass, "cosignerFor" | "verdict" | "judgedByName"> & {
  cosignerFor: string | null;
  verdict: string | null;
  judgedBy: { name: string } | null;
};

const cosigners = z.enum(COSIGNER_REASONS).nullable();
const verdicts = z.enum(GLASS_VERDICTS).nullable();

/** Reads the columns; CHECK constraints hold them to their lists. */
export function glassOf({ judgedBy, cosignerFor, verdict, ...row }: GlassRow): Glass {
  return {
    ...row,
    cosignerFor: cosigners.parse(cosignerFor),
    verdict: verdicts.parse(verdict),
    judgedByName: judgedBy?.name ?? null,
  };
}

/** What this person has used of the month's, and whether they owe a note that is overdue. */
export async function findGlassUse(
  tx: Tx,
  personId: string,
  at: Date,
): Promise<{ used: number; owesOverdueNote: boolean }> {
  const [row] = await handleOf(tx).$queryRaw<{ used: number; owesOverdueNote: boolean }[]>`
    select coalesce(max(unit) filter (where month = date_trunc('month', ${at}::timestamptz at time zone 'UTC')::date), 0)::int
        as used,
      coalesce(bool_or(note is null and note_due_at <= ${at}::timestamptz), false) as "owesOverdueNote"
    from break_glasses where person_id = ${personId}`;
  return row ?? { used: 0, owesOverdueNote: false };
}

/**
 * The glass of a request; broken at once where it takes no co-signer. The database writes every time, and has the last
 * word on a unit: another of the same month with the same number is refused.
 */
export async function insertGlass(
  tx: Tx,
  glass: { requestId: string; personId: string; budget: number } & GlassPrice,
): Promise<void> {
  const { requestId, personId, budget, unit, cosignerFor } = glass;
  await handleOf(tx).$executeRaw`
    insert into break_glasses (request_id, person_id, unit, budget, cosigner_for)
    values (${requestId}, ${personId}, ${unit}, ${budget}, ${cosignerFor})`;
}

/** A co-signer approved: it breaks now. @returns when its note is due */
export async function saveBroken(tx: Tx, requestId: string): Promise<Date> {
  const rows = await handleOf(tx).$queryRaw<{ noteDueAt: Date }[]>`
    update break_glasses set broken_at = clock_timestamp() where request_id = ${requestId} and broken_at is null
    returning note_due_at as "noteDueAt"`;
  const [row] = rows;
  if (!row) throw new TypeError(`the glass of ${requestId} is broken already, or there is none`);
  return row.noteDueAt;
}

/** When the note of a broken glass is due. */
export async function findNoteDueAt(tx: Tx, requestId: string): Promise<Date> {
  const row = await handleOf(tx).breakGlass.findUnique({ where: { requestId }, select: { noteDueAt: true } });
  if (!row?.noteDueAt) throw new TypeError(`the glass of ${requestId} is not broken`);
  return row.noteDueAt;
}

/** Locks it until the transaction ends, and reads it as it then stands, with who reviewed what was done under it. */
export async function lockGlass(
  tx: Tx,
  requestId: string,
): Promise<(RuleGlass & { grantId: string | null; nodeId: string | null }) | null> {
  await handleOf(tx)
    .$queryRaw`select request_id from break_glasses where request_id = ${requestId} for update`;
  return findGlass(tx, requestId);
}

export async function findGlass(
  tx: Tx,
  requestId: string,
): Promise<(RuleGlass & { grantId: string | null; nodeId: string | null }) | null> {
  const row = await handleOf(tx).breakGlass.findUnique({
    where: { requestId },
    select: {
      ...{ personId: true, brokenAt: true, note: true, verdict: true },
      request: {
        select: {
          nodes: { select: { nodeId: true } },
          grant: {
            select: { id: true, sessions: { select: { review: { select: { closedById: true } } } } },
          },
        },
      },
    },
  });
  if (!row) return null;
  const { request, verdict, ...glass } = row;
  return {
    ...glass,
    verdict: verdicts.parse(verdict),
    grantId: request.grant?.id ?? null,
    nodeId: request.nodes[0]?.nodeId ?? null,
    reviewerIds: request.grant?.sessions.flatMap(({ review }) => review?.closedById ?? []) ?? [],
  };
}

/** @throws TypeError when there is a note; it is locked by the caller */
export async function saveNote(tx: Tx, requestId: string, note: string): Promise<void> {
  const count = await handleOf(tx).$executeRaw`
    update break_glasses set note = ${note} where request_id = ${requestId} and note is null`;
  if (count !== 1) throw new TypeError(`the glass of ${requestId} has a note, or is gone: it was not locked`);
}

/** @throws TypeError when it is judged; it is locked by the caller */
export async function saveJudgement(
  tx: Tx,
  requestId: string,
  judgement: { verdict: GlassVerdict; reason: string; judgedById: string },
): Promise<void> {
  const { verdict, reason, judgedById } = judgement;
  const count = await handleOf(tx).$executeRaw`
    update break_glasses set verdict = ${verdict}, verdict_reason = ${reason}, judged_by_id = ${judgedById}
    where request_id = ${requestId} and verdict is null`;
  if (count !== 1) throw new TypeError(`the glass of ${requestId} is judged, or is gone: it was not locked`);
}

/** Whether a grant, or a session's grant, came of a broken glass. */
export async function isBrokenGlass(
  tx: Tx,
  of: { grantId: string } | { sessionId: string },
): Promise<boolean> {
  const [row] = await handleOf(tx).$queryRaw<{ isBroken: boolean }[]>`
    select exists (select from grants g join break_glasses b on b.request_id = g.request_id
      where b.broken_at is not null and g.id = ${"grantId" in of ? of.grantId : null}
        or b.broken_at is not null and g.id = (select grant_id from sessions where id = ${"sessionId" in of ? of.sessionId : null})
    ) as "isBroken"`;
  return row?.isBroken ?? false;
}
