import { setTimeout as pause } from "node:timers/promises";
import { randomFrom } from "../lib/kernel/testing/random";
import {
  KILL_SETTINGS,
  KilledShell,
  type Outcome,
  VICTIMS,
  type Victim,
} from "../server/testing/killed-shell";
import { Visitor } from "../server/testing/visitor";
import type { World } from "../tools/world.mjs";
import { percentile } from "./support/measure";

const KILLS = Number(process.env.KILLS ?? 1_000);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS_PER_SESSION = 25;
/** After so long no other session is begun: a run of any length says what it has found. */
const MOST_MS = Number(process.env.KILLS_MINUTES ?? 600) * 60_000;

export const settings = KILL_SETTINGS;
export const ownDatabase = true;

/** Kills at random moments of a long output: every byte is on record afterwards, or named as lost. */
export default async function measureKills(world: World) {
  const random = randomFrom(SEED);
  const ana = await Visitor.signIn(world, "ana");
  const times: Record<Victim, number[]> = {
    gateway: [],
    database: [],
    channel: [],
    "database and gateway": [],
  };
  const outcomes: Outcome[] = [];
  const startedAt = performance.now();
  let made = 0;
  for (let left = KILLS; left > 0 && performance.now() - startedAt < MOST_MS; left -= KILLS_PER_SESSION) {
    const shell = await KilledShell.open(world, ana);
    for (let kills = Math.min(left, KILLS_PER_SESSION); kills > 0; kills--) {
      const victim = VICTIMS[random(VICTIMS.length)] ?? "gateway";
      await pause(random(1_500));
      times[victim].push(await shell.kill(victim, random(2_000)));
      made += 1;
    }
    const outcome = await shell.finish();
    outcomes.push(outcome);
    // The next shell is asked for anew: whoever has access is not given another.
    await ana.post("/api/grants/end", { grantId: shell.grantId });
    for (const fault of outcome.faults) console.error(`  seed ${SEED}, session ${shell.sessionId}: ${fault}`);
  }
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const faults = sum((outcome) => outcome.faults.length);
  const plain = { against: null, ratio: null, target: null, met: null };
  return [
    {
      name: `kills: faults of the recording after ${made} kills`,
      value: faults,
      unit: "",
      ...plain,
      target: "none",
      met: faults === 0,
    },
    { name: "kills: compared byte for byte", value: sum(({ bytes }) => bytes) / 1e6, unit: "MB", ...plain },
    { name: "kills: gaps that are named", value: sum(({ namedGaps }) => namedGaps), unit: "", ...plain },
    ...VICTIMS.map((victim) => ({
      name: `kills: to the next byte shown, ${victim}, median of ${times[victim].length}`,
      value: percentile(
        times[victim].toSorted((one, other) => one - other),
        0.5,
      ),
      unit: "ms",
      ...plain,
    })),
  ];
}
