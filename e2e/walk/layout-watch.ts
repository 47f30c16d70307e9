import type { Page } from "@playwright/test";

import { tellAllPages } from "../support/rows";
import type { Crew } from "./crew";
import { expect } from "./patience";

/** How a page came and whether it stood still. */
export interface Layout {
  /** From the start of the navigation to the first text, in milliseconds. */
  firstPaintMs: number;
  /** Cumulative layout shift: the worst five seconds' sum, as Chromium and https://web.dev/articles/cls count it. */
  shift: number;
  /** What moved most, for whoever has to mend it. */
  moved: string[];
}

interface Shift {
  value: number;
  atMs: number;
  moved: string[];
}

interface ShiftEntry extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

declare global {
  interface Window {
    layoutShifts?: Shift[];
  }
}

/**
 * Opens an address in an empty browser and watches the layout until everything that comes by itself has come: fonts,
 * the live channel, a reading of the page because something has changed elsewhere, and two seconds of every countdown.
 * @param page an empty one
 */
export async function watchLayout(crew: Crew, page: Page, address: string): Promise<Layout> {
  await page.addInitScript(collectShifts);
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await readAnew(crew, page);
  await countDown(page);
  const { shifts, firstPaintMs } = await page.evaluate(async () => {
    // Shifts are told after the frame that they are in.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    return {
      shifts: window.layoutShifts ?? [],
      firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    };
  });
  return {
    firstPaintMs,
    shift: worstWindow(shifts),
    moved: [...shifts]
      .sort((a, b) => b.value - a.value)
      .flatMap(({ moved }) => moved)
      .slice(0, 6),
  };
}

/** Runs in the page, before anything of it. */
export function collectShifts(): void {
  const shifts: Shift[] = [];
  window.layoutShifts = shifts;
  const nameOf = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    const text = node?.textContent?.trim().slice(0, 40) ?? "";
    return `${element?.tagName.toLowerCase() ?? "?"}.${element?.className ?? ""} “${text}”`;
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as ShiftEntry[]) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) => {
        const rect = ({ x, y, width, height }: DOMRectReadOnly) =>
          [x, y, width, height].map(Math.round).join(" ");
        return `${nameOf(node)} ${rect(from)} → ${rect(to)}`;
      });
      shifts.push({ value: entry.value, atMs: entry.startTime, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Windows of at most five seconds in which no two shifts are a second apart. */
function worstWindow(shifts: readonly Shift[]): number {
  let worst = 0;
  let sum = 0;
  let startMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { value, atMs } of shifts) {
    if (atMs - lastMs > 1000 || atMs - startMs > 5000) {
      sum = 0;
      startMs = atMs;
    }
    sum += value;
    lastMs = atMs;
    worst = Math.max(worst, sum);
  }
  return worst;
}

/**
 * Something has changed: the page is read again. Pages outside of the frame don't listen, and the one with a form is
 * not read while it is filled in.
 */
async function readAnew(crew: Crew, page: Page): Promise<void> {
  const live = page.locator("[data-live]");
  if ((await live.count()) === 0 || (await page.locator("main form textarea[required]").count()) > 0) return;
  await expect(live).toHaveAttribute("data-live", "live");
  // Whoever writes is not disturbed, and a form takes the focus by itself.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  const { pathname } = new URL(page.url());
  const read = page.waitForResponse((answer) => {
    const headers = answer.request().headers();
    // Pages that links lead to are fetched in advance in the same way.
    const isAhead = headers["next-router-prefetch"] !== undefined;
    return headers.rsc === "1" && !isAhead && new URL(answer.url()).pathname === pathname;
  });
  await tellAllPages(crew.world);
  await read;
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some((entry) => {
      const { pathname, searchParams } = new URL(entry.name);
      const { responseEnd } = entry as PerformanceResourceTiming;
      return searchParams.has("_rsc") && pathname === location.pathname && responseEnd > 0;
    }),
  );
}

async function countDown(page: Page): Promise<void> {
  const timer = page.getByRole("timer").filter({ visible: true }).first();
  for (let second = 0; second < 2 && (await timer.count()) > 0; second += 1) {
    const shown = (await timer.textContent()) ?? "";
    await expect(timer).not.toHaveText(shown);
  }
}
