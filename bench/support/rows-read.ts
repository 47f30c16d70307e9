import type pg from "pg";
import { expect } from "vitest";
import { closeDatabase } from "@/lib/db/client";

/** What was read of one table. */
export interface Reading {
  /** How often from end to end. */
  scans: number;
  /** Rows and index entries, as PostgreSQL counts them: also those that were then not wanted. */
  rows: number;
}

/**
 * What PostgreSQL read while something was loaded, by its own counters.
 * @param observer a connection of its own to the same database, as a superuser
 */
export async function readBy(
  observer: pg.Client,
  load: () => Promise<unknown>,
): Promise<Map<string, Reading>> {
  const before = await counters(observer);
  await load();
  const after = await counters(observer);
  return new Map(
    [...after].map(([table, { scans, rows }]) => {
      const { scans: scansBefore, rows: rowsBefore } = before.get(table) ?? { scans: 0, rows: 0 };
      return [table, { scans: scans - scansBefore, rows: rows - rowsBefore }];
    }),
  );
}

/** Connections report what they did at the latest when they end. */
async function counters(observer: pg.Client): Promise<Map<string, Reading>> {
  await closeDatabase();
  await expect
    .poll(async () => {
      const { rowCount } = await observer.query(
        `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and backend_type in ('client backend', 'parallel worker')`,
      );
      return rowCount;
    })
    .toBe(0);
  await observer.query("select pg_stat_force_next_flush()");
  const { rows } = await observer.query<Reading & { name: string }>(
    `select t.relname as name, t.seq_scan::int as scans, (t.seq_tup_read + coalesce(
       (select sum(i.idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid), 0))::int as rows
     from pg_stat_user_tables t where t.schemaname = 'public'`,
  );
  return new Map(rows.map(({ name, ...reading }) => [name, reading]));
}
