import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { checkStep } from "@/lib/kernel/transitions";
import { ASKER, mayStill } from "@/lib/people/second-person-store";
import type { PolicyFile, PolicyProblem } from "../text/problems";
import { type DecidablePolicy, MOST_PROPOSALS, POLICY_TRANSITIONS } from "./rules";
import type { PolicyCheck, PolicyRow, PolicyState } from "./views";

const filesSchema = z.array(z.strictObject({ name: z.string(), text: z.string() }));
const problemsSchema: z.ZodType<PolicyProblem[]> = z.array(
  z.strictObject({
    ...{ file: z.string(), policy: z.string().nullable(), line: z.int(), column: z.int() },
    ...{ message: z.string(), help: z.string().nullable() },
  }),
);
const stateSchema = z.enum(["proposed", "active", "rejected", "replaced"]);

/** So many decided ones are listed: the audit has all. */
const MOST_HISTORY = 20;
const NAMED = { select: { id: true, name: true } } as const;
const ROW = {
  ...{
    id: true,
    state: true,
    number: true,
    reason: true,
    proposedAt: true,
    decidedAt: true,
    decisionReason: true,
  },
  ...{ proposedBy: NAMED, decidedBy: NAMED },
} as const;

/** What a set of rules is taken from. */
export interface StoredPolicy {
  id: string;
  number: number | null;
  files: PolicyFile[];
  sha256: string;
  proposedById: string;
  decidedById: string | null;
  problems: PolicyProblem[] | null;
}

/** Which is active, without its files. */
export async function findActiveNumber(
  tx: Tx,
): Promise<{ id: string; number: number | null; sha256: string } | null> {
  return handleOf(tx).policyVersion.findFirst({
    where: { state: "active" },
    select: { id: true, number: true, sha256: true },
  });
}

export async function findPolicy(tx: Tx, id: string): Promise<StoredPolicy | null> {
  const row = await handleOf(tx).policyVersion.findUnique({ where: { id } });
  if (!row) return null;
  const { number, sha256, proposedById, decidedById } = row;
  return {
    ...{ id, number, sha256, proposedById, decidedById },
    files: filesSchema.parse(row.files),
    problems: row.problems === null ? null : problemsSchema.parse(row.problems),
  };
}

/** One, as a row of a list. */
export async function findPolicyRow(tx: Tx, id: string): Promise<PolicyRow | null> {
  const row = await handleOf(tx).policyVersion.findUnique({ where: { id }, select: ROW });
  return row && { ...row, state: stateSchema.parse(row.state) };
}

/** What was decided, newest first. */
export async function findHistory(tx: Tx): Promise<PolicyRow[]> {
  const rows = await handleOf(tx).policyVersion.findMany({
    where: { state: { not: "proposed" } },
    orderBy: [{ decidedAt: "desc" }, { id: "desc" }],
    take: MOST_HISTORY,
    select: ROW,
  });
  return rows.map((row) => ({ ...row, state: stateSchema.parse(row.state) }));
}

export interface FoundProposal {
  row: PolicyRow;
  files: PolicyFile[];
  check: PolicyCheck;
  decidable: DecidablePolicy;
}

/** Those that wait, oldest first. */
export async function findProposals(tx: Tx): Promise<FoundProposal[]> {
  const rows = await handleOf(tx).policyVersion.findMany({
    where: { state: "proposed" },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take: MOST_PROPOSALS,
    include: { proposedBy: ASKER, decidedBy: NAMED },
  });
  return rows.map((row) => ({
    row: { ...rowOf(row), proposedBy: { id: row.proposedBy.id, name: row.proposedBy.name } },
    files: filesSchema.parse(row.files),
    check: checkOf(row),
    decidable: decidableOf(row),
  }));
}

function rowOf(row: Prisma.PolicyVersionGetPayload<{ select: typeof ROW }>): PolicyRow {
  const { id, number, reason, proposedBy, proposedAt, decidedBy, decidedAt, decisionReason } = row;
  return {
    ...{ id, number, reason, proposedBy, proposedAt, decidedBy, decidedAt, decisionReason },
    state: stateSchema.parse(row.state),
  };
}

type Checked = Pick<Prisma.PolicyVersionGetPayload<object>, "problems" | "warnings" | "checkedAt">;

function checkOf({ problems, warnings, checkedAt }: Checked): PolicyCheck {
  if (checkedAt === null) return { state: "waiting" };
  const found = problemsSchema.parse(problems);
  return {
    ...{ state: found.length === 0 ? "valid" : "invalid", checkedAt, problems: found },
    warnings: problemsSchema.parse(warnings),
  };
}

function decidableOf(
  row: Prisma.PolicyVersionGetPayload<{ include: { proposedBy: typeof ASKER } }>,
): DecidablePolicy {
  return {
    state: stateSchema.parse(row.state),
    proposedById: row.proposedById,
    isProposerEntitled: mayStill(row.proposedBy, ["administrator"]),
    problems: row.problems === null ? null : problemsSchema.parse(row.problems),
  };
}

/** Whether it may be decided; the rules are locked by the caller. */
export async function findDecidable(tx: Tx, id: string): Promise<DecidablePolicy | null> {
  const row = await handleOf(tx).policyVersion.findUnique({ where: { id }, include: { proposedBy: ASKER } });
  return row && decidableOf(row);
}

/** Proposed and not checked yet, oldest first. */
export async function findUnchecked(tx: Tx): Promise<string[]> {
  const rows = await handleOf(tx).policyVersion.findMany({
    where: { state: "proposed", checkedAt: null },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take: MOST_PROPOSALS,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export async function countProposals(tx: Tx): Promise<number> {
  return handleOf(tx).policyVersion.count({ where: { state: "proposed" } });
}

/** Lets one person at a time change the rules. */
export async function lockPolicy(tx: Tx): Promise<void> {
  await handleOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended('policy', 0))`;
}

export async function insertPolicy(
  tx: Tx,
  policy: { id: string; files: readonly PolicyFile[]; sha256: string; reason: string; proposedById: string },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into policy_versions (id, files, sha256, reason, proposed_by_id)
    values (${policy.id}, ${JSON.stringify(policy.files)}::jsonb, ${policy.sha256}, ${policy.reason},
      ${policy.proposedById})`;
}

type Step =
  | { to: "active"; decidedById: string }
  | { to: "rejected"; decidedById: string; decisionReason: string };

/**
 * Decides a proposal; the rules are locked by the caller.
 * @returns the number that the database gave it
 * @throws TypeError when it is not proposed any more
 */
export async function movePolicy(tx: Tx, id: string, { to, ...data }: Step): Promise<number | null> {
  checkStep<PolicyState>(POLICY_TRANSITIONS, id, { from: "proposed", to });
  const [moved] = await handleOf(tx).policyVersion.updateManyAndReturn({
    where: { id, state: "proposed" },
    data: { state: to, ...data },
    select: { number: true },
  });
  if (!moved) throw new TypeError(`${id} is not proposed any more, or gone: it was not locked`);
  return moved.number;
}

/** @returns whether it still waited for that */
export async function saveCheck(
  tx: Tx,
  id: string,
  { problems, warnings }: { problems: readonly PolicyProblem[]; warnings: readonly PolicyProblem[] },
): Promise<boolean> {
  const changed = await handleOf(tx).$executeRaw`
    update policy_versions set checked_at = clock_timestamp(), problems = ${JSON.stringify(problems)}::jsonb,
      warnings = ${JSON.stringify(warnings)}::jsonb
    where id = ${id} and state = 'proposed' and checked_at is null`;
  return changed === 1;
}
