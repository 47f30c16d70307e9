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
