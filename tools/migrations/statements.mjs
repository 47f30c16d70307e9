import { Refusal } from "../command/refusal.mjs";

/** First line of a migration whose statements are committed one by one, as CREATE INDEX CONCURRENTLY needs it. */
const OUTSIDE_TRANSACTION = /^-- outside-transaction[ \t]*(\r?\n|$)/;

/**
 * @typedef {object} Statement one statement of a migration
 * @property {string} kind PostgreSQL's own name for its type: IndexStmt, AlterTableStmt, …
 * @property {any} node its parse tree, as libpg-query gives it
 * @property {string} text without the semicolon
 * @property {number} line where it begins, from 1
 * @property {string} comment what stands between it and the statement before
 */

/** @param {string} sql a whole migration */
export function isOutsideTransaction(sql) {
  return OUTSIDE_TRANSACTION.test(sql);
}

/**
 * Splits a migration as PostgreSQL's own parser does, which knows quotes, dollar quotes and comments.
 * @param {{ name: string, sql: string }} migration
 * @returns {Promise<Statement[]>}
 * @throws {Refusal} with the line, when the parser does not understand it
 */
export async function readStatements({ name, sql }) {
  const { parse } = await import("libpg-query");
  // The parser counts bytes of UTF-8.
  const bytes = Buffer.from(sql);
  let parsed;
  try {
    parsed = await parse(sql);
  } catch (error) {
    const position = error.sqlDetails?.cursorPosition ?? 0;
    throw new Refusal(
      `Migration ${name} can't be read: ${error.message} in line ${lineAt(bytes, position)}.`,
      {
        cause: error,
      },
    );
  }
  let end = 0;
  return (parsed.stmts ?? []).map(({ stmt, stmt_location: start = 0, stmt_len: length = 0 }) => {
    const comment = bytes.subarray(end, start).toString();
    // The last statement may end without a semicolon, and then has no length.
    end = length === 0 ? bytes.length : start + length;
    const [[kind, node]] = Object.entries(stmt);
    const text = bytes.subarray(start, end).toString().trim();
    return { kind, node, text, line: lineAt(bytes, start), comment };
  });
}

function lineAt(bytes, position) {
  return bytes.subarray(0, position).toString().split("\n").length;
}

/** `-- contract: <migration> <reason>`: of a few words at least. */
const CONTRACT = /^-- contract: (\S+) \S.{9,}/m;

/**
 * @param {Statement} statement
 * @returns {string | undefined} the last migration of the release that stopped using what it removes
 */
export function contractOf({ comment }) {
  return CONTRACT.exec(comment)?.[1];
}

/**
 * @param {Statement} statement
 * @returns {string} its beginning on one line, for a person
 */
export function summarize({ text }) {
  const line = text.replaceAll(/--.*$/gm, " ").replaceAll(/\s+/g, " ").trim();
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}
