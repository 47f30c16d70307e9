import { expect, it } from "vitest";
import { isOutsideTransaction, readStatements, summarize } from "./statements.mjs";

const read = (sql: string) => readStatements({ name: "1_case", sql });

it("splits where PostgreSQL does: not within strings, names, dollar quotes or comments", async () => {
  const texts = [
    `INSERT INTO a VALUES ('it''s; here', E'\\';', U&"b;" )`,
    `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN PERFORM 1; $$; RETURN; END $body$`,
    `SELECT 1 -- not; here\n + /* nor; /* in; */ here */ 2`,
    `DO $$ BEGIN COMMIT; END $$`,
  ];
  const sql = texts.join(";\n\n").replace('U&"b;"', "'中;文'");
  const statements = await read(sql);
  expect(statements.map(({ text }) => text)).toEqual(texts.map((text) => text.replace('U&"b;"', "'中;文'")));
  expect(statements.map(({ kind }) => kind)).toEqual([
    "InsertStmt",
    "CreateFunctionStmt",
    "SelectStmt",
    "DoStmt",
  ]);
});

it("knows in which line a statement begins, and the comment before it", async () => {
  const statements = await read("-- 說明\nSELECT 1;\n\n-- why: é\n-- and how\nSELECT 2; SELECT 3\n");
  expect(statements.map(({ line, comment }) => [line, comment.trim()])).toEqual([
    [2, "-- 說明"],
    [6, expect.stringContaining("-- why: é\n-- and how")],
    [6, ";"],
  ]);
});

it("finds nothing in an empty migration, and says where one can't be read", async () => {
  expect(await read("-- nothing\n")).toEqual([]);
  await expect(read("SELECT 1;\nSELEC 2;")).rejects.toThrow(
    'Migration 1_case can\'t be read: syntax error at or near "SELEC" in line 2.',
  );
});

it("takes a migration out of the transaction by its first line alone", () => {
  expect(isOutsideTransaction("-- outside-transaction\nSELECT 1")).toBe(true);
  expect(isOutsideTransaction("-- outside-transaction\r\nSELECT 1")).toBe(true);
  expect(isOutsideTransaction("SELECT 1;\n-- outside-transaction\n")).toBe(false);
  expect(isOutsideTransaction("-- outside-transaction, perhaps\n")).toBe(false);
});

it("shortens a statement to one line", async () => {
  const [statement] = await read(`SELECT 1, -- one\n   ${"2, ".repeat(60)} 3`);
  if (!statement) throw new TypeError("nothing was read");
  expect(summarize(statement)).toMatch(/^SELECT 1, 2, 2.*…$/);
  expect(summarize(statement)).toHaveLength(100);
});
