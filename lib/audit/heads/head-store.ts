import { handleOf, type Tx } from "@/lib/db/client";

/** Lists a public key; it stays listed when another follows. */
export async function insertKey(tx: Tx, key: string): Promise<void> {
  await handleOf(tx).$executeRaw`insert into audit_keys (key) values (${key}) on conflict do nothing`;
}

/** The public keys that were ever used, as text. */
export async function readKeys(tx: Tx): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<
    { key: string }[]
  >`select key from audit_keys order by at limit 1000`;
  return rows.map(({ key }) => key);
}

/**
 * Keeps a head that is signed and anchored. Heads become visible in the order of their numbers: whoever has seen one
 * misses none before it.
 * @returns its number
 */
export async function insertHead(tx: Tx, head: { size: number; note: string }): Promise<number> {
  const db = handleOf(tx);
  await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended('audit_heads', 0))`;
  const rows = await db.$queryRaw<{ number: number }[]>`
    insert into audit_heads (size, note) values (${head.size}, ${head.note}) returning number`;
  const [row] = rows;
  if (!row) throw new TypeError("no head was inserted");
  return row.number;
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
