import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { StepUpLevel } from "./levels";
import { PROOF_SECONDS, type SubjectKey } from "./subject";

const { sql } = Prisma;

/** Every proof of a subject at one of the two levels, whoever wrote it; of a removed passkey until it was removed. */
const proofsOf = ({ personId, purpose, sha256 }: SubjectKey) => sql`(
  select proofs.id, 'passkey' as level, proofs.created_at as given_at, proofs.used_by, passkeys.removed_at
    from passkey_proofs proofs join passkeys on passkeys.id = proofs.passkey_id
    where passkeys.person_id = ${personId} and proofs.purpose = ${purpose} and proofs.subject_sha256 = ${sha256}
  union all
  select again.id, 'sign-in', again.proven_at, again.used_by, null
    from fresh_sign_ins again join sign_ins on sign_ins.id = again.sign_in_id
    where sign_ins.person_id = ${personId} and again.purpose = ${purpose} and again.subject_sha256 = ${sha256}
      and again.proven_at is not null) as given`;

const ofLevel = (level: StepUpLevel) => (level === "passkey" ? sql`level = 'passkey'` : sql`true`);

export interface FoundProof {
  readonly id: string;
  readonly level: "sign-in" | "passkey";
}

/** One that counts still, at this level or above, and that nothing has used. */
export async function findFresh(
  tx: Tx,
  key: SubjectKey,
  level: StepUpLevel,
): Promise<FoundProof | undefined> {
  const [found] = await handleOf(tx).$queryRaw<FoundProof[]>`
    select id, level from ${proofsOf(key)}
    where ${ofLevel(level)} and used_by is null and removed_at is null
      and given_at > clock_timestamp() - make_interval(secs => ${PROOF_SECONDS})
    order by given_at desc limit 1`;
  return found;
}

/** Whether one at this level or above was used already. @param usedBy by this; absent: by whatever */
export async function wasUsed(
  tx: Tx,
  key: SubjectKey,
  level: StepUpLevel,
  usedBy?: string,
): Promise<boolean> {
  const by = usedBy === undefined ? sql`used_by is not null` : sql`used_by = ${usedBy}`;
  const found = await handleOf(tx).$queryRaw<unknown[]>`
    select 1 from ${proofsOf(key)} where ${ofLevel(level)} and removed_at is null and ${by} limit 1`;
  return found.length > 0;
}

/** The strongest that was given at most two minutes before an instant, and not after it. */
export async function findLevelAt(tx: Tx, key: SubjectKey, at: Date): Promise<StepUpLevel> {
  const found = await handleOf(tx).$queryRaw<{ level: StepUpLevel }[]>`
    select level from ${proofsOf(key)}
    where given_at <= ${at}::timestamptz and (removed_at is null or removed_at > ${at}::timestamptz)
      and given_at > ${at}::timestamptz - make_interval(secs => ${PROOF_SECONDS})`;
  if (found.some(({ level }) => level === "passkey")) return "passkey";
  return found.length > 0 ? "sign-in" : "none";
}

/** @returns false when something else has used it meanwhile */
export async function markUsed(tx: Tx, { id, level }: FoundProof, usedBy: string): Promise<boolean> {
  const table = level === "passkey" ? sql`passkey_proofs` : sql`fresh_sign_ins`;
  const count = await handleOf(tx).$executeRaw`
    update ${table} set used_at = clock_timestamp(), used_by = ${usedBy} where id = ${id} and used_at is null`;
  return count === 1;
}
