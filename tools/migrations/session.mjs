import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../command/refusal.mjs";

/** Prisma's own number: neither Prisma's engine nor a second one of us runs beside us. */
const MIGRATION_LOCK = 72_707_369;
const LOCK_POLL_MS = 500;

/**
 * @typedef {object} Session
 * @property {import("pg").Client} client
 * @property {import("pg").Client} watcher sees who keeps the client waiting
 * @property {number} patienceMs how long one migration tries again for its locks
 * @property {(sentence: string) => void} say progress, for whoever waits
 */

/**
 * @param {string} url
 * @returns {Promise<import("pg").Client>} connected; the caller ends it
 * @throws {Refusal} when the database isn't reached
 */
export async function connect(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, application_name: "halligan-migrate" });
  // A connection that breaks fails the query that is under way, which says so.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Refusal(`The database cannot be reached for migration: ${error.message || error.code}.`, {
      cause: error,
    });
  }
  return client;
}

/**
 * Waits for its turn by asking again: whoever waits inside a query has a snapshot, and CREATE INDEX CONCURRENTLY of the
 * one before would wait for that, and so for ever.
 * @param {Session} session
 */
export async function takeTurn({ client, patienceMs, say }) {
  const deadline = Date.now() + patienceMs;
  for (let tries = 1; ; tries++) {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS ours", [MIGRATION_LOCK]);
    if (rows[0].ours) return;
    if (Date.now() > deadline)
      throw new Refusal("Another migration of this database is running; wait for it and start again.");
    if (tries === 1) say("Another migration of this database is running: waiting for it.");
    await pause(LOCK_POLL_MS);
  }
}
