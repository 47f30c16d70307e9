import { existsSync, readFileSync } from "node:fs";
import { Refusal } from "../command/refusal.mjs";
import { createdTable, isBlocking, partsOf } from "./effects.mjs";
import { noteApplied } from "./history.mjs";
import { LOCK_TIMEOUT_MS, SECOND_LOCK_TIMEOUT_MS, withLockPatience } from "./lock-patience.mjs";
import { dropUnfinishedIndex, isDone } from "./resume.mjs";
import { contractOf, isOutsideTransaction, readStatements } from "./statements.mjs";

/**
 * Applies one migration and notes it in the history.
 * @param {import("./session.mjs").Session} session
 * @param {import("./history.mjs").Migration} migration
 * @throws {Refusal} what failed, where, and what is applied nevertheless
 */
export async function applyMigration(session, migration) {
  const statements = await readStatements(migration);
  if (isOutsideTransaction(migration.sql)) await applyStepByStep(session, migration, statements);
  else await applyAsAWhole(session, migration, statements);
}

async function applyAsAWhole(session, migration, statements) {
  const { client } = session;
  let current;
  const what = {
    name: `Migration ${migration.name}`,
    current: () => current,
    remains: "Nothing of it is applied.",
  };
  await withLockPatience(session, what, () =>
    inTransaction(client, async () => {
      const startedAt = await databaseNow(client);
      const created = new Set();
      let isHolding = false;
      await waitForLocks(client, LOCK_TIMEOUT_MS);
      for (const statement of statements) {
        current = statement;
        await run(client, statement, migration, "changed nothing");
        const table = createdTable(statement);
        if (table) created.add(table);
        if (isHolding || !locksOthersOut(statement, created)) continue;
        isHolding = true;
        await waitForLocks(client, SECOND_LOCK_TIMEOUT_MS);
      }
      current = undefined;
      await noteApplied(client, migration, { startedAt, needs: neededBy(statements) });
    }),
  );
}

async function applyStepByStep(session, migration, statements) {
  const { client } = session;
  const startedAt = await databaseNow(client);
  for (const statement of statements) {
    const what = {
      name: `Migration ${migration.name}`,
      current: () => statement,
      remains: "What comes before this statement is applied, and the next run goes on from there.",
    };
    // Nobody queues behind a lock that lets others read and write.
    const timeout = locksOthersOut(statement, new Set()) ? LOCK_TIMEOUT_MS : session.patienceMs;
    await withLockPatience(session, what, async () => {
      await client.query(`SET lock_timeout = ${timeout}`);
      await dropUnfinishedIndex(client, statement);
      if (await isDone(client, migration, statement)) return;
      try {
        await run(client, statement, migration, "stopped half-way");
      } catch (error) {
        // A unique index that failed would go on refusing what the portal writes.
        await dropUnfinishedIndex(client, statement).catch((second) => {
          if (isAboutLocks(second)) throw second;
        });
        throw error;
      }
    });
  }
  await client.query("SET lock_timeout = 0");
  await noteApplied(client, migration, { startedAt, needs: neededBy(statements) });
}

/**
 * Runs a file that is safe to run again, as a whole.
 * @param {import("./session.mjs").Session} session
 * @param {string} file
 */
export async function runFile(session, file) {
  if (!existsSync(file)) return;
  const { client } = session;
  const sql = readFileSync(file, "utf8");
  const what = { name: file, current: () => undefined, remains: "Nothing of it is in force." };
  await withLockPatience(session, what, () =>
    inTransaction(client, async () => {
      await waitForLocks(client, LOCK_TIMEOUT_MS);
      try {
        await client.query(sql);
      } catch (error) {
        if (isAboutLocks(error)) throw error;
        const hint =
          error.code === "42501" ? " (an administrator of the database can run that file once)" : "";
        throw new Refusal(`${file} failed: ${explain(error, sql, 1)}${hint}.`, { cause: error });
      }
    }),
  );
}

async function run(client, statement, { name }, consequence) {
  if (await isKnownSchema(client, statement)) return;
  try {
    await client.query(statement.text);
  } catch (error) {
    if (isAboutLocks(error)) throw error;
    throw new Refusal(
      `Migration ${name} failed and ${consequence}: ${explain(error, statement.text, statement.line)}.`,
      {
        cause: error,
      },
    );
  }
}

async function inTransaction(client, work) {
  await client.query("BEGIN");
  try {
    await work();
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

/** The latest of what its statements name. */
function neededBy(statements) {
  return statements
    .flatMap((statement) => contractOf(statement) ?? [])
    .sort()
    .at(-1);
}

async function waitForLocks(client, milliseconds) {
  await client.query(`SET LOCAL lock_timeout = ${milliseconds}`);
}

async function databaseNow(client) {
  const { rows } = await client.query("SELECT clock_timestamp() AS now");
  return rows[0].now;
}

function isAboutLocks(error) {
  return error.code === "55P03" || error.code === "40P01";
}

function locksOthersOut(statement, created) {
  return partsOf(statement).some(
    (part) => part.lock === "unknown" || (isBlocking(part) && !created.has(part.table)),
  );
}

/** PostgreSQL wants the right to create a schema also for one that is there already. */
async function isKnownSchema(client, { kind, node }) {
  if (kind !== "CreateSchemaStmt" || !node.if_not_exists) return false;
  const { rowCount } = await client.query("SELECT FROM pg_namespace WHERE nspname = $1", [node.schemaname]);
  return rowCount > 0;
}

function explain(error, sql, firstLine) {
  const lines = error.position ? sql.slice(0, Number(error.position)).split("\n").length - 1 : 0;
  // The detail names the row that stands in the way.
  const detail = error.detail ? ` (${error.detail})` : "";
  return `${error.message}${detail} in line ${firstLine + lines}`;
}
