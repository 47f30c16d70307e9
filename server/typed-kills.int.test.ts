import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keptFor, WHY } from "@/lib/keeping/input-opening/testing/typed";
import { randomFrom } from "@/lib/kernel/testing/random";
import { type Custodian, custodians } from "@/lib/recordings/sealed-input/testing/custodians";
import { verify } from "@/server/testing/evidence";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { inCheckout } from "../tools/checkout/checkout.mjs";
import { startWorld, type World } from "../tools/world.mjs";

const KILLS = 3;
/** A long paste, and what is typed around each kill. */
const PASTE = 256 * 1024;
const AROUND = 64 * 1024;
const FRAME = 4096;
const SEED = Date.now() % 1_000_000;

let world: World;
let rows: Rows;
let people: Custodian[];
const at = (name: string) => join(world.folder, name);

beforeAll(async () => {
  people = await custodians("Gil", "Hana");
  world = await startWorld({ ownDatabase: true, settings: keptFor(people) });
  for (const { identity, recipient } of people) writeFileSync(at(`${recipient.name}.txt`), `${identity}\n`);
  rows = new Rows(world);
}, 120_000);
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** What was opened of a session, from its evidence. */
async function opened(sessionId: string): Promise<{ base64: string; isDeliveryUnknown: boolean }[]> {
  const run = (args: string[], env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [inCheckout("dist", "halligan.mjs"), ...args], {
      env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
    });
  const bundle = at("evidence.tar");
  const why = ["--reason", "Incident 4711"];
  await run(["export-bundle", "--session", sessionId, "--out", bundle, ...why], world.env("gateway"));
  const { key } = await rows.one<{ key: string }>("select key from audit_keys");
  writeFileSync(at("keys.txt"), `${key}\n`);
  const identities = people.flatMap(({ recipient }) => ["--identity", at(`${recipient.name}.txt`)]);
  const out = ["--key", at("keys.txt"), "--out", at("typed.jsonl")];
  await run(["open-input", bundle, ...identities, ...out], {});
  return readFileSync(at("typed.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

it("opens what the node received, byte for byte, whenever the gateway is killed while somebody types", {
  timeout: 300_000,
}, async ({ annotate }) => {
  await annotate(`seed ${SEED}`);
  const random = randomFrom(SEED);
  const ana = await Visitor.signIn(world, "ana");
  const shell = await openShell(ana);
  const { sessionId } = shell;
  let { terminal } = shell;
  const command = "stty raw -echo; echo rea''dy; exec cat > ~/received\r";
  terminal.type(command);
  await terminal.shows("ready");
  const below = (): string[] => readdirSync(world.folder, { recursive: true, encoding: "utf8" });
  const file = await until("the node reads keys", 20_000, () => {
    const name = below().find((path) => path.endsWith("/received"));
    return name !== undefined && at(name);
  });
  const size = () => statSync(file).size;
  const send = (length: number) => {
    for (let left = length; left > 0; left -= FRAME)
      terminal.socket.send(Uint8Array.from({ length: Math.min(FRAME, left) }, () => random(256)));
  };

  send(PASTE);
  await until("the node has all of the paste", 120_000, () => size() === PASTE);
  for (let kills = 0; kills < KILLS; kills++) {
    const from = size();
    send(AROUND);
    await until("some of it came", 20_000, () => size() > from + random(AROUND / 2));
    await world.kill("gateway");
    await terminal.ends();
    await world.start("gateway");
    terminal = await until("the next gateway has it", 60_000, async () => {
      const again = ana.open(sessionId);
      await until("it answers", 20_000, () => again.closed !== undefined || again.state?.state === "open");
      return again.closed ? false : again;
    });
    await until("keys arrive again", 30_000, async () => {
      const before = size();
      send(1);
      return until("the key", 2_000, () => size() > before).catch(() => false);
    });
  }
  terminal.tell({ type: "end" });
  await terminal.ends();
  const closed = "select from recordings where session_id = $1 and closed_at is not null";
  await until("it is closed", 30_000, async () => (await rows.all(closed, [sessionId])).length > 0);

  const messages = await opened(sessionId);
  const taken = readFileSync(file);
  let place = 0;
  const typed = Buffer.from(command);
  const whole = Buffer.concat([typed, taken]);
  for (const { base64, isDeliveryUnknown } of messages) {
    const bytes = Buffer.from(base64, "base64");
    const isThere = whole.subarray(place, place + bytes.length).equals(bytes);
    if (isThere) place += bytes.length;
    else expect({ place, isDeliveryUnknown }).toEqual({ place, isDeliveryUnknown: true });
  }
  expect(place).toBe(whole.length);
  expect(taken.length).toBeGreaterThan(PASTE + KILLS);

  // What two people agree on, and what they take away, is part of the record, too.
  const [cleo, dov] = [await Visitor.signIn(world, "cleo"), await Visitor.signIn(world, "dov")];
  const opening = await cleo.post("/api/recordings/openings/ask", { sessionId, reason: WHY });
  await dov.post("/api/recordings/openings/confirm", opening);
  const sealed = await cleo.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/sealed-input`);
  expect(sealed).toMatchObject({ status: 200, body: expect.stringMatching(/\{"rows":\d+\}\n$/) });
  const { code, said } = await verify(world);
  expect([code, said]).toEqual([0, expect.stringMatching(/^passed +chain /m)]);
});
