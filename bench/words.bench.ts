import { readFileSync } from "node:fs";
import { chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { findBrowser } from "../tools/checkout/browser.mjs";
import { inCheckout } from "../tools/checkout/checkout.mjs";
import type { World } from "../tools/world.mjs";

/** A page of the portal for its style sheet; no shell is opened. */
export const processes = ["sandbox", "identity", "web"];

const LENGTHS = { "a word of 64 KB": 65_536, "a line of 3 MB": 3_000_000 };
const MOST_MS = { "a word of 64 KB": 500, "a line of 3 MB": null } as const;

/** Words without a space in the real browser, in the portal's page with its style sheet, against bare xterm.js. */
export default async function measureWords(world: World) {
  const bundle = await build({
    entryPoints: [inCheckout("bench", "support", "words-page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    alias: { "@": inCheckout() },
    logLevel: "error",
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const css = readFileSync(inCheckout("node_modules", "@xterm", "xterm", "css", "xterm.css"), "utf8");
  const browser = await chromium.launch(await findBrowser());
  try {
    const context = await browser.newContext({ bypassCSP: true });
    const [bare, portal] = [await context.newPage(), await context.newPage()];
    await bare.setContent("<!doctype html><body></body>");
    await portal.goto(`${world.portalOrigin}/sign-in`);
    for (const page of [bare, portal]) {
      await page.addStyleTag({ content: css });
      await page.addScriptTag({ content: script });
    }
    const rows = [];
    for (const [name, length] of Object.entries(LENGTHS))
      for (const isRead of [false, true]) {
        const against = await quickest(bare, length, "bare", isRead);
        const value = await quickest(portal, length, "portal", isRead);
        const most = MOST_MS[name as keyof typeof MOST_MS];
        rows.push({
          ...{ name: `${name}${isRead ? ", screen reader" : ""}`, value, unit: "ms", ratio: value / against },
          against: { name: "bare xterm.js", value: against },
          target: most === null ? null : `at most ${most} ms`,
          met: most === null ? null : value <= most,
        });
      }
    return rows;
  } finally {
    await browser.close();
  }
}

async function quickest(page: Page, length: number, how: string, isRead: boolean): Promise<number> {
  await page.bringToFront();
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1)
    times.push(await page.evaluate<number>(`drawWord(${length}, ${JSON.stringify(how)}, ${isRead})`));
  return Math.min(...times);
}
