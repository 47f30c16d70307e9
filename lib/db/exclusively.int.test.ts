import { afterAll, beforeAll, expect, it } from "vitest";
import { databasePool } from "./client";
import { newConnection } from "./connection/connect";
import { exclusively } from "./exclusively";
import { openTestDatabase, type TestDatabase } from "./testing/database";

// Each warning comes once in a process, whichever test it is that brings it.
const warnings: string[] = [];
const onWarning = ({ message }: Error) => warnings.push(message);
process.on("warning", onWarning);

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  process.off("warning", onWarning);
  await database.close();
});

/** Another process: a connection that takes the same lock. */
async function elsewhere(name: string): Promise<{ taken: boolean; end: () => Promise<void> }> {
  const client = newConnection(database.urls.jobs);
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
    [name],
  );
  return { taken: rows[0]?.taken === true, end: () => client.end() };
}

it("runs work in one process at a time, and lets go afterwards", async () => {
  const other = await elsewhere("one");
  expect(other.taken).toBe(true);
  expect(await exclusively("one", async () => {})).toBe(false);
  await other.end();
  await expect.poll(() => exclusively("one", async () => {})).toBe(true);
  const ran = await exclusively("one", async () => {
    const meanwhile = await elsewhere("one");
    expect(meanwhile.taken).toBe(false);
    await meanwhile.end();
    expect(await exclusively("one", async () => {})).toBe(false);
  });
  expect(ran).toBe(true);
  await expect(exclusively("one", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  const after = await elsewhere("one");
  expect(after.taken).toBe(true);
  await after.end();
});

it("leaves the pool to the work, however much is done at once", async () => {
  const query = () => databasePool().query("select pg_sleep(0.05)");
  const works = Array.from({ length: 40 }, (_, index) =>
    exclusively(`work ${index}`, async () => {
      await query();
    }),
  );
  expect(await Promise.all(works)).toEqual(works.map(() => true));
});

it("goes on after its connection broke", async () => {
  const broken = exclusively("long", async () => {
    await database.asSuperuser((client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
          and database = (select oid from pg_database where datname = current_database())`,
      ),
    );
  });
  expect(await broken).toBe(true);
  await expect.poll(() => exclusively("long", async () => {}).catch(() => false)).toBe(true);
});

it("sends one query after the other: the driver says that it will no longer queue them", async () => {
  const works = Array.from({ length: 10 }, (_, index) => exclusively(`turn ${index}`, async () => {}));
  expect(await Promise.all(works)).toEqual(works.map(() => true));
  expect(warnings).toEqual([]);
});
