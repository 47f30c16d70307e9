import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { wholeDatabase } from "@/server/testing/whole-database";
import { logsOf, startWorld, type World } from "../tools/world.mjs";

const TYPED = "correct-horse-battery-staple";

let world: World;
let rows: Rows;
let ana: Visitor;
let terminal: Terminal;
let sessionId: string;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ({ terminal, sessionId } = await openShell(ana));
  terminal.type(
    "stty -echo; echo si''lent; read -r answer; stty echo; echo has-$(printf %s $answer | wc -c)\r",
  );
  await terminal.shows("silent\r\n");
  terminal.type(`${TYPED}\r`);
  await terminal.shows(`has-${TYPED.length}`);
  terminal.tell({ type: "end" });
  await terminal.ends();
  // The trail comes last, and AWS writes an AssumeRole's answer into it.
  await until("the trail is fetched", 60_000, async () => {
    const { count } = await rows.one<{ count: number }>("select count(*)::int as count from trail_events");
    return count > 0;
  });
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const hex = (text: string) => Buffer.from(text).toString("hex");

/** Secrets of every credential that AWS has given out, and of those that the processes began with. */
function awsSecrets(): string[] {
  const issued = readFileSync(join(world.folder, "sandbox", "credentials.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { secretAccessKey: string; sessionToken: string })
    .flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
  const own = Object.values(world.sandbox.credentials).map(({ secretAccessKey }) => secretAccessKey);
  expect(issued.length).toBeGreaterThan(4);
  return [...issued, ...own];
}

it("no AWS credential is in the database, in a log, or in anything that a browser was sent", async () => {
  const dov = await Visitor.signIn(world, "dov");
  const pages = await Promise.all([
    ana.get(`${world.portalOrigin}/sessions/${sessionId}`),
    ana.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/recording`, { origin: world.portalOrigin }),
    dov.get(`${world.portalOrigin}/settings`),
    dov.get(`${world.portalOrigin}/audit`),
  ]);
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const places = {
    database: await wholeDatabase(rows),
    logs: logsOf(world)
      .filter(({ name }) => /^(web|gateway|jobs)/.test(name))
      .map(({ text }) => text)
      .join("\n"),
    browser: [JSON.stringify(terminal.told), terminal.text, ...pages.map(({ body }) => body)].join("\n"),
  };
  expect(places.database).toContain(sessionId);
  expect(places.logs).toContain(sessionId);
  for (const secret of awsSecrets())
    for (const [place, text] of Object.entries(places))
      expect.soft([place, text.includes(secret) || text.includes(hex(secret))]).toEqual([place, false]);
});

it("what is typed and not shown is in no row and in no log: keys are counted, not kept", async () => {
  const counted = await rows.one(
    "select sum(byte_count)::int as bytes from recording_ranges where kind = 'i'",
  );
  expect(counted).toEqual({ bytes: expect.toSatisfy((bytes: number) => bytes > TYPED.length) });
  const text = `${await wholeDatabase(rows)}\n${logsOf(world)
    .filter(({ name }) => /^(web|gateway|jobs)/.test(name))
    .map((log) => log.text)
    .join("\n")}`;
  expect(text.includes(TYPED)).toBe(false);
  expect(text.includes(hex(TYPED))).toBe(false);
});
