import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DENIED_LATELY, TALK } from "../prisma/history";
import { until } from "../server/testing/waiting";
import { inCheckout } from "./checkout/checkout.mjs";
import { installSecret, readJson } from "./checkout/state-folder.mjs";
import { freePort } from "./launch/ports.mjs";

let folder: string;
let demo: ChildProcess;
let said = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "demo-"));
  // Root starts the database as another user, who must get in.
  chmodSync(folder, 0o711);
  const names = ["PORT", "GATEWAY_PORT", "JOBS_PORT", "SANDBOX_PORT", "IDP_PORT", "IDP_MAIL_PORT"];
  const ports: [string, string][] = [];
  for (const name of names) ports.push([name, String(await freePort())]);
  demo = spawn(process.execPath, [inCheckout("tools", "demo.mjs")], {
    env: { ...process.env, ...Object.fromEntries(ports), HALLIGAN_STATE: join(folder, "state") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [demo.stdout, demo.stderr])
    stream?.on("data", (chunk) => {
      said += String(chunk);
    });
  await until(
    "the demo runs",
    150_000,
    () => said.includes("Ctrl-C stops everything") || demo.exitCode !== null,
  );
  expect(demo.exitCode, said).toBeNull();
}, 180_000);

afterAll(async () => {
  if (demo.exitCode === null) {
    demo.kill("SIGTERM");
    await once(demo, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it("lets a browser choose a person only after it has opened the printed address", async () => {
  const address = /^ {2}(http:\/\/\S+)$/m.exec(said)?.[1] ?? "";
  const portal = /leads to (http:\/\/localhost:\d+)\./.exec(said)?.[1];
  const groups = new URL("/groups", address);
  expect((await fetch(groups)).status).toBe(403);
  const opened = await fetch(address, { redirect: "manual" });
  expect(opened.headers.get("location")).toBe(`${portal}/`);
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await fetch(groups, { headers: { cookie } })).status).toBe(200);
  const mail = /Ben is told by mail: (http:\/\/\S+)$/m.exec(said)?.[1] ?? "";
  expect((await fetch(mail)).status).toBe(403);
  expect(await (await fetch(mail, { headers: { cookie } })).text()).toContain("No mail yet");
  expect((await fetch(`${portal}/sign-in`)).status).toBe(200);
});

/** The demo's database, as one of its processes logs in to it. */
function databaseUrl(process: "web" | "jobs"): string {
  const state = join(folder, "state");
  const { port } = readJson(join(state, "database", "server.json")) ?? {};
  return `postgresql://${process}_login:${installSecret(state, `database-${process}`)}@127.0.0.1:${port}/halligan`;
}

it("has a second chapter: denied and requested again, a question that waits for its answer, an expired request", async () => {
  const client = new pg.Client({ connectionString: databaseUrl("web") });
  await client.connect();
  try {
    const read = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows;
    const same = await read(
      `select r.state, p.name, d.comment, r.incident, r.window_seconds from requests r
        join people p on p.id = r.requester_id left join decisions d on d.request_id = r.id
        where r.justification = $1 order by r.created_at`,
      [DENIED_LATELY.justification],
    );
    const asked = { name: "Ana Duarte", incident: DENIED_LATELY.incident, window_seconds: 1800 };
    expect(same).toEqual([
      { ...asked, state: "denied", comment: DENIED_LATELY.comment },
      { ...asked, state: "waiting", comment: null },
    ]);
    expect(
      await read(`select e.kind, p.name, e.text, r.state from request_entries e
        join people p on p.id = e.person_id join requests r on r.id = e.request_id order by e.created_at, e.id`),
    ).toEqual([
      { kind: "opened", name: "Ben Okafor", text: null, state: "waiting" },
      { kind: "comment", name: "Ben Okafor", text: TALK.comment, state: "waiting" },
      { kind: "question", name: "Ben Okafor", text: TALK.question, state: "waiting" },
    ]);
    expect(
      await read(`select n.kind, p.name from notices n join people p on p.id = n.person_id
        where n.done_at is null order by n.kind`),
    ).toEqual([
      { kind: "comment", name: "Ana Duarte" },
      { kind: "question", name: "Ana Duarte" },
    ]);
    const lapsed = "select from requests where state = 'lapsed' and created_at > now() - interval '1 day'";
    expect(await read(lapsed)).toHaveLength(1);
  } finally {
    await client.end();
  }
});

it("prints the second chapter, and its whole history is what its audit says", () => {
  expect(said).toContain("billing-batch-1");
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [inCheckout("dist", "halligan.mjs"), "verify", "--json", "--database", databaseUrl("jobs")],
    { encoding: "utf8" },
  );
  const { faults, rows } = JSON.parse(stdout);
  expect({ status, stderr, faults }).toEqual({ status: 0, stderr: "", faults: [] });
  expect(rows).toMatchObject({ unbound: 0 });
});
