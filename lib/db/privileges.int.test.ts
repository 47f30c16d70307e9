import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Login, openTestDatabase, type TestDatabase } from "./testing/database";
import { EXPECTED } from "./testing/expected-privileges";
import { ROWS } from "./testing/forbidden-rows";
import { FORBIDDEN } from "./testing/forbidden-statements";
import { readFurther, readPrivileges } from "./testing/privileges";

const LOGINS = ["web", "gateway", "jobs"] as const satisfies readonly Login[];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.asSuperuser((client) => client.query(ROWS));
});
afterAll(() => database.close());

/** Tries a statement as a login, and takes back what it did. @returns PostgreSQL's code of the refusal, if it was one */
async function attempt(login: Login | "owner", statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: database.urls[login] });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(statement);
    return "done";
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? "") : String(error);
  } finally {
    await client.query("rollback");
    await client.end();
  }
}

describe.each(LOGINS)("the login of %s", (login) => {
  it("may do with each table and column what is written down for it, and nothing else", async () => {
    const found = await database.asSuperuser((client) => readPrivileges(client, login));
    expect(found).toEqual(EXPECTED[login].tables);
  });

  it("owns nothing, makes nothing, and calls what is written down for it", async () => {
    const found = await database.asSuperuser((client) => readFurther(client, login));
    expect(found).toEqual(EXPECTED[login].further);
  });

  it.each(FORBIDDEN.filter(({ by }) => by.includes(login)))("can't $what", async ({ statement }) => {
    expect(await attempt(login, statement)).toBe("42501");
  });
});

describe("the door to the queue", () => {
  it.each<[Login, string]>([
    ["web", "create-document"],
    ["gateway", "fetch-evidence"],
    ["jobs", "read-inventory"],
  ])("lets %s queue %s", async (login, name) => {
    expect(await attempt(login, `select halligan_add_job('${name}', '{}'::json, null, null, 1)`)).toBe(
      "done",
    );
  });
});

it("each refused statement is one that PostgreSQL would run for the owner of the tables, or is frozen for all", async () => {
  for (const { what, statement, isFrozen } of FORBIDDEN)
    expect
      .soft([what, await attempt("owner", statement)])
      .toEqual([what, isFrozen === true ? "42501" : "done"]);
});
