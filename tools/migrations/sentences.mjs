/**
 * Why a statement is refused, and what to write instead. `{table}` is the table's name.
 * @type {Record<string, string>}
 */
export const HAZARDS = {
  index:
    "CREATE INDEX keeps every write to {table} waiting while it reads the table. Write CREATE INDEX CONCURRENTLY, in a migration of its own whose first line is -- outside-transaction.",
  "drop-index":
    "DROP INDEX waits for every query of the table and lets nobody past meanwhile. Write DROP INDEX CONCURRENTLY IF EXISTS, in a migration whose first line is -- outside-transaction.",
  check:
    "The constraint is checked against every row of {table} while nobody can read or write it. Write ADD CONSTRAINT … NOT VALID here, and ALTER TABLE {table} VALIDATE CONSTRAINT … in the next migration.",
  "foreign-key":
    "The foreign key is checked against every row of {table} while writes wait. Write ADD CONSTRAINT … FOREIGN KEY … NOT VALID here, and ALTER TABLE {table} VALIDATE CONSTRAINT … in the next migration.",
  unique:
    "The constraint builds its index while nobody can read or write {table}. Write CREATE UNIQUE INDEX CONCURRENTLY in a migration whose first line is -- outside-transaction, then ADD CONSTRAINT … UNIQUE USING INDEX … in the next.",
  "not-null":
    "SET NOT NULL reads all of {table} while nobody can use it. Write ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in the next migration, and SET NOT NULL after that: PostgreSQL takes the constraint's word for it.",
  type: "ALTER COLUMN … TYPE writes {table} anew while nobody can use it, and the release that is running expects the old type. Add a column of the new type, fill it in batches, let a release use it, and drop the old one a release later.",
  "volatile-default":
    "A default that differs from row to row (or a generated or identity column) writes {table} anew while nobody can use it. Add the column without a default, set the default with ALTER COLUMN … SET DEFAULT, and fill what is there in batches.",
  "not-null-column":
    "A column that is NOT NULL without a default fails as soon as {table} has a row, and in the release that is running, which doesn't know it. Add it with a constant default, or nullable, and SET NOT NULL in a later release.",
  contract:
    "The release that is running may still use what this removes, renames or empties. Do it a release after the one that stopped using it, and write above the statement: -- contract: <the last migration of the release that stopped using it> <reason>.",
  rows: "UPDATE and DELETE lock the rows of {table} that they change until the whole migration is committed. Write a DO block that changes some thousand rows at a time and commits after each batch, in a migration whose first line is -- outside-transaction.",
  "own-lock":
    "LOCK TABLE keeps everybody out of {table} until the migration is committed. Split the migration until it needs none.",
  rewrite:
    "This writes {table} or its indexes anew while nobody can use it. REINDEX has CONCURRENTLY, in a migration whose first line is -- outside-transaction; the others need a maintenance window.",
  transaction:
    "The runner begins and commits: without BEGIN, COMMIT or ROLLBACK here, a migration that fails leaves nothing behind. What must be committed step by step goes into a migration whose first line is -- outside-transaction.",
  timeout: "The runner chooses how long a statement may wait for its lock; leave the timeout out.",
  do: "What a DO block does can't be read here. Write the statements out; or change rows in batches with COMMIT after each, in a migration whose first line is -- outside-transaction.",
  batches: "A DO block that commits needs a migration whose first line is -- outside-transaction.",
  concurrently:
    "CONCURRENTLY does not run inside a transaction. Make it a migration of its own whose first line is -- outside-transaction.",
  "several-tables":
    "This transaction already holds a lock on {held} when it begins to wait for {table}: writes to both wait. Put what is about {table} into a migration of its own.",
  "scan-under-lock":
    "VALIDATE CONSTRAINT reads all of {table} while this transaction holds a lock that keeps writes to {held} waiting. Put it into the next migration.",
  "not-repeatable":
    "A migration outside a transaction that failed half-way runs again from its beginning, and this statement fails the second time. Write IF NOT EXISTS, IF EXISTS or OR REPLACE, give the index or constraint a name, add a constraint in an ALTER TABLE of its own; or put the statement into a migration that runs in a transaction.",
  unknown:
    "This check doesn't know what the statement locks. Find out in PostgreSQL's documentation, and teach tools/migrations/effects.mjs.",
};

/** What an author can answer to any other refusal: a reason, on the line above the statement. */
export const OR_SAY_WHY = "If it is safe all the same, say why on the line above: -- live-safe: <reason>.";
