import { createdTable, isBlocking, partsOf } from "./effects.mjs";
import { compareHistory } from "./history.mjs";
import { isOutsideTransaction, readStatements, summarize } from "./statements.mjs";

/**
 * @param {import("pg").Client} client
 * @param {import("./history.mjs").Migration[]} migrations
 * @returns {Promise<{ lines: string[], isUpToDate: boolean }>} what is applied, what is missing, what differs
 */
export async function readStatus(client, migrations) {
  const { applied, missing, problems } = await compareHistory(client, migrations);
  const unfinished = await unfinishedIndexes(client);
  const lines = [
    `Applied: ${applied.length}${applied.length > 0 ? `, the last is ${applied.at(-1)?.name}` : ""}.`,
    ...missing.map(
      ({ name, sql }) => `Missing: ${name}${isOutsideTransaction(sql) ? " (outside a transaction)" : ""}.`,
    ),
    ...problems.map((problem) => `Differs: ${problem}`),
    ...unfinished.map(
      (name) => `Unfinished: index ${name}; npm run migrate builds it again where a migration asks for it.`,
    ),
  ];
  const isUpToDate = missing.length === 0 && problems.length === 0;
  return { lines: isUpToDate ? [...lines, "The database is up to date."] : lines, isUpToDate };
}

/**
 * @param {import("pg").Client} client
 * @param {import("./history.mjs").Migration[]} migrations
 * @returns {Promise<string[]>} the statements that would run, each with its locks and its work
 */
export async function readPlan(client, migrations) {
  const { missing, problems } = await compareHistory(client, migrations);
  if (problems.length > 0) return ["Nothing would run:", ...problems];
  const lines = [];
  for (const migration of missing) {
    lines.push(
      `${migration.name} ${isOutsideTransaction(migration.sql) ? "(statement by statement)" : "(in one transaction)"}`,
    );
    const created = new Set();
    for (const statement of await readStatements(migration)) {
      const table = createdTable(statement);
      if (table) created.add(table);
      lines.push(`  line ${statement.line}: ${summarize(statement)}`);
      lines.push(...describeParts(partsOf(statement), created).map((line) => `      ${line}`));
    }
  }
  const always = "the job queue's own migrations, grants.sql and audit-kinds.sql, as always";
  return [
    ...lines,
    lines.length > 0 ? `Then ${always}.` : `No migration is missing; what would run: ${always}.`,
  ];
}

function describeParts(parts, created) {
  const lines = parts.map((part) => (created.has(part.table) ? `${part.table} is new` : describePart(part)));
  return lines.length > 0 ? [...new Set(lines)] : ["no lock that anybody waits for"];
}

function describePart(part) {
  const { table, lock, work } = part;
  if (lock === "unknown") return "its locks can't be told from the statement";
  if (lock === "none") return "no lock";
  const where = table ? ` on ${table}` : "";
  const who = part.isReference ? " (referred to)" : "";
  return `${lock}${where}${who}: ${consequenceOf(part)}${work === "none" ? ", for a moment" : `, while it ${work}`}`;
}

function consequenceOf(part) {
  if (part.lock === "ACCESS EXCLUSIVE") return "reads and writes wait";
  if (isBlocking(part)) return "writes wait";
  return "reads and writes go on";
}

async function unfinishedIndexes(client) {
  const { rows } = await client.query(
    "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}
