import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "@playwright/test";
import { Rows } from "../server/testing/rows";
import { Visitor } from "../server/testing/visitor";
import { findBrowser } from "../tools/checkout/browser.mjs";
import type { World } from "../tools/world.mjs";
import { percentile } from "./support/measure";
import { fillRecording, untilSettled } from "./support/recorded";

/** Groups are confirmed once: what is measured is the page. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const SIZES = (process.env.BENCH_PLAYER_MB ?? "1,10,50,500").split(",").map(Number);
const OPENINGS = 5;
const SEEKS = 50;
/** Of asciinema-player, which plays from the beginning for each jump back: how often, at each size that it can open. */
const PLAIN_SEEKS: Readonly<Record<number, number>> = { 1: 50, 10: 20, 50: 6 };
const require = createRequire(import.meta.url);

interface Times {
  /** Milliseconds from the click to the painted first screen, sorted. */
  first: number[];
  /** Milliseconds from a jump to its painted screen, sorted. */
  seeks: number[];
}

/**
 * A session's page in the real browser: until the first recorded screen is painted, and 50 jumps to and fro until each
 * is. Recordings of several sizes, beside the smallest, and beside asciinema-player with the same recording as one file.
 */
export default async function measurePlayer(world: World) {
  const rows = new Rows(world);
  const browser = await chromium.launch(await findBrowser());
  const results = [];
  try {
    const cleo = await Visitor.signIn(world, "cleo");
    const page = await pageOf(browser, cleo);
    let smallest: Times | undefined;
    for (const megabytes of SIZES) {
      const sessionId = await fillRecording(rows, megabytes);
      await untilSettled(rows, sessionId);
      const ours = await timesOfPage(page, `${world.portalOrigin}/sessions/${sessionId}`);
      smallest ??= ours;
      results.push(...rowsOf(`${megabytes} MB`, ours, { name: `${SIZES[0]} MB`, times: smallest }, true));
      const count = PLAIN_SEEKS[megabytes];
      if (count === undefined) continue;
      const plain = await timesOfPlainPlayer(browser, cleo, sessionId, count);
      results.push(...rowsOf(`${megabytes} MB`, ours, { name: "asciinema-player, plain", times: plain }));
    }
    return results;
  } finally {
    await browser.close();
    await rows.close();
  }
}

function rowsOf(
  what: string,
  { first, seeks }: Times,
  against: { name: string; times: Times },
  isGoal = false,
) {
  const facts = [
    ["first screen, median", percentile(first, 0.5), percentile(against.times.first, 0.5), 300],
    ["jump, p95", percentile(seeks, 0.95), percentile(against.times.seeks, 0.95), 100],
  ] as const;
  return facts.map(([name, value, other, most]) => ({
    ...{ name: `${what}: ${name}`, value, unit: "ms", ratio: value / other },
    against: { name: against.name, value: other },
    target: isGoal ? `at most ${most} ms and 1.2 × the smallest` : null,
    met: isGoal ? value <= most && value <= 1.2 * other : null,
  }));
}

async function pageOf(browser: Browser, person: Visitor): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  const { hostname } = new URL(person.world.portalOrigin);
  await context.addCookies(
    person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), domain: hostname, path: "/" };
    }),
  );
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector("[data-terminal] .xterm-rows")?.textContent?.trim()) return;
      seen.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => Object.assign(globalThis, { firstScreenAt: performance.now() })),
      );
    });
    seen.observe(document, { childList: true, subtree: true, characterData: true });
  });
  return page;
}

async function timesOfPage(page: Page, address: string): Promise<Times> {
  const first: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    await page.goto(address);
    const at = await page.waitForFunction(
      () => (globalThis as unknown as { firstScreenAt?: number }).firstScreenAt,
    );
    first.push(Number(await at.jsonValue()));
  }
  const seeks: number[] = [];
  for (let seek = 0; seek < SEEKS; seek += 1) {
    seeks.push(
      await page.evaluate(async (share) => {
        const slider = document.querySelector<HTMLInputElement>("[data-player-slider]");
        const screen = document.querySelector("[data-terminal] .xterm-rows");
        if (!slider || !screen) throw new Error("there is no player");
        const painted = new Promise<number>((resolve, reject) => {
          const changed = new MutationObserver(() => {
            changed.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
          });
          changed.observe(screen, { childList: true, subtree: true, characterData: true });
          setTimeout(() => reject(new Error(`nothing was painted at ${share}`)), 10_000);
        });
        const startedAt = performance.now();
        const value = Math.round(share * Number(slider.max));
        // React listens to what its own setter did not see.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(
          slider,
          String(value),
        );
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        return (await painted) - startedAt;
      }, shareOf(seek)),
    );
  }
  const byTime = (one: number, other: number) => one - other;
  return { first: first.sort(byTime), seeks: seeks.sort(byTime) };
}

/** To and fro, never twice the same. */
const shareOf = (seek: number): number => (((seek * 7919) % SEEKS) + 0.5) / SEEKS;

async function timesOfPlainPlayer(
  browser: Browser,
  person: Visitor,
  sessionId: string,
  count: number,
): Promise<Times> {
  const { gatewayOrigin, portalOrigin } = person.world;
  const { status, body } = await person.get(
    `${gatewayOrigin}/gateway/sessions/${sessionId}/recording?format=asciicast-v2`,
    { "sec-fetch-site": "same-origin", origin: portalOrigin },
  );
  if (status !== 200) throw new Error(`the recording's file answered ${status}: ${body.slice(0, 200)}`);
  const page = await browser.newPage({ viewport: { width: 1360, height: 850 } });
  try {
    await page.addStyleTag({ path: require.resolve("asciinema-player/dist/bundle/asciinema-player.css") });
    const script = await readFile(
      require.resolve("asciinema-player/dist/bundle/asciinema-player.min.js"),
      "utf8",
    );
    // What runs in the page was compiled to name its functions.
    await page.addScriptTag({ content: `globalThis.__name = (made) => made;${script}` });
    const shares = Array.from({ length: count }, (_, seek) => shareOf(seek));
    const { first, seeks } = await page.evaluate(playPlainly, { data: body, shares });
    return { first: [first], seeks: seeks.sort((one, other) => one - other) };
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
async function playPlainly({ data, shares }: { data: string; shares: number[] }) {
  interface Player {
    play(): Promise<void>;
    pause(): void;
    seek(seconds: number): Promise<void>;
    getDuration(): number | Promise<number>;
  }
  const { AsciinemaPlayer } = globalThis as unknown as {
    AsciinemaPlayer: { create(source: object, element: Element, options: object): Player };
  };
  const painted = () =>
    new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve())));
  const startedAt = performance.now();
  const player = AsciinemaPlayer.create({ data }, document.body, { preload: true });
  await player.play();
  await painted();
  const first = performance.now() - startedAt;
  player.pause();
  const duration = await player.getDuration();
  const seeks: number[] = [];
  for (const share of shares) {
    const seekedAt = performance.now();
    await player.seek(share * duration);
    await painted();
    seeks.push(performance.now() - seekedAt);
  }
  return { first, seeks };
}
