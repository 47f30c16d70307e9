import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, expect, type Page } from "@playwright/test";
import type { findBrowser } from "../tools/checkout/browser.mjs";
import type { World } from "../tools/world.mjs";
import { approve, createSession } from "./support/access";
import { mustCall } from "./support/call";
import { NODES } from "./support/nodes";
import { reloadUntil } from "./support/reload";
import { Terminal } from "./support/terminal";
import { type PersonName, signIn } from "./world/people";

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/**
 * Walks the loop as the README tells it and takes its pictures on the way.
 * @param folder where the pictures go
 * @returns the files that were written
 */
export async function takeScreenshots(
  world: World,
  launch: Awaited<ReturnType<typeof findBrowser>>,
  folder: string,
): Promise<string[]> {
  // Without a graphics card's drawing, of which no text can be read.
  const browser = await chromium.launch({ ...launch, args: [...launch.args, "--disable-3d-apis"] });
  try {
    return await walk(new Studio(browser, world, folder));
  } finally {
    await browser.close();
  }
}

class Studio {
  readonly files: string[] = [];
  readonly #browser: Browser;
  readonly #world: World;
  readonly #folder: string;

  constructor(browser: Browser, world: World, folder: string) {
    this.#browser = browser;
    this.#world = world;
    this.#folder = folder;
  }

  async as(who: PersonName, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      baseURL: this.#world.portalOrigin,
      viewport: WIDE,
      deviceScaleFactor: 1.5,
      locale: "en-GB",
      timezoneId: "UTC",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    await signIn(page, who);
    return page;
  }

  async take(page: Page, name: string): Promise<void> {
    const file = join(this.#folder, `${name}.png`);
    await page.screenshot({ path: file });
    this.files.push(file);
  }
}

async function walk(studio: Studio): Promise<string[]> {
  const ana = await studio.as("ana", { colorScheme: "dark" });
  await ana.goto("/nodes");
  await reloadUntil(ana, ana.getByRole("link", { name: "payments-api-2", exact: true }));
  const { requestId } = await mustCall(ana, "/api/requests/create", {
    nodeIds: [NODES["payments-api-2"]],
    justification: "Disk full since 03:10, writes failing. The clean-up job freed only 2 %.",
    incident: "INC-2231",
    windowSeconds: 1800,
    osUser: "operator",
  });
  const ben = await studio.as("ben", { viewport: PHONE });
  await ben.goto(`/requests/${String(requestId)}`);
  await expect(ben.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await studio.take(ben, "decision");

  const grantId = await approve(ben, String(requestId));
  const sessionId = await createSession(ana, grantId, "payments-api-2");
  await ana.goto(`/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(ana);
  await terminal.isReady();
  await terminal.run("df -h /var/log");
  await terminal.shows(/nvme1n1 .*100% \/var\/log/);
  await terminal.run("du -ah /var | sort -h | tail -n 4");
  await terminal.shows("/var/log/payments-api/debug.log");
  await terminal.run("rm /var/log/payments-api/debug.log && sudo systemctl restart payments-api");
  await terminal.run("df -h /var/log; curl -s localhost:8080/healthz; echo");
  await terminal.shows('{"status":"ok","service":"payments-api"}');
  await studio.take(ana, "terminal");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");

  const cleo = await studio.as("cleo");
  await cleo.goto(`/sessions/${sessionId}`);
  const replay = cleo.getByRole("region", { name: /^Replay of the session/ });
  await reloadUntil(cleo, replay);
  await cleo.getByRole("tab", { name: /^Transcript/ }).click();
  // A line of the transcript leads the player to its moment.
  await cleo
    .getByRole("tabpanel")
    .getByRole("button", { name: /healthz/ })
    .first()
    .click();
  await expect(replay).toContainText("debug.log");
  await cleo.evaluate(() => window.scrollTo(0, 0));
  await studio.take(cleo, "session");
  return studio.files;
}
