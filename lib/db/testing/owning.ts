import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { currentCluster, urlsFor } from "../../../tools/database/test-cluster.mjs";
import type { Tx } from "../client";
import { PrismaClient } from "../generated/client";

let opened: { url: string; prisma: PrismaClient } | undefined;

/** A handle of the owner of the tables, on this test's database: to arrange what no process of ours may write or read. */
export function owning(): Tx {
  const database = new URL(config().DATABASE_URL).pathname.slice(1);
  const url = urlsFor(currentCluster().urls, database).owner;
  if (opened?.url !== url) opened = { url, prisma: open(url) };
  return opened.prisma as unknown as Tx;
}

function open(connectionString: string): PrismaClient {
  const pool = new pg.Pool({ connectionString, max: 2, idleTimeoutMillis: 500, allowExitOnIdle: true });
  // The database is dropped under it at the end of its test.
  pool.on("error", () => undefined);
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}
