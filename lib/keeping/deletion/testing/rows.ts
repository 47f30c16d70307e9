import { verifyAudit } from "@/lib/audit/verify/verify-audit";
import { handleOf, type Tx } from "@/lib/db/client";
import { newConnection } from "@/lib/db/connection/connect";
import { config } from "@/lib/kernel/config/config";
import { currentCluster, urlsFor } from "../../../../tools/database/test-cluster.mjs";

/** How many rows of each table are of a session. */
export async function countRows(
  tx: Tx,
  tables: readonly string[],
  sessionId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const rows = await handleOf(tx).$queryRawUnsafe<{ count: number }[]>(
      `select count(*)::int as count from ${table} where session_id = $1`,
      sessionId,
    );
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** What the database says to a statement of a login: "done", or its refusal. */
export async function tryAs(login: "web" | "gateway" | "jobs" | "owner", sql: string): Promise<string> {
  const database = new URL(config().DATABASE_URL).pathname.slice(1);
  const client = newConnection(urlsFor(currentCluster().urls, database)[login]);
  await client.connect();
  try {
    await client.query(sql);
    return "done";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end();
  }
}

/** Faults of holds and of what can be deleted. */
export async function faultsOfKeeping(): Promise<string[]> {
  const database = new URL(config().DATABASE_URL).pathname.slice(1);
  const report = await verifyAudit(urlsFor(currentCluster().urls, database).owner);
  return report.faults
    .filter(
      ({ step, item }) =>
        ["ranges", "recordings", "fetched", "chain", "guards", "rights"].includes(step) ||
        /^(hold|deletion|input-opening)/.test(item),
    )
    .map(({ step, code, item }) => `${step} ${code} ${item}`);
}
