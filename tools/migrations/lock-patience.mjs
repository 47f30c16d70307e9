/**
 * A statement that waits for a lock keeps everybody waiting who comes after it, even readers. So it waits shortly, lets
 * them pass, and tries again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "../command/refusal.mjs";
import { summarize } from "./statements.mjs";

/**
 * How long a lock that stops others is waited for. Longer than PostgreSQL's deadlock_timeout (1 s): only after that
 * does a waiting statement make autovacuum give way.
 */
export const LOCK_TIMEOUT_MS = 1_200;
/** For a transaction that already keeps others from writing to a table. */
export const SECOND_LOCK_TIMEOUT_MS = 250;
/** How long a migration tries again, unless --lock-patience says otherwise. */
export const PATIENCE_MS = 120_000;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const POLL_MS = 200;

/** lock_not_available, deadlock_detected */
const LOCK_CODES = new Set(["55P03", "40P01"]);

/**
 * Tries until it has its locks, and says who holds them when it gives up.
 * @template T
 * @param {import("./session.mjs").Session} session
 * @param {object} what
 * @param {string} what.name of the migration or file
 * @param {() => import("./statements.mjs").Statement | undefined} what.current the statement under way
 * @param {string} what.remains what is true when it gives up: a sentence
 * @param {() => Promise<T>} attempt leaves nothing half-done when it fails
 * @returns {Promise<T>}
 */
export async function withLockPatience(session, { name, current, remains }, attempt) {
  const startedAt = Date.now();
  let holders = [];
  for (let tries = 1; ; tries++) {
    try {
      return await whileWatching(session, attempt, (seen) => {
        holders = seen;
      });
    } catch (error) {
      if (!LOCK_CODES.has(error.code)) throw error;
      const rest = pauseAfter(tries);
      const where = placeOf(current());
      const held = holders.map(describeHolder).join(" and ") || "a transaction that has ended meanwhile";
      if (Date.now() + rest - startedAt > session.patienceMs)
        throw new Refusal(
          `${name} gave up after ${plural(tries, "try", "tries")} in ${Math.round((Date.now() - startedAt) / 1000)} s: ${where} needs a lock that is held by ${held}. ${remains} ${adviceOn(holders)}`,
          { cause: error },
        );
      session.say(`${name}: ${where} waits for ${held}; try ${tries + 1} in ${rest / 1000} s.`);
      await pause(rest);
    }
  }
}

async function whileWatching({ client, watcher }, work, onHolders) {
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      try {
        await pause(POLL_MS, undefined, { signal: over.signal });
      } catch {
        return; // the work is done
      }
      const { rows } = await watcher.query(HOLDERS, [client.processID]);
      if (rows.length > 0) onHolders(rows);
    }
  })();
  try {
    return await work();
  } finally {
    over.abort();
    await watching;
  }
}

/** Of others' connections a login sees the program's and the login's name; the rest only with pg_monitor. */
const HOLDERS = `SELECT a.pid, a.usename AS login, a.application_name AS application, a.backend_type AS backend,
    host(a.client_addr) AS address, a.state, a.xact_start AS "beganAt", a.query_start AS "queryAt"
  FROM unnest(pg_blocking_pids($1)) blocking JOIN pg_stat_activity a ON a.pid = blocking`;

function describeHolder({ pid, login, application, backend, address, state, beganAt, queryAt }) {
  const about = [
    ...(login ? [`login ${login}`] : []),
    ...(application ? [`application ${application}`] : []),
    ...(backend && backend !== "client backend" ? [backend] : []),
    ...(address ? [address] : []),
    ...(state ? [state] : []),
    ...(beganAt ? [`transaction since ${beganAt.toISOString()}`] : []),
    ...(queryAt ? [`last query at ${queryAt.toISOString()}`] : []),
  ];
  return `process ${pid} (${about.join(", ") || "of another login"})`;
}

function adviceOn(holders) {
  const [first] = holders;
  const end = first ? ` or end it (SELECT pg_terminate_backend(${first.pid}))` : "";
  return `Wait for it${end}, and run npm run migrate again.`;
}

function placeOf(statement) {
  return statement ? `line ${statement.line}, ${summarize(statement)},` : "it";
}

function pauseAfter(tries) {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
}

function plural(count, one, several) {
  return `${count} ${count === 1 ? one : several}`;
}
