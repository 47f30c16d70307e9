import { describe, expect, it } from "vitest";
import { inCheckout } from "../../checkout/checkout.mjs";
import { readMigrations } from "../history.mjs";
import { checkMigrations } from "./live-check.mjs";

const BEFORE = {
  name: "1_before",
  sql: "CREATE TABLE t (id text PRIMARY KEY, x text); CREATE TABLE u (id text);",
};
const OUTSIDE = "-- outside-transaction\n";

/** What the check says about a migration that comes after the table `t` is there. */
function check(sql: string, ...more: string[]): Promise<string[]> {
  const later = [sql, ...more].map((text, index) => ({ name: `${index + 2}_new`, sql: text }));
  return checkMigrations([BEFORE, ...later], BEFORE.name);
}

const REFUSED: Record<string, [sql: string, insteadOf: RegExp]> = {
  "an index that stops writes": ["CREATE INDEX i ON t (x)", /Write CREATE INDEX CONCURRENTLY/],
  "an index of the schema public": [
    "CREATE UNIQUE INDEX i ON public.t (x)",
    /Write CREATE INDEX CONCURRENTLY/,
  ],
  "CONCURRENTLY inside a transaction": [
    "CREATE INDEX CONCURRENTLY i ON t (x)",
    /first line is -- outside-transaction/,
  ],
  "dropping an index": ["DROP INDEX i", /DROP INDEX CONCURRENTLY IF EXISTS/],
  "a CHECK that reads the table": [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '')",
    /NOT VALID here.*VALIDATE/,
  ],
  "a CHECK on a new column": ["ALTER TABLE t ADD COLUMN y text CHECK (y <> '')", /NOT VALID here.*VALIDATE/],
  "a foreign key that reads the table": [
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES u (id)",
    /FOREIGN KEY … NOT VALID here/,
  ],
  "a constraint that builds its index": ["ALTER TABLE t ADD CONSTRAINT c UNIQUE (x)", /UNIQUE USING INDEX/],
  "NOT NULL without proof": [
    "ALTER TABLE t ALTER COLUMN x SET NOT NULL",
    /CHECK \(… IS NOT NULL\) NOT VALID/,
  ],
  "another type": ["ALTER TABLE t ALTER COLUMN x TYPE varchar(9)", /Add a column of the new type/],
  "a volatile default": [
    "ALTER TABLE t ADD COLUMN y uuid DEFAULT gen_random_uuid()",
    /without a default, set the default/,
  ],
  "a default of the moment": [
    "ALTER TABLE t ADD COLUMN y timestamptz DEFAULT clock_timestamp()",
    /without a default/,
  ],
  "a serial column": ["ALTER TABLE t ADD COLUMN y bigserial", /without a default/],
  "a stored generated column": [
    "ALTER TABLE t ADD COLUMN y text GENERATED ALWAYS AS (x) STORED",
    /without a default/,
  ],
  "a new column that must be filled": [
    "ALTER TABLE t ADD COLUMN y text NOT NULL",
    /constant default, or nullable/,
  ],
  "dropping a column": ["ALTER TABLE t DROP COLUMN x", /-- contract: <the last migration/],
  "dropping a table": ["DROP TABLE t", /-- contract:/],
  "renaming a column": ["ALTER TABLE t RENAME COLUMN x TO y", /-- contract:/],
  "renaming a table": ["ALTER TABLE t RENAME TO v", /-- contract:/],
  "emptying a table": ["TRUNCATE t", /-- contract:/],
  "changing every row": ["UPDATE t SET x = ''", /commits after each batch/],
  "deleting rows": ["DELETE FROM t WHERE x = ''", /commits after each batch/],
  "locks on two tables": [
    "ALTER TABLE t ADD COLUMN y text; ALTER TABLE u ADD COLUMN y text",
    /holds a lock on t when it begins to wait for u/,
  ],
  "a lock after a trigger": [
    "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE u ADD COLUMN y text",
    /holds a lock on t when it begins to wait for u/,
  ],
  "validating under a lock": [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '') NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c",
    /Put it into the next migration/,
  ],
  "a lock of its own": ["LOCK TABLE t", /Split the migration/],
  "an index built anew": ["REINDEX TABLE t", /REINDEX has CONCURRENTLY/],
  "a commit of its own": ["COMMIT", /without BEGIN, COMMIT or ROLLBACK/],
  "a timeout of its own": ["SET lock_timeout = 0", /leave the timeout out/],
  "a block that nobody can read": ["DO $$ BEGIN EXECUTE 'x'; END $$", /Write the statements out/],
  "batches inside a transaction": [
    "DO $$ BEGIN UPDATE t SET x = ''; COMMIT; END $$",
    /first line is -- outside-transaction/,
  ],
  "a statement that the check doesn't know": ["ALTER TABLE t INHERIT u", /teach tools\/migrations\/effects/],
  "what fails the second time": [`${OUTSIDE}ALTER TABLE t ADD COLUMN y text`, /Write IF NOT EXISTS/],
  "a constraint among other commands, outside": [
    `${OUTSIDE}ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '') NOT VALID, ALTER COLUMN x SET DEFAULT ''`,
    /in an ALTER TABLE of its own/,
  ],
  "an index without a name, outside": [`${OUTSIDE}CREATE INDEX CONCURRENTLY ON t (x)`, /a name/],
};

