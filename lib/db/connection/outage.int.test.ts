import { readdirSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { type OwnDatabase, startOwnDatabase } from "../../../tools/database/own-database.mjs";
import { closeDatabase, handleOf, inTransaction, reading, runPrepared } from "../client";
import { exclusively } from "../exclusively";
import { asAdmin } from "../testing/as-admin";
import { listen, notify } from "./notify";

let database: OwnDatabase;
beforeAll(async () => {
  database = await startOwnDatabase();
  Object.assign(process.env, testEnvironment(database.urls.web));
});
afterAll(async () => {
  await closeDatabase();
  await database.drop();
});

const patience = { timeout: 20_000, interval: 50 };
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** The connections of this process, by what each is for. */
async function connections(): Promise<string[]> {
  const rows = await asAdmin<{ name: string }>(
    database,
    "select application_name as name from pg_stat_activity where usename = 'web_login' order by 1",
  );
  return rows.map(({ name }) => name).filter((name) => name !== "halligan");
}

const sockets = () => readdirSync("/proc/self/fd").length;

/** Every way to the database that there is. */
const ways: [string, () => Promise<unknown>][] = [
  ["a read outside a transaction", () => handleOf(reading()).person.findMany({ take: 1 })],
  ["a raw read", () => handleOf(reading()).$queryRaw`select 1 as one`],
  ["a raw write", () => handleOf(reading()).$executeRaw`update people set name = name where false`],
  ["a transaction", () => inTransaction((tx) => handleOf(tx).person.findMany({ take: 1 }))],
  ["a prepared statement", () => runPrepared({ name: "one", text: "select 1", values: [] })],
  ["a lock", () => exclusively("outage", async () => {})],
  ["a connection that listens", async () => (await listen({ session_changed: () => {} }, () => {}))()],
];

describe("while the database is away", () => {
  it.each(ways)("%s says DATABASE_UNAVAILABLE, and works again afterwards", async (_name, go) => {
    await go();
    await database.stop();
    await expect(go()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    await expect(go()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    await database.start();
    await expect.poll(() => go().then(() => "works"), patience).toBe("works");
  });

  it.each(ways)("%s says so too when all connections are taken", async (_name, go) => {
    await closeDatabase();
    await asAdmin(database, "alter role web_login connection limit 0");
    try {
      await expect(go()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    } finally {
      await asAdmin(database, "alter role web_login connection limit -1");
    }
    await expect.poll(() => go().then(() => "works"), patience).toBe("works");
  });

  it.each(ways)("%s says so within seconds when the server accepts and says nothing", async (_name, go) => {
    await closeDatabase();
    database.freeze();
    try {
      await expect(go()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    } finally {
      database.thaw();
    }
    await expect.poll(() => go().then(() => "works"), patience).toBe("works");
  });

  it("a transaction whose connection is cut in the middle says so", async () => {
    const cut = inTransaction(async (tx) => {
      await handleOf(tx).$queryRaw`select 1 as one`;
      await asAdmin(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'web_login'",
      );
      return handleOf(tx).person.findMany({ take: 1 });
    });
    await expect(cut).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });
});

describe("whoever listens", () => {
  let heard: string[];
  let again: number;
  beforeEach(() => {
    heard = [];
    again = 0;
  });
  const start = () =>
    listen({ session_changed: ({ sessionId }) => heard.push(sessionId) }, () => {
      again += 1;
    });

  async function hears(sessionId: string): Promise<void> {
    await inTransaction((tx) => notify(tx, "session_changed", { sessionId }));
    await expect.poll(() => heard, patience).toContain(sessionId);
  }

  it.each([1_000, 10_000])(
    "has exactly one connection after an outage of %i ms, and hears again",
    async (milliseconds) => {
      const stop = await start();
      await exclusively("warm", async () => {});
      await hears("before");
      const before = sockets();
      await database.stop();
      await wait(milliseconds); // the length of the outage is what is tried
      await database.start();
      await expect.poll(() => again, patience).toBe(1);
      await hears("after");
      await expect.poll(connections, patience).toEqual(["halligan listen", "halligan locks"]);
      // As many descriptors as before, up to the pool's own size.
      expect(sockets()).toBeLessThanOrEqual(before + 2);
      await stop();
      await expect.poll(connections, patience).toEqual(["halligan locks"]);
    },
  );

  it("comes back when its connection is cut, again and again", async () => {
    const stop = await start();
    for (let times = 1; times <= 5; times++) {
      await asAdmin(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'halligan listen'",
      );
      await expect.poll(() => again, patience).toBe(times);
      await hears(`after ${times}`);
      expect((await connections()).filter((name) => name === "halligan listen")).toHaveLength(1);
    }
    await stop();
  });

  it("gives a server up that has fallen silent, and comes back", async () => {
    const stop = await start();
    await hears("before");
    database.freeze();
    try {
      await wait(17_000); // longer than a sign of life may take
    } finally {
      database.thaw();
    }
    await expect.poll(() => again, patience).toBe(1);
    await hears("after");
    expect((await connections()).filter((name) => name === "halligan listen")).toHaveLength(1);
    await stop();
  });
});
