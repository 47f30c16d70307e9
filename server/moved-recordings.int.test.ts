import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { inCheckout } from "../tools/checkout/checkout.mjs";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
let rows: Rows;
beforeAll(async () => {
  world = await startWorld({ hasBuckets: true });
  rows = new Rows(world);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** The command line, as whoever runs it by hand. */
async function halligan(args: string[], env: Record<string, string | undefined>): Promise<string> {
  const { PATH = "" } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [inCheckout("dist", "halligan.mjs"), ...args],
    {
      env: { PATH, NODE_ENV: "production", ...env },
    },
  );
  return stdout;
}

/** An auditor's shell: rights in the bucket's account, and a login of the database. */
async function auditor(): Promise<Record<string, string>> {
  const { endpoint, credentials } = world.sandbox;
  const { operator = { accessKeyId: "", secretAccessKey: "" } } = credentials;
  const sts = new STSClient({ endpoint, region: "eu-west-1", credentials: operator });
  const { Credentials: keys } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole",
      RoleSessionName: "auditor",
    }),
  );
  return {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-1", DATABASE_URL: world.databaseUrls.jobs },
    ...{ AWS_ACCESS_KEY_ID: keys?.AccessKeyId ?? "", AWS_SECRET_ACCESS_KEY: keys?.SecretAccessKey ?? "" },
    AWS_SESSION_TOKEN: keys?.SessionToken ?? "",
  };
}

it("a recording goes into the bucket while jobs and gateway are killed, verifies there, and its evidence is whole", async () => {
  const ana = await Visitor.signIn(world, "ana");
  const { sessionId, terminal } = await openShell(ana);
  terminal.type("seq 1 20000; exit\r");
  await terminal.shows("20000");
  // It is held against its node's log first, which is fetched for half a minute in this world.
  const has = (what: string, condition: string) =>
    until(what, 120_000, async () => {
      const found = `select session_id from recording_packs where session_id = $1 and ${condition}`;
      return (await rows.all(found, [sessionId])).length > 0;
    });
  await has("a pack is begun", "true");
  await world.kill("jobs");
  await world.start("jobs");
  await has("it is in the bucket", "stored_at is not null");
  await world.kill("gateway");
  await world.start("gateway");
  const packed = "select session_id from replay_progress where session_id = $1 and packed_at is not null";
  await until("all of it is there", 90_000, async () => (await rows.all(packed, [sessionId])).length > 0);
  expect(
    await rows.all(
      "select id from recording_ranges where session_id = $1 and kind = 'o' and bytes is not null",
      [sessionId],
    ),
  ).toEqual([]);
  const verified = await until("it verifies", 30_000, async () =>
    halligan(["verify", "--recordings", world.env("jobs").RECORDING_BUCKET ?? ""], await auditor()),
  );
  expect(verified).toMatch(
    /^passed +packs +[1-9]\d* packs of output read where they lie, \d+ bytes; 0 objects/m,
  );
  const file = join(world.folder, "evidence.tar");
  const said = await halligan(
    ["export-bundle", "--session", sessionId, "--out", file, "--reason", "Incident 4711"],
    world.env("gateway"),
  );
  expect(said).toContain("SHA-256");
  const key = /give it by --key: (.+)$/m.exec(verified)?.[1] ?? "";
  writeFileSync(join(world.folder, "keys.txt"), `${key}\n`);
  const bundle = await halligan(["verify", "--bundle", file, "--key", join(world.folder, "keys.txt")], {});
  expect(bundle).toMatch(/^passed +session +.*the whole recording/m);

  const cleo = await Visitor.signIn(world, "cleo");
  await cleo.post("/api/sessions/unmask", { sessionId, reason: "Incident 4711" });
  const get = (part: string) =>
    cleo.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/${part}`, { origin: world.portalOrigin });
  await until("it is ready", 60_000, async () => (await get("evidence")).body.includes('"ready"'));
  const gateways = world.pids("gateway");
  await world.sandbox.control("fail", { action: "s3:GetObject", code: "AccessDenied", count: 1_000 });
  expect(refusalIn(await get("evidence-file"))).toEqual([502, "AWS_ACCESS_DENIED"]);
  const half = join(world.folder, "half.tar");
  await expect(
    halligan(
      ["export-bundle", "--session", sessionId, "--out", half, "--reason", "Incident 4711"],
      world.env("gateway"),
    ),
  ).rejects.toThrow(/Could not export .*AccessDenied/);
  expect([half, `${half}.partial`].filter((path) => existsSync(path))).toEqual([]);
  await world.sandbox.control("calm", {});
  const { status, body } = await get("evidence-file");
  expect([status, body.includes("manifest.json")]).toEqual([200, true]);
  expect(world.pids("gateway")).toEqual(gateways);
}, 300_000);
