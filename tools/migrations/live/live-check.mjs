/**
 * Part of `npm run check`: a new migration must be able to run while people use the portal and while the release before
 * it is still running.
 */
import { createdTable, isBlocking, partsOf } from "../effects.mjs";
import { HAZARDS, OR_SAY_WHY } from "../sentences.mjs";
import { contractOf, isOutsideTransaction, readStatements, summarize } from "../statements.mjs";
import { NotNullConstraints } from "./not-null-constraints.mjs";
import { isRepeatable } from "./repeatable.mjs";

/** Those up to here were written for a portal that is stopped meanwhile; what is applied is not changed any more. */
const LAST_UNCHECKED = "20261126181500_groups_questions";

/** A reason is a few words at least. */
const LIVE_SAFE = /^-- live-safe: \S.{9,}/m;

/** No reason makes these right: they fail, or take away what the runner does about locks. */
const WITHOUT_EXCUSE = new Set(["concurrently", "batches", "transaction", "timeout", "not-repeatable"]);

/**
 * @param {{ name: string, sql: string }[]} migrations all, in the order in which they are applied
 * @param {string} [lastUnchecked] name of the last one that is not judged
 * @returns {Promise<string[]>} what must be written differently: file, line, statement, and what to write instead
 */
export async function checkMigrations(migrations, lastUnchecked = LAST_UNCHECKED) {
  const known = new NotNullConstraints();
  const names = new Set(migrations.map(({ name }) => name));
  const problems = [];
  for (const migration of migrations) {
    const statements = await readStatements(migration);
    const judge = new MigrationCheck(migration, known, names);
    for (const statement of statements) {
      const found = judge.look(statement);
      if (migration.name > lastUnchecked) problems.push(...found);
      known.follow(statement);
    }
  }
  return problems;
}

class MigrationCheck {
  #name;
  #isOutside;
  #known;
  #names;
  /** Made by this migration: nobody uses them yet. */
  #created = new Set();
  /** A table whose writes wait until this transaction is over. */
  #held = undefined;

  constructor({ name, sql }, known, names) {
    this.#name = name;
    this.#isOutside = isOutsideTransaction(sql);
    this.#known = known;
    this.#names = names;
  }

  /** @param {import("../statements.mjs").Statement} statement */
  look(statement) {
    const found = new Map();
    const parts = partsOf(statement).filter(({ table }) => !this.#created.has(table));
    for (const part of parts) {
      const hazard = this.#hazardOf(part);
      if (hazard) found.set(hazard, part);
    }
    for (const [hazard, part] of this.#ofItsTransaction(statement, parts)) found.set(hazard, part);
    const created = createdTable(statement);
    if (created) this.#created.add(created);
    const problems = [...found].filter(([hazard]) => !this.#isExcused(hazard, statement));
    return problems.map(([hazard, part]) => this.#sentence(hazard, part, statement));
  }

  #hazardOf({ hazard, table, column }) {
    if (hazard === "not-null" && this.#known.isValid(table, column)) return undefined;
    if (hazard === "batches" && this.#isOutside) return undefined;
    return hazard;
  }

  *#ofItsTransaction(statement, parts) {
    if (this.#isOutside) {
      if (!isRepeatable(statement)) yield ["not-repeatable", { table: "" }];
      return;
    }
    if (statement.node.concurrent === true) yield ["concurrently", { table: "" }];
    const held = this.#held;
    for (const part of parts) {
      const isForeign = held !== undefined && held !== part.table && part.table !== "";
      if (isBlocking(part) && !part.isReference) {
        if (isForeign) yield ["several-tables", { ...part, held }];
        if (part.table !== "") this.#held ??= part.table;
      }
      if (part.lock === "SHARE UPDATE EXCLUSIVE" && part.work === "reads the table" && this.#held)
        yield ["scan-under-lock", { ...part, held: this.#held }];
    }
  }

  #isExcused(hazard, statement) {
    if (WITHOUT_EXCUSE.has(hazard)) return false;
    if (hazard !== "contract") return LIVE_SAFE.test(statement.comment);
    const since = contractOf(statement);
    return since !== undefined && since < this.#name && this.#names.has(since);
  }

  #sentence(hazard, { table, held = "" }, statement) {
    const why = HAZARDS[hazard].replaceAll("{table}", table || "the table").replaceAll("{held}", held);
    const hint = WITHOUT_EXCUSE.has(hazard) || hazard === "contract" ? "" : ` ${OR_SAY_WHY}`;
    return `prisma/migrations/${this.#name}/migration.sql:${statement.line}: ${summarize(statement)}\n    ${why}${hint}`;
  }
}
