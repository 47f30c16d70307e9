import type { TestDatabase } from "@/lib/db/testing/database";
import { FaultList } from "../faults";
import { readPairs, readRangeContents } from "../row-store";
import type { Query } from "../store";
import { verifyRanges } from "../verify-ranges";
import { verifyRows } from "../verify-rows";

/** What the steps say while something is so, which is then taken back. No trigger stops a superuser who wills. */
export async function compareWhile(
  database: TestDatabase,
  statements: readonly string[],
  firstBoundAt: string | null = "2026",
) {
  return database.asSuperuser(async (client) => {
    const query: Query = async (text, values = []) => (await client.query(text, values)).rows;
    await query("begin");
    try {
      await query("set local session_replication_role = replica");
      for (const statement of statements) await query(statement);
      const list = new FaultList();
      const cover = await verifyRows(readPairs(query), list, firstBoundAt);
      await verifyRanges(readRangeContents(query), list);
      return { ...cover, faults: list.found.map(({ step, code, item }) => `${step} ${code} ${item}`) };
    } finally {
      await query("rollback");
    }
  });
}
