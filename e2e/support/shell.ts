import type { Page } from "@playwright/test";
import { test as base, type PersonName } from "../world/fixtures";
import { ask, createSession, endAccess } from "./access";
import { call } from "./call";
import { STAGING_NODE } from "./nodes";
import { Terminal } from "./terminal";

export interface Shell {
  terminal: Terminal;
  page: Page;
  sessionId: string;
  grantId: string;
  requestId: string;
}

interface ShellFixtures {
  /** Opens a shell on the staging node, in a page of a person's own browser; its access ends with the test. */
  openShell: (who?: PersonName, windowSeconds?: number) => Promise<Shell>;
}

/** The portal's test, with shells. */
export const test = base.extend<ShellFixtures>({
  openShell: async ({ as }, use) => {
    const open: { page: Page; grantId: string }[] = [];
    await use(async (who = "ana", windowSeconds = 300) => {
      const page = await as(who);
      const { requestId, grantId } = await ask(page, STAGING_NODE, windowSeconds);
      if (grantId === undefined) throw new Error("somebody has to approve a shell on the staging node");
      open.push({ page, grantId });
      const sessionId = await createSession(page, grantId, STAGING_NODE);
      await page.goto(`/sessions/${sessionId}/terminal`);
      const terminal = new Terminal(page);
      await terminal.isReady();
      return { terminal, page, sessionId, grantId, requestId };
    });
    for (const { page, grantId } of open) {
      const { status } = await call(page, "/api/grants/end", { grantId });
      // The person may be signed out by now, or switched off.
      if (status === 401 || status === 403) await endAccess(await as("dov"), grantId);
    }
  },
});