describe("refuses, and says what to write instead:", () => {
  it.each(Object.entries(REFUSED))("%s", async (_name, [sql, instead]) => {
    const problems = await check(sql);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^prisma\/migrations\/2_new\/migration\.sql:\d+: /);
    expect(problems[0]).toMatch(instead);
  });
});

const ACCEPTED: Record<string, string[]> = {
  "columns that are empty or have a constant": [
    "ALTER TABLE t ADD COLUMN a text, ADD COLUMN b text[] NOT NULL DEFAULT ARRAY[]::text[], ADD COLUMN c jsonb NOT NULL DEFAULT '[]'",
  ],
  "a default of the migration's own time": ["ALTER TABLE t ADD COLUMN a timestamptz NOT NULL DEFAULT now()"],
  "a column that refers to another table": ["ALTER TABLE t ADD COLUMN a text REFERENCES u (id)"],
  "an index built beside": [
    `${OUTSIDE}CREATE INDEX CONCURRENTLY i ON t (x);\nDROP INDEX CONCURRENTLY IF EXISTS j;`,
  ],
  "whatever happens to a table that is new": [
    `CREATE TABLE n (id text, t_id text, u_id text);
     CREATE INDEX n_t ON n (t_id); ALTER TABLE n ADD CONSTRAINT c CHECK (id <> '');
     ALTER TABLE n ADD CONSTRAINT f FOREIGN KEY (t_id) REFERENCES t (id);
     ALTER TABLE n ADD CONSTRAINT g FOREIGN KEY (u_id) REFERENCES u (id);
     UPDATE n SET id = 'x'; ALTER TABLE n ALTER COLUMN id SET NOT NULL;`,
  ],
  "a check, then its validation": [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '') NOT VALID",
    "ALTER TABLE t VALIDATE CONSTRAINT c",
  ],
  "a check and its validation, each committed": [
    `${OUTSIDE}ALTER TABLE t ADD CONSTRAINT c CHECK (x <> '') NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c`,
  ],
  "NOT NULL once a check has proved it": [
    "ALTER TABLE t ADD CONSTRAINT c CHECK (x IS NOT NULL AND x <> '') NOT VALID",
    "ALTER TABLE t VALIDATE CONSTRAINT c",
    "ALTER TABLE t ALTER COLUMN x SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c",
  ],
  "rows changed in batches": [
    `${OUTSIDE}DO $$ BEGIN LOOP UPDATE t SET x = '' WHERE id IN (SELECT id FROM t WHERE x IS NULL LIMIT 1000);
     EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$`,
  ],
  "a unique constraint from an index": [
    `${OUTSIDE}CREATE UNIQUE INDEX CONCURRENTLY c ON t (x)`,
    "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX c",
  ],
  "a contraction that names the release before": [
    "-- contract: 1_before the portal of that release no longer reads x\nALTER TABLE t DROP COLUMN x",
  ],
  "what somebody answers for": [
    "-- live-safe: u has a row for each account, some dozens\nUPDATE u SET id = ''",
  ],
  "several changes of one table": [
    "ALTER TABLE t ADD COLUMN a text; ALTER TABLE t ALTER COLUMN a SET DEFAULT ''",
  ],
};

describe("accepts", () => {
  it.each(Object.entries(ACCEPTED))("%s", async (_name, [sql = "", ...more]) => {
    expect(await check(sql, ...more)).toEqual([]);
  });
});

it("believes a check only once it is validated, and about the column that it names", async () => {
  const add = (expression: string) => `ALTER TABLE t ADD CONSTRAINT c CHECK (${expression}) NOT VALID`;
  const set = "ALTER TABLE t ALTER COLUMN x SET NOT NULL";
  const validate = "ALTER TABLE t VALIDATE CONSTRAINT c";
  expect(await check(add("x IS NOT NULL"), set)).toHaveLength(1);
  expect(await check(add("id IS NOT NULL"), validate, set)).toHaveLength(1);
  expect(await check(add("x IS NOT NULL OR id = ''"), validate, set)).toHaveLength(1);
  expect(await check(add("x IS NOT NULL"), validate, "ALTER TABLE t DROP CONSTRAINT c", set)).toHaveLength(1);
});

it("takes no reason where none can be right, and none that says nothing", async () => {
  const excuse = "-- live-safe: it is night and nobody is there\n";
  expect(await check(`${excuse}CREATE INDEX CONCURRENTLY i ON t (x)`)).toHaveLength(1);
  expect(await check(`${excuse}SET lock_timeout = 0`)).toHaveLength(1);
  expect(await check(`${excuse}ALTER TABLE t DROP COLUMN x`)).toHaveLength(1);
  expect(await check("-- live-safe: ok\nCREATE INDEX i ON t (x)")).toHaveLength(1);
  expect(
    await check("-- contract: 7_unknown the portal no longer reads x\nALTER TABLE t DROP COLUMN x"),
  ).toHaveLength(1);
});

it("reads every migration of ours, and judges those from before it not at all", async () => {
  const migrations = readMigrations(inCheckout("prisma", "migrations"));
  expect(await checkMigrations(migrations)).toEqual([]);
  const judged = await checkMigrations(migrations, "20261124000000_breadth");
  expect(judged.length).toBeGreaterThan(20);
});
