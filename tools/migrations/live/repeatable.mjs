/** Commands of ALTER TABLE that have no effect the second time. */
const REPEATABLE = new Set([
  ...["AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_ValidateConstraint", "AT_SetStorage"],
  ...["AT_SetStatistics", "AT_SetRelOptions", "AT_ResetRelOptions", "AT_EnableTrig", "AT_DisableTrig"],
]);

/**
 * Whether a statement can run again after it has succeeded once: by itself, or because the runner looks first
 * (resume.mjs). Statements that change rows must see to it themselves.
 * @param {import("../statements.mjs").Statement} statement
 * @returns {boolean}
 */
export function isRepeatable({ kind, node }) {
  switch (kind) {
    case "IndexStmt":
      return node.if_not_exists === true || (node.concurrent === true && node.idxname !== undefined);
    case "AlterTableStmt":
      return node.cmds.every(({ AlterTableCmd }) => isCommandRepeatable(AlterTableCmd, node.cmds.length));
    case "DropStmt":
      return node.missing_ok === true;
    case "CreateStmt":
    case "CreateSchemaStmt":
    case "CreateSeqStmt":
    case "CreateExtensionStmt":
      return node.if_not_exists === true;
    case "CreateFunctionStmt":
    case "CreateTrigStmt":
    case "ViewStmt":
      return node.replace === true;
    case "CommentStmt":
    case "GrantStmt":
    case "DoStmt":
    case "UpdateStmt":
    case "DeleteStmt":
    case "ReindexStmt":
    case "VacuumStmt":
      return true;
    default:
      return false;
  }
}

function isCommandRepeatable({ subtype, missing_ok: isMissingFine, def }, count) {
  if (subtype === "AT_AddConstraint") {
    const { conname: name, indexname: index } = def.Constraint;
    // An index that becomes a constraint takes its name, and would be built a second time under its own.
    return count === 1 && name !== undefined && (index === undefined || index === name);
  }
  return isMissingFine === true || REPEATABLE.has(subtype);
}
