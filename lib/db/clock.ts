import { handleOf, type Tx } from "./client";

/** The database's clock, the one that evidence goes by (milliseconds). */
export async function databaseNow(tx: Tx): Promise<Date> {
  const rows = await handleOf(tx).$queryRaw<{ now: Date }[]>`select clock_timestamp()::timestamptz(3) as now`;
  const now = rows[0]?.now;
  if (!now) throw new TypeError("the database gave no time");
  return now;
}
