import { tableOf } from "./names.mjs";

/** Computed once when the column is added, and not again for each row. */
const NOT_VOLATILE = new Set(["now", "transaction_timestamp", "statement_timestamp"]);

/**
 * @param {string} table
 * @param {any} column the parse tree of ADD COLUMN
 * @returns {import("./effects.mjs").Part[]}
 */
export function columnParts(table, column) {
  const constraints = (column.constraints ?? []).map(({ Constraint }) => Constraint);
  const of = (type) => constraints.find(({ contype }) => contype === type);
  const fallback = of("CONSTR_DEFAULT");
  const isNotNull = of("CONSTR_NOTNULL") !== undefined;
  const generated = of("CONSTR_GENERATED");
  const parts = [];
  const add = (work, hazard) => parts.push({ table, lock: "ACCESS EXCLUSIVE", work, hazard });

  // A virtual column is computed when it is read.
  if (generated && generated.generated_kind !== "v") add("rewrites the table", "volatile-default");
  if (of("CONSTR_IDENTITY") || isSerial(column)) add("rewrites the table", "volatile-default");
  if (fallback && !isConstant(fallback.raw_expr)) add("rewrites the table", "volatile-default");
  if (isNotNull && !fallback && !generated) add("none", "not-null-column");
  for (const constraint of constraints) {
    // Without a default every row has NULL, and PostgreSQL need not look.
    if (constraint.contype === "CONSTR_FOREIGN" && !fallback)
      parts.push(...referenceParts(table, constraint));
    else if (/CHECK|FOREIGN|UNIQUE|PRIMARY/.test(constraint.contype))
      parts.push(...constraintParts(table, constraint));
  }
  if (!parts.some((part) => part.table === table && part.lock === "ACCESS EXCLUSIVE")) add("none", undefined);
  return parts;
}

/**
 * @param {string} table
 * @param {any} constraint the parse tree of ADD CONSTRAINT
 * @returns {import("./effects.mjs").Part[]}
 */
export function constraintParts(table, constraint) {
  const isUnchecked = constraint.skip_validation === true;
  const name = constraint.conname;
  switch (constraint.contype) {
    case "CONSTR_FOREIGN":
      return isUnchecked
        ? referenceParts(table, constraint)
        : referenceParts(table, constraint, "reads the table", "foreign-key");
    case "CONSTR_CHECK":
    case "CONSTR_NOTNULL":
      return [
        {
          ...{ table, lock: "ACCESS EXCLUSIVE", constraint: name },
          ...(isUnchecked ? { work: "none" } : { work: "reads the table", hazard: "check" }),
        },
      ];
    default:
      return [
        {
          ...{ table, lock: "ACCESS EXCLUSIVE", constraint: name },
          ...(constraint.indexname ? { work: "none" } : { work: "builds an index", hazard: "unique" }),
        },
      ];
  }
}

/** Both sides are locked: on both there will be a trigger. */
function referenceParts(table, { pktable, conname: constraint }, work = "none", hazard = undefined) {
  const lock = "SHARE ROW EXCLUSIVE";
  return [
    { table, lock, work, constraint, ...(hazard === undefined ? {} : { hazard }) },
    { table: tableOf(pktable), lock, work: "none", isReference: true },
  ];
}

function isSerial({ typeName }) {
  return /^(big|small)?serial\d?$/.test(typeName?.names.at(-1)?.String?.sval ?? "");
}

function isConstant(expression) {
  const [[kind, node]] = Object.entries(expression);
  if (kind === "A_Const" || kind === "SQLValueFunction") return true;
  if (kind === "TypeCast") return isConstant(node.arg);
  if (kind === "A_ArrayExpr") return (node.elements ?? []).every(isConstant);
  if (kind === "FuncCall") return NOT_VOLATILE.has(node.funcname.at(-1).String.sval);
  return false;
}
