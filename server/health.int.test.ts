import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rows } from "@/server/testing/rows";
import { until } from "@/server/testing/waiting";
import { send } from "@/server/testing/wire";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
beforeAll(async () => {
  world = await startWorld({ ownDatabase: true });
});
afterAll(() => world?.stop());

const PROCESSES = ["web", "gateway", "jobs"] as const;
type Name = (typeof PROCESSES)[number];

const CHECKS: Record<Name, string[]> = {
  web: ["database", "migrations", "provider"],
  gateway: ["aws-roles", "database", "durability", "migrations"],
  jobs: ["aws-roles", "database", "migrations"],
};

/** As a load balancer asks: by address, without a cookie. */
async function ask(name: Name, path: string, headers: Record<string, string> = { host: "10.1.2.3:8080" }) {
  const answer = await send(`http://127.0.0.1:${world.ports[name]}${path}`, { headers });
  return { ...answer, json: JSON.parse(answer.body) as { checks?: Record<string, { ok: boolean }> } };
}

async function failing(name: Name): Promise<string[]> {
  const { json } = await ask(name, "/readyz");
  return Object.entries(json.checks ?? {}).flatMap(([check, { ok }]) => (ok ? [] : [check]));
}

describe.each(PROCESSES)("%s", (name) => {
  it("answers /livez and /readyz to any host, with names and nothing else", async () => {
    expect(await ask(name, "/livez")).toMatchObject({ status: 200, json: { live: true } });
    await until("it is ready", 10_000, async () => (await ask(name, "/readyz")).status === 200);
    const { status, headers, json, body } = await ask(name, "/readyz");
    expect([status, Object.keys(json.checks ?? {}).sort()]).toEqual([
      200,
      expect.arrayContaining(CHECKS[name]),
    ]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["set-cookie"]).toBeUndefined();
    expect(body).not.toMatch(/127\.0\.0\.1|localhost|postgres|login|password|\d+\.\d+\.\d+/i);
  });

  it("says that it is not ready while the database is away, and stays live", async () => {
    await world.database?.stop();
    await until("the database is missed", 10_000, async () => (await failing(name)).includes("database"));
    expect((await ask(name, "/readyz")).status).toBe(503);
    expect((await ask(name, "/livez")).status).toBe(200);
    await world.database?.start();
    await until("it is ready again", 20_000, async () => (await ask(name, "/readyz")).status === 200);
  });

  it("says that it is not ready while the server accepts connections and says nothing", async () => {
    world.database?.freeze();
    try {
      const startedAt = Date.now();
      await until("the database is missed", 10_000, async () => (await failing(name)).includes("database"));
      expect(Date.now() - startedAt).toBeLessThan(8_000);
    } finally {
      world.database?.thaw();
    }
    await until("it is ready again", 30_000, async () => (await ask(name, "/readyz")).status === 200);
  });

  it("says that it is not ready while a migration of its build is missing", async () => {
    const rows = new Rows(world);
    const undo = "update _prisma_migrations set rolled_back_at = now() where migration_name like '%_seats'";
    await rows.all(undo);
    try {
      await until("it is missed", 10_000, async () => (await failing(name)).join() === "migrations");
    } finally {
      await rows.all(undo.replace("now()", "null"));
      await rows.close();
    }
    await until("it is ready again", 10_000, async () => (await ask(name, "/readyz")).status === 200);
  });
});

it("every process keeps an idle connection for longer than a load balancer does", async () => {
  await Promise.all(
    PROCESSES.map(async (name) => {
      const agent = new Agent({ keepAlive: true });
      try {
        const url = `http://127.0.0.1:${world.ports[name]}/livez`;
        const { headers, localPort } = await send(url, { agent });
        expect(headers["keep-alive"], name).toBe("timeout=75");
        // What is tried is that nothing happens meanwhile: Node itself would close it after five seconds.
        await sleep(6_500);
        expect((await send(url, { agent })).localPort, name).toBe(localPort);
      } finally {
        agent.destroy();
      }
    }),
  );
});
