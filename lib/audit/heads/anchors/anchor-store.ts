import { handleOf, type Tx } from "@/lib/db/client";

/** Where heads are anchored. */
export type AnchorName = "file" | "bucket";

/** Which heads an anchor has, by their numbers: all from the first to the last. */
export interface AnchorState {
  lastHead: number | null;
  failure: string | null;
}

/** Says which anchors are in use; the others' age is nobody's concern. */
export async function useAnchors(tx: Tx, names: readonly AnchorName[]): Promise<void> {
  const db = handleOf(tx);
  await db.$executeRaw`update audit_anchors set is_used = false where is_used and not name = any(${names})`;
  for (const name of names)
    await db.$executeRaw`
      insert into audit_anchors (name) values (${name}) on conflict (name)
      do update set is_used = true, since = clock_timestamp(), failure = null where not audit_anchors.is_used`;
}

export async function readAnchorState(tx: Tx, name: AnchorName): Promise<AnchorState> {
  const rows = await handleOf(tx).$queryRaw<AnchorState[]>`
    select last_head as "lastHead", failure from audit_anchors where name = ${name}`;
  return rows[0] ?? { lastHead: null, failure: null };
}

/** Heads that an anchor lacks, the oldest first; of one that has none yet, the newest alone. */
export async function findPendingHeads(
  tx: Tx,
  lastHead: number | null,
  most: number,
): Promise<{ number: number; note: string }[]> {
  const db = handleOf(tx);
  return lastHead === null
    ? db.$queryRaw`select number, note from audit_heads order by number desc limit 1`
    : db.$queryRaw`select number, note from audit_heads where number > ${lastHead} order by number limit ${most}`;
}

/** Notes that an anchor has a head, and with it all before it. */
export async function markAnchored(tx: Tx, name: AnchorName, head: number): Promise<void> {
  await handleOf(tx).$executeRaw`
    update audit_anchors set first_head = coalesce(first_head, ${head}),
      last_head = greatest(last_head, ${head}), failure = null
    where name = ${name}`;
}

/** As `markAnchored`, of a head that was just signed: unless there is one before it that the anchor lacks. */
export async function markSigned(tx: Tx, name: AnchorName, head: number): Promise<void> {
  await handleOf(tx).$executeRaw`
    update audit_anchors a set first_head = coalesce(first_head, ${head}), last_head = ${head}, failure = null
    where name = ${name} and (last_head is null or last_head < ${head})
      and not exists (select from audit_heads h where h.number > a.last_head and h.number < ${head})`;
}

/** @param code why it failed */
export async function noteFailure(tx: Tx, name: AnchorName, code: string): Promise<void> {
  await handleOf(tx)
    .$executeRaw`update audit_anchors set failure = ${code} where name = ${name} and failure is distinct from ${code}`;
}

/** An anchor that is in use. */
export interface AnchorHealth {
  name: AnchorName;
  /** Since its last head was signed, or, when it has none, since it should have one; null: there is nothing to anchor. */
  ageSeconds: number | null;
  /** Why the last try failed. */
  failure: string | null;
}

export async function readAnchorHealth(tx: Tx): Promise<AnchorHealth[]> {
  return handleOf(tx).$queryRaw`
    select a.name, a.failure, extract(epoch from clock_timestamp() - coalesce(
      (select h.at from audit_heads h where h.number = a.last_head),
      greatest(a.since, (select b.sealed_at from audit_batches b order by b.number limit 1))
    ))::float8 as "ageSeconds"
    from audit_anchors a where a.is_used and exists (select from audit_batches) order by a.name`;
}
