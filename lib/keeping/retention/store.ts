import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { checkStep } from "@/lib/kernel/transitions";
import { protectionFrom } from "@/lib/nodes/labels";
import type { Protection } from "@/lib/nodes/views";
import { ASKER, mayStill } from "@/lib/people/second-person-store";
import { type ChangeableRule, RULE_TRANSITIONS } from "./rules";
import type { RuleDeletionView, RuleState, RuleView } from "./views";

/** So many versions of a class are listed: the audit has all. */
export const MOST_VERSIONS = 20;
/** So many deletions by rule. */
const MOST_LATELY = 20;

const NAMED = { select: { id: true, name: true } } as const;

/** What there is of a class: what applies, what will, and what waits for a second person. */
export interface FoundClass {
  protection: Protection;
  rule: ChangeableRule;
  inForce: RuleView | null;
  upcoming: RuleView | null;
  proposal: Prisma.RetentionRuleGetPayload<{ include: { askedBy: typeof ASKER } }> | null;
}

/** @param at the database's now */
export async function findClass(tx: Tx, protection: Protection, at: Date): Promise<FoundClass> {
  // The newest that is confirmed applies or will; the one before it applies until then.
  const [newest, before] = await findVersions(tx, protection, { limit: 2, isInForceOnly: true });
  const upcoming = newest && newest.effectiveAt > at ? newest : null;
  const inForce = (upcoming ? before : newest) ?? null;
  const proposal = await handleOf(tx).retentionRule.findFirst({
    where: { protection, state: "proposed" },
    include: { askedBy: ASKER },
  });
  return {
    ...{ protection, inForce, upcoming, proposal },
    rule: {
      days: inForce?.days ?? null,
      upcomingDays: upcoming?.days,
      proposal: proposal && {
        askedById: proposal.askedById,
        expiresAt: proposal.expiresAt,
        isAskerEntitled: mayStill(proposal.askedBy, ["administrator"]),
      },
    },
  };
}

/** Confirmed versions of a class, newest first. */
export async function findVersions(
  tx: Tx,
  protection: Protection,
  { limit = MOST_VERSIONS, isInForceOnly = false } = {},
): Promise<RuleView[]> {
  const rows = await handleOf(tx).retentionRule.findMany({
    where: { protection, state: { in: isInForceOnly ? ["confirmed"] : ["confirmed", "superseded"] } },
    orderBy: { version: "desc" },
    take: limit,
    include: { askedBy: NAMED, confirmedBy: NAMED },
  });
  return rows.flatMap(
    ({ id, days, reason, askedBy, state, version, confirmedBy, confirmedAt, effectiveAt }) => {
      if (version === null || !confirmedBy || !confirmedAt || !effectiveAt) return [];
      const isSuperseded = state === "superseded";
      return [{ id, version, days, reason, askedBy, confirmedBy, confirmedAt, effectiveAt, isSuperseded }];
    },
  );
}

/** The class of a proposed rule, whatever became of it. */
export async function findClassOf(tx: Tx, ruleId: string): Promise<Protection | undefined> {
  const row = await handleOf(tx).retentionRule.findUnique({
    where: { id: ruleId },
    select: { protection: true },
  });
  return row ? protectionFrom(row.protection) : undefined;
}

/** Lets one person at a time change the rule of a class, the first version too. */
export async function lockClass(tx: Tx, protection: Protection): Promise<void> {
  await handleOf(tx)
    .$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`retention ${protection}`}, 0))`;
}

export async function insertRule(
  tx: Tx,
  rule: { id: string; protection: Protection; days: number | null; reason: string; askedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into retention_rules (id, protection, days, reason, asked_by_id)
    values (${rule.id}, ${rule.protection}, ${rule.days}, ${rule.reason}, ${rule.askedById})`;
}

type Step = { to: "confirmed"; confirmedById: string } | { to: "withdrawn" | "expired"; closedAt: Date };

/**
 * Moves a proposed rule on; its class is locked by the caller.
 * @returns what the database wrote of one that was confirmed
 * @throws TypeError when it is not proposed any more
 */
export async function moveRule(
  tx: Tx,
  id: string,
  { to, ...data }: Step,
): Promise<{ version: number | null; effectiveAt: Date | null }> {
  checkStep<RuleState>(RULE_TRANSITIONS, id, { from: "proposed", to });
  const [moved] = await handleOf(tx).retentionRule.updateManyAndReturn({
    where: { id, state: "proposed" },
    data: { state: to, ...data },
    select: { version: true, effectiveAt: true },
  });
  if (!moved) throw new TypeError(`${id} is not proposed any more, or gone: it was not locked`);
  return moved;
}

/** Proposed, and confirmed by nobody in time: at most one of each class. */
export async function findExpiredRules(
  tx: Tx,
  at: Date,
): Promise<{ id: string; protection: Protection; days: number | null }[]> {
  const rows = await handleOf(tx).retentionRule.findMany({
    where: { state: "proposed", expiresAt: { lte: at } },
    select: { id: true, protection: true, days: true },
  });
  return rows.map(({ protection, ...row }) => ({ ...row, protection: protectionFrom(protection) }));
}

/** What rules deleted, or delete, newest first. */
export async function findLately(tx: Tx): Promise<RuleDeletionView[]> {
  const rows = await handleOf(tx).$queryRaw<
    (Omit<RuleDeletionView, "bytes" | "protection"> & { bytes: bigint; protection: string })[]
  >`
    select d.id, d.session_id as "sessionId", r.protection, r.version, d.bytes, d.begun_at as "begunAt",
      d.closed_at as "deletedAt"
    from recording_deletions d join retention_rules r on r.id = d.rule_id
    where d.rule_id is not null order by d.begun_at desc, d.id limit ${MOST_LATELY}`;
  return rows.map((row) => ({
    ...row,
    bytes: Number(row.bytes),
    protection: protectionFrom(row.protection),
  }));
}
