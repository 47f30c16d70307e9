import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendEvent } from "@/lib/audit/append-event";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { inTransaction } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { testEnvironment } from "@/lib/kernel/testing/environment";

let database: TestDatabase;
let folder: string;
let program: string;

beforeAll(async () => {
  database = await openTestDatabase();
  // Beside node_modules, which the bundle leaves outside.
  folder = mkdtempSync(join(import.meta.dirname, "..", "node_modules", ".halligan-"));
  program = join(folder, "halligan.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "halligan.ts")],
    ...{
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      target: "node20",
    },
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

function halligan(args: string[], env: Record<string, string> = {}) {
  const { PATH = "" } = process.env;
  const result = spawnSync(process.execPath, [program, ...args], {
    env: { PATH, NODE_ENV: "test", ...env },
    encoding: "utf8",
  });
  return { code: result.status, said: result.stdout, error: result.stderr };
}

describe("halligan verify", () => {
  it("needs a database's address and nothing else", async () => {
    await database.as("jobs");
    const actor = { kind: "system", name: "jobs", origin: "test" } as const;
    await inTransaction((tx) => appendEvent(tx, { code: "node.found", actor, subject: { nodeId: "i-1" } }));
    await sealDue();
    const { code, said, error } = halligan(["verify"], { DATABASE_URL: database.urls.jobs });
    expect([code, error]).toEqual([0, ""]);
    expect(said).toMatch(/^passed +chain +1 events in 1 batches/);
    expect(said).toMatch(/^not checked +anchors +No --anchors was given/m);
    const json = halligan(["verify", "--json"], { DATABASE_URL: database.urls.jobs });
    expect(JSON.parse(json.said)).toMatchObject({
      ...{ faults: [], faultCount: 0, chain: { events: 1 } },
      steps: expect.arrayContaining([expect.objectContaining({ step: "guards", verdict: "passed" })]),
    });
    const anchor = /--anchor (\d\S+)/.exec(said)?.[1] ?? "";
    expect(halligan(["verify", "--database", database.urls.jobs, "--anchor", anchor]).code).toBe(0);
    const other = `1:${"0".repeat(64)}`;
    expect(halligan(["verify", "--database", database.urls.jobs, "--anchor", other])).toMatchObject({
      ...{ code: 1, error: expect.stringContaining("batch 1: anchor") },
    });
  });

  it("ends with 1 and names every event that was altered", async () => {
    const { rows } = await database.asSuperuser(async (client) => {
      await client.query("set session_replication_role = replica");
      return client.query("update audit_events set node_id = 'i-2' returning id");
    });
    const { code, said, error } = halligan(["verify"], { DATABASE_URL: database.urls.jobs });
    expect([code, error]).toEqual([1, expect.stringContaining(`${rows[0].id}: altered`)]);
    expect(said).toMatch(new RegExp(`^FAILED +chain +${rows[0].id}: altered, `, "m"));
  });

  it("ends with 2 when it can't run, and says what it misses", () => {
    expect(halligan(["verify"])).toMatchObject({ code: 2, error: expect.stringContaining("DATABASE_URL") });
    const keys = join(folder, "keys.txt");
    writeFileSync(keys, "no key\n");
    expect(halligan(["verify", "--key", keys, "--database", database.urls.jobs])).toMatchObject({
      ...{ code: 2, error: expect.stringContaining("keys.txt: line 1 is not a public key") },
    });
    expect(halligan(["verify", "--anchor", "1:x", "--database", "postgresql://x"]).code).toBe(2);
    expect(halligan(["verify", "--database", "postgresql://x@127.0.0.1:1/x"])).toMatchObject({
      ...{ code: 2, error: expect.stringContaining("ECONNREFUSED") },
    });
  });
});

describe("halligan check-config", () => {
  const complete = testEnvironment("postgresql://x@127.0.0.1/x");

  it("is content when everything is there", () => {
    expect(halligan(["check-config"], complete).code).toBe(0);
  });

  it("says where to listen, whoever said so: the configuration file, the environment or nobody", () => {
    const file = join(folder, "listen.json");
    writeFileSync(file, JSON.stringify({ PORT: 4444, LISTEN_ADDRESS: "127.0.0.2", GATEWAY_PORT: 4445 }));
    const env = { ...complete, HALLIGAN_CONFIG_FILE: file, GATEWAY_PORT: "4446" };
    const { code, said } = halligan(["check-config", "--json"], env);
    expect([code, JSON.parse(said)]).toEqual([
      0,
      { LISTEN_ADDRESS: "127.0.0.2", PORT: 4444, GATEWAY_PORT: 4446 },
    ]);
    expect(JSON.parse(halligan(["check-config", "--json"], complete).said)).toMatchObject({
      ...{ LISTEN_ADDRESS: "127.0.0.1", PORT: 3000 },
    });
  });

  it("names each setting that is missing or wrong, ends with 78 and prints no value", () => {
    const { HALLIGAN_WORLD: _world, ...rest } = complete;
    const { code, error } = halligan(["check-config"], {
      ...rest,
      HALLIGAN_SECRET: "hunter2",
      OIDC_ISSUER: "",
    });
    expect(code).toBe(78);
    for (const name of ["HALLIGAN_WORLD is missing", "OIDC_ISSUER is missing", "HALLIGAN_SECRET "])
      expect(error).toContain(name);
    expect(error).not.toContain("hunter2");
  });

  it("names the configuration file and the key of what is wrong in it", () => {
    const { OIDC_CLIENT_ID: _client, HALLIGAN_ROLES: _roles, ...rest } = complete;
    const file = join(folder, "halligan.json");
    writeFileSync(file, JSON.stringify({ OIDC_CLIENT_ID: "test", HALLIGAN_ROLES: {}, HALIGAN_WORLD: "x" }));
    const { code, error } = halligan(["check-config"], { ...rest, HALLIGAN_CONFIG_FILE: file });
    expect(code).toBe(78);
    expect(error).toContain(`${file}: HALIGAN_WORLD is no setting`);
    expect(error).toContain(`${file}: HALLIGAN_ROLES engineer `);
  });
});

it("halligan seed writes nothing outside the sandbox", () => {
  const production = {
    ...testEnvironment("postgresql://x@127.0.0.1/x"),
    ...{
      HALLIGAN_WORLD: "production",
      PUBLIC_ORIGIN: "https://halligan.example",
      OIDC_ISSUER: "https://id.example",
    },
  };
  expect(halligan(["seed"], production)).toMatchObject({
    code: 1,
    error: expect.stringContaining("sandbox"),
  });
});

it("halligan explains itself", () => {
  expect(halligan(["--help"])).toMatchObject({ code: 0, said: expect.stringContaining("verify") });
  expect(halligan(["dance"])).toMatchObject({ code: 64, error: expect.stringContaining("dance") });
  expect(halligan(["verify", "--fast"]).code).toBe(64);
});
