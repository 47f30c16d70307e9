import type pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { currentCluster } from "../../../tools/database/test-cluster.mjs";
import { withConnection } from "./as-admin";

/** On this test's database as the server's superuser: what no process of ours may do. */
export async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const address = new URL(currentCluster().adminUrl);
  address.pathname = new URL(config().DATABASE_URL).pathname;
  return withConnection(address.href, work);
}

/** Who waits for a lock in this database; the server has others. */
export const WAITING = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
