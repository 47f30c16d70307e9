import type { Browser } from "@playwright/test";
import type { World } from "../../tools/world.mjs";
import { expect, signIn } from "../world/fixtures";
import { ask, createSession, endAccess } from "./access";
import { NODES, STAGING_NODE } from "./nodes";
import { personIdOf } from "./rows";
import { test as shells } from "./shell";
import { Terminal } from "./terminal";

/** What has happened in a world before its pages are looked at: one session that is over, one request that waits. */
export interface History {
  requestId: string;
  sessionId: string;
  /** An address for each page of the registry that has a parameter. */
  examples: Readonly<Record<string, string>>;
}

interface HistoryFixtures {
  history: History;
}

/** The portal's test in a world that has a history, made once for each worker. */
export const test = shells.extend<object, HistoryFixtures>({
  history: [
    async ({ browser, world }, use) => {
      await use(await makeHistory(browser, world));
    },
    { scope: "worker", timeout: 90_000 },
  ],
});

/** Makes it with somebody's hands, in a browser of its own. */
export async function makeHistory(browser: Browser, world: World): Promise<History> {
  const context = await browser.newContext({ baseURL: world.portalOrigin });
  try {
    const page = await context.newPage();
    await signIn(page, "ana");
    const past = await ask(page, STAGING_NODE);
    const sessionId = await createSession(page, past.grantId ?? "", STAGING_NODE);
    await page.goto(`/sessions/${sessionId}/terminal`);
    const terminal = new Terminal(page);
    await terminal.isReady();
    await terminal.run("systemctl status ledger-worker; exit");
    await expect(terminal.over).toContainText("You exited the shell");
    await endAccess(page, past.grantId ?? "");
    const { requestId } = await ask(page, "edge-proxy-1");
    const examples = {
      "/nodes/[id]": `/nodes/${NODES[STAGING_NODE]}`,
      "/people/[id]": `/people/${await personIdOf(world, "ana")}`,
      "/requests/[id]": `/requests/${requestId}`,
      "/sessions/[id]": `/sessions/${sessionId}`,
      "/sessions/[id]/terminal": `/sessions/${sessionId}/terminal`,
    };
    return { requestId, sessionId, examples };
  } finally {
    await context.close();
  }
}
