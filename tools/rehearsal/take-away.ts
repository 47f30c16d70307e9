import { expect, type Page } from "@playwright/test";
import { pause, waitFor } from "../command/waiting.mjs";
import { type Figures, growth, inWords, takeFigures, takeMost } from "./figures";
import { ORIGIN } from "./names.mjs";
import type { Rehearsal } from "./rehearsal.mjs";
import type { Shell } from "./shell";
import type { Steps } from "./steps";

const OUTAGE_MS = 60_000;
/** After a gateway's death its sessions wait until it counts as dead (DEAD_SECONDS), then another takes over. */
const AFTER_DEATH_MS = 90_000;
const AFTER_OUTAGE_MS = 60_000;
const SETTLED_MS = 45_000;
/** Twenty seconds of ordinary work. */
const CALM_LOOKS = 40;

interface Taking {
  steps: Steps;
  rehearsal: Rehearsal;
  shell: Shell;
  /** Somebody whose pages are asked for meanwhile. */
  visitor: Page;
}

interface Outage {
  name: string;
  outside: { leave: () => Promise<void>; comeBack: () => Promise<void> };
  /** How much of everything there was in ordinary work. */
  before: Figures;
  /** What must hold while it is away. */
  meanwhile?: () => Promise<void>;
}

/** Kills, outages and a rolling restart, each with the open shell going on afterwards. */
export async function takeAway(taking: Taking): Promise<void> {
  const { rehearsal, shell } = taking;
  for (const unit of rehearsal.units) await killOne(taking, unit);
  const { database, provider, aws } = rehearsal;
  // Once, before anything was away: what an outage leaves behind must not become what the next is measured by.
  const before = await takeMost(rehearsal, CALM_LOOKS);
  await outage(taking, {
    name: "the database",
    outside: { leave: database.stop, comeBack: database.start },
    before,
  });
  await outage(taking, {
    name: "the provider",
    outside: provider,
    before,
    meanwhile: () => shell.goesOn(AFTER_OUTAGE_MS),
  });
  await outage(taking, { name: "AWS", outside: aws, before });
  await roll(taking);
}

async function killOne({ steps, shell }: Taking, unit: Rehearsal["units"][number]): Promise<void> {
  await steps.run(`${unit.name}, killed, is started again, and the shell goes on`, async () => {
    const [pid] = unit.pids();
    expect(pid, "its process").toBeDefined();
    process.kill(pid ?? 0, "SIGKILL");
    const isNew = () => unit.pids().length > 0 && !unit.pids().includes(pid ?? 0);
    expect(await waitFor(isNew, 30_000, 100), "another process").toBe(true);
    expect(await unit.becomesReady(), "it is ready again").toBe(true);
    await shell.goesOn(AFTER_DEATH_MS);
  });
}

async function outage(
  { steps, rehearsal, shell }: Taking,
  { name, outside, before, meanwhile }: Outage,
): Promise<void> {
  await steps.run(`${name} is away for a minute, and the shell goes on`, async () => {
    const endsAt = Date.now() + OUTAGE_MS;
    await outside.leave();
    try {
      if (meanwhile) await meanwhile();
    } finally {
      await pause(Math.max(0, endsAt - Date.now()));
      await outside.comeBack();
    }
    await shell.goesOn(AFTER_OUTAGE_MS);
  });
  await steps.run(`connections, descriptors and memory after it are as before`, async () => {
    await expect
      .poll(async () => growth(before, await takeFigures(rehearsal)), {
        timeout: SETTLED_MS,
        intervals: [2_000],
      })
      .toEqual([]);
  });
  steps.note(`before: ${inWords(before)}; after: ${inWords(await takeFigures(rehearsal))}`);
}

/** Each process in turn is stopped as a service manager does and started again; the next waits until it is ready. */
async function roll({ steps, rehearsal, shell, visitor }: Taking): Promise<void> {
  const answers: string[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const answer = await visitor.request.get(`${ORIGIN}/sign-in`, { failOnStatusCode: false }).then(
        (response) => String(response.status()),
        (error: Error) => error.message.split("\n")[0] ?? "",
      );
      answers.push(answer);
      await pause(100);
    }
  })();
  await steps.run("every process is rolled, and the shell goes on", async () => {
    try {
      for (const unit of rehearsal.units) {
        await unit.stop();
        await unit.start();
      }
    } finally {
      isOver = true;
      await asking;
    }
    await shell.goesOn(AFTER_DEATH_MS);
  });
  await steps.run("meanwhile every page that was asked for was answered", async () => {
    const refused = answers.filter((answer) => !/^[23]/.test(answer));
    steps.note(`${answers.length} asked for`);
    expect(refused).toEqual([]);
  });
}
