import { handleOf, type Tx } from "@/lib/db/client";

/** Lists a public key; it stays listed when another follows. */
export async function insertKey(tx: Tx, key: string): Promise<void> {
  await handleOf(tx).$executeRaw`insert into audit_keys (key) values (${key}) on conflict do nothing`;
}

/** Keeps a head that is signed and anchored. */
export async function insertHead(tx: Tx, head: { size: number; note: string }): Promise<void> {
  await handleOf(tx).$executeRaw`insert into audit_heads (size, note) values (${head.size}, ${head.note})`;
}

/**
 * The last anchored head, by the database's clock.
 * @returns null: nothing was ever anchored
 */
export async function readLastHead(tx: Tx): Promise<{ size: number; ageSeconds: number } | null> {
  const rows = await handleOf(tx).$queryRaw<{ size: number; ageSeconds: number }[]>`
    select size, extract(epoch from clock_timestamp() - at)::float8 as "ageSeconds" from audit_heads
    order by number desc limit 1`;
  return rows[0] ?? null;
}

/**
 * How long ago a head was anchored, or, when none ever was, the first key was listed that should have signed one.
 * @returns seconds; null: this portal anchors nothing
 */
export async function readAnchorAge(tx: Tx): Promise<number | null> {
  const rows = await handleOf(tx).$queryRaw<{ ageSeconds: number | null }[]>`
    select extract(epoch from clock_timestamp() - coalesce(
      (select at from audit_heads order by number desc limit 1), (select min(at) from audit_keys)
    ))::float8 as "ageSeconds"`;
  return rows[0]?.ageSeconds ?? null;
}
