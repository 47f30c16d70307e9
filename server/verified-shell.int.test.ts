import { afterAll, beforeAll, expect, it } from "vitest";
import { verify } from "@/server/testing/evidence";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
let rows: Rows;
beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

it("a shell that was left while its browser was there verifies: nothing is recorded behind the closing event", async () => {
  const ana = await Visitor.signIn(world, "ana");
  const { sessionId, terminal } = await openShell(ana);
  terminal.type("seq 1 2000; exit\r");
  await terminal.shows("2000");
  const closed = "select session_id from recordings where closed_at is not null and session_id = $1";
  await until(
    "the recording is closed",
    20_000,
    async () => (await rows.all(closed, [sessionId])).length > 0,
  );
  const evidence = "select id from audit_events where code = 'evidence.fetched' and session_id = $1";
  await until(
    "its evidence is fetched",
    30_000,
    async () => (await rows.all(evidence, [sessionId])).length > 0,
  );
  // What is not sealed yet is no fault; the jobs process seals within a second here.
  expect(await verify(world)).toMatchObject({ code: 0 });
});
