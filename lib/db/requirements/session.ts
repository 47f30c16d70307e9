import { randomInt } from "node:crypto";
import type pg from "pg";
import { endConnection, newConnection } from "../connection/connect";

const CHANNEL = "halligan_start_check";
const PATIENCE_MS = 5_000;
const PROBLEM =
  "locks and notices do not stay with their connection, as behind PgBouncer in transaction or statement mode: " +
  "connect without it, or with pool_mode = session";

/**
 * Whether one connection of ours is one session of the server: a lock stays held between two statements, and a notice
 * reaches whoever listens. Poolers that lend a session for one transaction break both without an error.
 * @returns one sentence when it is not so
 */
export async function sessionProblems(client: pg.Client): Promise<string[]> {
  const other = newConnection();
  try {
    await other.connect();
    return (await within(holds(client, other))) && (await within(hears(client, other))) ? [] : [PROBLEM];
  } catch (error) {
    // Statement mode refuses the transaction itself, as a breach of the protocol.
    if (error instanceof Error && "code" in error && error.code === "08P01") return [PROBLEM];
    throw error;
  } finally {
    await endConnection(other);
  }
}

/** While the other connection is inside a transaction, a pooler must give us another session than before. */
async function holds(client: pg.Client, other: pg.Client): Promise<boolean> {
  const key = [randomInt(2 ** 31), randomInt(2 ** 31)];
  const ask = async (asked: pg.Client, sql: string, values: unknown[] = []) =>
    (await asked.query<{ answer: unknown }>(`select ${sql} as answer`, values)).rows[0]?.answer;
  const before = await ask(client, "pg_backend_pid()");
  await ask(client, "pg_try_advisory_lock($1::int, $2::int)", key);
  await other.query("begin");
  const isTakenTwice = await ask(other, "pg_try_advisory_xact_lock($1::int, $2::int)", key);
  const after = await ask(client, "pg_backend_pid()");
  await other.query("rollback");
  const isReleased = await ask(client, "pg_advisory_unlock($1::int, $2::int)", key);
  return before === after && isTakenTwice === false && isReleased === true;
}

async function hears(client: pg.Client, other: pg.Client): Promise<boolean> {
  const word = String(randomInt(2 ** 31));
  const heard = new Promise<boolean>((resolve) => {
    client.on("notification", ({ payload }) => {
      if (payload === word) resolve(true);
    });
  });
  await client.query(`listen ${CHANNEL}`);
  await other.query("select pg_notify($1, $2)", [CHANNEL, word]);
  const isHeard = await within(heard);
  await client.query(`unlisten ${CHANNEL}`);
  return isHeard;
}

async function within(work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
