/**
 * A migration outside a transaction that failed half-way begins again: what is done is recognized, and an index that was
 * left unfinished is built anew.
 */
import { Refusal } from "../command/refusal.mjs";
import { columnsIn } from "./names.mjs";
import { readStatements } from "./statements.mjs";

/**
 * CREATE INDEX CONCURRENTLY leaves an invalid index when it fails: it answers no query, and slows writes down.
 * @param {import("pg").Client} client
 * @param {import("./statements.mjs").Statement} statement
 */
export async function dropUnfinishedIndex(client, { kind, node }) {
  if (kind !== "IndexStmt" || !node.concurrent || !node.idxname) return;
  const index = await findIndex(client, node);
  if (index && !index.isValid) await client.query(`DROP INDEX CONCURRENTLY ${index.name}`);
}

/**
 * @param {import("pg").Client} client
 * @param {{ name: string }} migration
 * @param {import("./statements.mjs").Statement} statement
 * @returns {Promise<boolean>} whether a run before has done it
 * @throws {Refusal} when something else has the name
 */
export async function isDone(client, { name }, { kind, node }) {
  if (kind === "IndexStmt" && node.concurrent && node.idxname) {
    const index = await findIndex(client, node);
    if (!index) return false;
    const [{ node: present }] = await readStatements({ name, sql: index.definition });
    if (shapeOf(present) === shapeOf(node)) return true;
    throw new Refusal(
      `Migration ${name} stopped half-way: there is another index ${node.idxname} already (${index.definition}). Drop one of the two.`,
    );
  }
  const constraint = addedConstraint(kind, node);
  if (!constraint) return false;
  const present = await findConstraint(client, node.relation, constraint.conname);
  if (!present) return false;
  const columns = namedColumns(constraint) ?? present.columns;
  if (present.type === TYPES[constraint.contype] && present.columns === columns) return true;
  throw new Refusal(
    `Migration ${name} stopped half-way: there is another constraint ${constraint.conname} on ${node.relation.relname} already (${present.definition}). Drop one of the two.`,
  );
}

function addedConstraint(kind, node) {
  if (kind !== "AlterTableStmt" || node.cmds.length !== 1) return undefined;
  const { subtype, def } = node.cmds[0].AlterTableCmd;
  return subtype === "AT_AddConstraint" && def.Constraint.conname ? def.Constraint : undefined;
}

async function findIndex(client, { relation, idxname }) {
  const { rows } = await client.query(
    `SELECT i.indexrelid::regclass::text AS name, i.indisvalid AS "isValid", pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i WHERE i.indexrelid = to_regclass(format('%I.%I', $1::text, $2::text))`,
    [relation.schemaname ?? "public", idxname],
  );
  return rows[0];
}

/** What two definitions of one index have in common, however their expressions are written. */
function shapeOf({ relation, unique, accessMethod, indexParams, indexIncludingParams, whereClause }) {
  const columns = (params = []) => params.map(({ IndexElem }) => IndexElem.name ?? "an expression");
  return JSON.stringify([
    relation.relname,
    unique === true,
    accessMethod,
    columns(indexParams),
    columns(indexIncludingParams),
    [...columnsIn(whereClause ?? {})].sort(),
  ]);
}

async function findConstraint(client, { schemaname = "public", relname }, name) {
  const { rows } = await client.query(
    `SELECT c.contype AS type, pg_get_constraintdef(c.oid) AS definition, coalesce((
       SELECT string_agg(a.attname, ',' ORDER BY a.attname COLLATE "C") FROM pg_attribute a
       WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)), '') AS columns
     FROM pg_constraint c
     WHERE c.conrelid = to_regclass(format('%I.%I', $1::text, $2::text)) AND c.conname = $3`,
    [schemaname, relname, name],
  );
  return rows[0];
}

const TYPES = {
  CONSTR_CHECK: "c",
  CONSTR_FOREIGN: "f",
  CONSTR_UNIQUE: "u",
  CONSTR_PRIMARY: "p",
  CONSTR_NOTNULL: "n",
  CONSTR_EXCLUSION: "x",
};

function namedColumns({ contype, raw_expr: expression, fk_attrs: foreign, keys, indexname }) {
  // A constraint that takes over an index has that index's columns, which are not written there.
  if (indexname) return undefined;
  const words = (list = []) => list.map(({ String: word }) => word.sval);
  const columns = contype === "CONSTR_CHECK" ? [...columnsIn(expression)] : words(foreign ?? keys);
  return columns.sort().join(",");
}
