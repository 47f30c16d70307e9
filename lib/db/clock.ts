import { handleOf, type Tx } from "./client";

/** The database's clock, the one that evidence goes by (milliseconds). */
export async function databaseNow(tx: Tx): Promise<Date> {
  const rows = await handleOf(tx).$queryRaw<{ now: Date }[]>`select clock_timestamp()::timestamptz(3) as now`;
  const now = rows[0]?.now;
  if (!now) throw new TypeError("the database gave no time");
  return now;
}

/**
 * How far this host's clock is from the database's.
 * @returns seconds, rounded; positive: this host is ahead
 */
export async function databaseClockOffset(tx: Tx): Promise<number> {
  const sentAt = Date.now();
  const there = await databaseNow(tx);
  return Math.round(((sentAt + Date.now()) / 2 - there.getTime()) / 1000);
}
