/**
 * What a statement does to those who use the database meanwhile: which lock it takes on which table, and how long it
 * keeps it. Read from the statement alone, without a database. Locks are those of PostgreSQL 18.
 */
import { columnParts, constraintParts } from "./column-effects.mjs";
import { tableOf } from "./names.mjs";

/**
 * @typedef {"none" | "reads the table" | "builds an index" | "rewrites the table" | "changes rows"} Work
 * @typedef {object} Part
 * @property {string} table as written, without the schema public; "" where the statement doesn't name it
 * @property {string} lock PostgreSQL's name
 * @property {Work} work done while the lock is held
 * @property {string} [hazard] a code of sentences.mjs: why it must not run on a live portal as it is
 * @property {boolean} [isReference] the table is only what a foreign key refers to
 * @property {string} [column]
 * @property {string} [constraint]
 */

/** Locks under which writes wait. The others let the portal read and write. */
const BLOCKING = new Set(["SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]);

/** Statements that take no lock on a table that anybody would wait for. */
const HARMLESS = new Set([
  ...[
    "CommentStmt",
    "GrantStmt",
    "GrantRoleStmt",
    "AlterDefaultPrivilegesStmt",
    "SelectStmt",
    "CreateTableAsStmt",
  ],
  ...[
    "CreateExtensionStmt",
    "CreateSchemaStmt",
    "CreateSeqStmt",
    "ViewStmt",
    "DefineStmt",
    "CreateStatsStmt",
  ],
  ...[
    "CreateFunctionStmt",
    "AlterFunctionStmt",
    "CreateEnumStmt",
    "AlterEnumStmt",
    "CreateDomainStmt",
    "CompositeTypeStmt",
  ],
]);

/** What a release before may still use. */
const CONTRACTED = new Set([
  ...["OBJECT_TABLE", "OBJECT_COLUMN", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_SCHEMA"],
  ...[
    "OBJECT_TYPE",
    "OBJECT_DOMAIN",
    "OBJECT_FUNCTION",
    "OBJECT_PROCEDURE",
    "OBJECT_ROUTINE",
    "OBJECT_EXTENSION",
  ],
]);

/** Changes of a table that only change the catalogue: the lock is held for milliseconds, once it is had. */
const CATALOGUE_ONLY = {
  AT_ColumnDefault: "ACCESS EXCLUSIVE",
  AT_DropNotNull: "ACCESS EXCLUSIVE",
  AT_DropConstraint: "ACCESS EXCLUSIVE",
  AT_DropExpression: "ACCESS EXCLUSIVE",
  AT_DropIdentity: "ACCESS EXCLUSIVE",
  AT_AlterConstraint: "ACCESS EXCLUSIVE",
  AT_SetStorage: "ACCESS EXCLUSIVE",
  AT_ChangeOwner: "ACCESS EXCLUSIVE",
  AT_ReplicaIdentity: "ACCESS EXCLUSIVE",
  AT_EnableRowSecurity: "ACCESS EXCLUSIVE",
  AT_DisableRowSecurity: "ACCESS EXCLUSIVE",
  AT_ForceRowSecurity: "ACCESS EXCLUSIVE",
  AT_EnableTrig: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_EnableTrigUser: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigAll: "SHARE ROW EXCLUSIVE",
  AT_DisableTrigUser: "SHARE ROW EXCLUSIVE",
  AT_EnableAlwaysTrig: "SHARE ROW EXCLUSIVE",
  AT_DisableTrig: "SHARE ROW EXCLUSIVE",
  AT_SetStatistics: "SHARE UPDATE EXCLUSIVE",
  AT_SetRelOptions: "SHARE UPDATE EXCLUSIVE",
  AT_ResetRelOptions: "SHARE UPDATE EXCLUSIVE",
};

/** @param {Part} part */
export function isBlocking(part) {
  return BLOCKING.has(part.lock);
}

/**
 * @param {import("./statements.mjs").Statement} statement
 * @returns {Part[]} one for each change and table; empty where nobody has to wait
 */
export function partsOf({ kind, node }) {
  if (HARMLESS.has(kind)) return [];
  const read = READERS[kind];
  return read ? read(node) : [part("", "unknown", "none", "unknown")];
}

/**
 * @param {import("./statements.mjs").Statement} statement
 * @returns {string | undefined} the table that it makes
 */
export function createdTable({ kind, node }) {
  if (kind === "CreateStmt") return tableOf(node.relation);
  if (kind === "CreateTableAsStmt") return tableOf(node.into.rel);
  return undefined;
}

/** @type {Record<string, (node: any) => Part[]>} */
const READERS = {
  CreateStmt: (node) => node.tableElts?.flatMap(referencesOf) ?? [],
  IndexStmt: ({ relation, concurrent }) => [
    concurrent
      ? part(tableOf(relation), "SHARE UPDATE EXCLUSIVE", "builds an index")
      : part(tableOf(relation), "SHARE", "builds an index", "index"),
  ],
  AlterTableStmt: ({ relation, cmds }) =>
    cmds.flatMap(({ AlterTableCmd: command }) => commandParts(tableOf(relation), command)),
  RenameStmt: ({ relation, renameType }) => [
    part(
      relation ? tableOf(relation) : "",
      renameType === "OBJECT_INDEX" ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE",
      "none",
      CONTRACTED.has(renameType) ? "contract" : undefined,
    ),
  ],
  DropStmt: dropParts,
  CreateTrigStmt: ({ relation }) => [part(tableOf(relation), "SHARE ROW EXCLUSIVE", "none")],
  CreatePolicyStmt: ({ table }) => [part(tableOf(table), "ACCESS EXCLUSIVE", "none")],
  AlterPolicyStmt: ({ table }) => [part(tableOf(table), "ACCESS EXCLUSIVE", "none")],
  InsertStmt: ({ relation }) => [part(tableOf(relation), "ROW EXCLUSIVE", "none")],
  UpdateStmt: ({ relation }) => [part(tableOf(relation), "ROW EXCLUSIVE", "changes rows", "rows")],
  DeleteStmt: ({ relation }) => [part(tableOf(relation), "ROW EXCLUSIVE", "changes rows", "rows")],
  MergeStmt: ({ relation }) => [part(tableOf(relation), "ROW EXCLUSIVE", "changes rows", "rows")],
  TruncateStmt: ({ relations }) =>
    relations.map(({ RangeVar }) => part(tableOf(RangeVar), "ACCESS EXCLUSIVE", "none", "contract")),
  LockStmt: ({ relations }) =>
    relations.map(({ RangeVar }) => part(tableOf(RangeVar), "ACCESS EXCLUSIVE", "none", "own-lock")),
  ReindexStmt: ({ relation, params = [] }) => {
    const isConcurrent = params.some(({ DefElem }) => DefElem.defname === "concurrently");
    const table = relation ? tableOf(relation) : "";
    return isConcurrent
      ? [part(table, "SHARE UPDATE EXCLUSIVE", "builds an index")]
      : [part(table, "ACCESS EXCLUSIVE", "builds an index", "rewrite")];
  },
  ClusterStmt: ({ relation }) => [
    part(relation ? tableOf(relation) : "", "ACCESS EXCLUSIVE", "rewrites the table", "rewrite"),
  ],
  VacuumStmt: ({ options = [], rels = [] }) => {
    const isFull = options.some(({ DefElem }) => DefElem.defname === "full");
    const table = rels[0] ? tableOf(rels[0].VacuumRelation.relation) : "";
    return isFull
      ? [part(table, "ACCESS EXCLUSIVE", "rewrites the table", "rewrite")]
      : [part(table, "SHARE UPDATE EXCLUSIVE", "reads the table")];
  },
  TransactionStmt: () => [part("", "unknown", "none", "transaction")],
  VariableSetStmt: ({ name }) => (/_timeout$/.test(name) ? [part("", "none", "none", "timeout")] : []),
  DoStmt: ({ args }) => {
    const body = args.find(({ DefElem }) => DefElem.defname === "as")?.DefElem.arg.String.sval ?? "";
    return [part("", "unknown", "none", /\bcommit\b/i.test(body) ? "batches" : "do")];
  },
};

function commandParts(table, command) {
  const { subtype, name, def } = command;
  const lock = CATALOGUE_ONLY[subtype];
  if (lock) return [part(table, lock, "none")];
  switch (subtype) {
    case "AT_AddColumn":
      return columnParts(table, def.ColumnDef);
    case "AT_AddConstraint":
      return constraintParts(table, def.Constraint);
    case "AT_DropColumn":
      return [part(table, "ACCESS EXCLUSIVE", "none", "contract")];
    case "AT_SetNotNull":
      return [{ ...part(table, "ACCESS EXCLUSIVE", "reads the table", "not-null"), column: name }];
    case "AT_ValidateConstraint":
      return [{ ...part(table, "SHARE UPDATE EXCLUSIVE", "reads the table"), constraint: name }];
    case "AT_AlterColumnType":
      return [part(table, "ACCESS EXCLUSIVE", "rewrites the table", "type")];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
    case "AT_SetTableSpace":
    case "AT_SetAccessMethod":
      return [part(table, "ACCESS EXCLUSIVE", "rewrites the table", "rewrite")];
    default:
      return [part(table, "ACCESS EXCLUSIVE", "none", "unknown")];
  }
}

function dropParts({ objects, removeType, concurrent }) {
  if (removeType === "OBJECT_INDEX")
    return [
      concurrent
        ? part("", "SHARE UPDATE EXCLUSIVE", "none")
        : part("", "ACCESS EXCLUSIVE", "none", "drop-index"),
    ];
  const names = objects.map(({ List }) => List?.items.map(({ String: word }) => word.sval) ?? []);
  if (/^OBJECT_(TRIGGER|POLICY|RULE)$/.test(removeType))
    return names.map((words) => part(words.at(-2) ?? "", "ACCESS EXCLUSIVE", "none"));
  const hazard = CONTRACTED.has(removeType) ? "contract" : "unknown";
  return names.map((words) => part(words.at(-1) ?? "", "ACCESS EXCLUSIVE", "none", hazard));
}

/** A new table stops the writes to those that its foreign keys refer to, for a moment. */
function referencesOf({ ColumnDef, Constraint }) {
  const constraints = Constraint ? [Constraint] : (ColumnDef?.constraints ?? []).map((one) => one.Constraint);
  return constraints
    .filter(({ contype }) => contype === "CONSTR_FOREIGN")
    .map(({ pktable }) => ({ ...part(tableOf(pktable), "SHARE ROW EXCLUSIVE", "none"), isReference: true }));
}

function part(table, lock, work, hazard) {
  return { table, lock, work, ...(hazard === undefined ? {} : { hazard }) };
}
