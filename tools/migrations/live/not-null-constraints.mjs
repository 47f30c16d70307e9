import { columnsIn, tableOf } from "../names.mjs";

/**
 * Constraints that say that a column has no NULL, followed through the migrations: once one is validated, PostgreSQL
 * sets NOT NULL without reading the table.
 */
export class NotNullConstraints {
  /** @type {Map<string, { columns: Set<string>, isValid: boolean }>} by table and name */
  #constraints = new Map();

  /**
   * @param {string} table
   * @param {string} column
   */
  isValid(table, column) {
    return [...this.#constraints].some(
      ([key, { columns, isValid }]) => isValid && key.startsWith(`${table} `) && columns.has(column),
    );
  }

  /** @param {import("../statements.mjs").Statement} statement the next of all migrations */
  follow({ kind, node }) {
    if (kind !== "AlterTableStmt") return;
    const table = tableOf(node.relation);
    for (const { AlterTableCmd: command } of node.cmds) {
      const key = `${table} ${command.name}`;
      if (command.subtype === "AT_AddConstraint") this.#add(table, command.def.Constraint);
      if (command.subtype === "AT_DropConstraint") this.#constraints.delete(key);
      const known = this.#constraints.get(key);
      if (command.subtype === "AT_ValidateConstraint" && known) known.isValid = true;
    }
  }

  #add(table, constraint) {
    if (constraint.contype !== "CONSTR_CHECK") return;
    const columns = notNullColumns(constraint.raw_expr);
    const isValid = constraint.skip_validation !== true;
    this.#constraints.set(`${table} ${constraint.conname}`, { columns, isValid });
  }
}

/** Of `a IS NOT NULL` and of several of these with AND; what stands under OR or NOT proves nothing. */
function notNullColumns(expression) {
  const { NullTest: test, BoolExpr: several } = expression;
  if (test?.nulltesttype === "IS_NOT_NULL") return columnsIn(test.arg);
  if (several?.boolop !== "AND_EXPR") return new Set();
  return new Set(several.args.flatMap((inner) => [...notNullColumns(inner)]));
}
