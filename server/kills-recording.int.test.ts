import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomFrom } from "@/lib/kernel/testing/random";
import { verify } from "@/server/testing/evidence";
import { KILL_SETTINGS, KilledShell, VICTIMS } from "@/server/testing/killed-shell";
import { Visitor } from "@/server/testing/visitor";
import { startWorld, type World } from "../tools/world.mjs";

const KILLS = 10;
/** `npm run bench kills` does the same a thousand times, with others. */
const SEED = Date.now() % 1_000_000;

let world: World;

beforeAll(async () => {
  world = await startWorld({ ownDatabase: true, settings: KILL_SETTINGS });
});
afterAll(() => world?.stop());

it(`has every byte after ${KILLS} kills of gateway, PostgreSQL and the connection to AWS (seed ${SEED})`, {
  timeout: 400_000,
}, async () => {
  const random = randomFrom(SEED);
  const shell = await KilledShell.open(world, await Visitor.signIn(world, "ana"));
  for (let kills = 0; kills < KILLS; kills++) {
    await pause(random(1_500));
    await shell.kill(
      VICTIMS[kills < VICTIMS.length ? kills : random(VICTIMS.length)] ?? "gateway",
      random(1_000),
    );
  }
  const { bytes, namedGaps, faults } = await shell.finish();
  expect(faults).toEqual([]);
  expect(namedGaps).toBe(0);
  expect(bytes).toBeGreaterThan(100_000);
  const { code, said } = await verify(world);
  expect([code, said]).toEqual([0, expect.stringMatching(/^passed +chain /m)]);
});
