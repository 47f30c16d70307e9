import type { Page } from "@playwright/test";
import { approve, createSession } from "../support/access";
import { mustCall } from "../support/call";
import { test } from "../support/history";
import { NODES, STAGING_NODE } from "../support/nodes";
import { personIdOf } from "../support/rows";
import { Terminal } from "../support/terminal";
import { expect } from "../world/fixtures";

/** One word, as the link to a log is. */
const WORD = `https://eu-west-1.console.aws.amazon.com/cloudwatch/home#${"logsV2:log-groups".repeat(40)}`;
const INCIDENT = "INC".repeat(21);

/** No page scrolls sideways, and nothing that can be pressed lies beside the screen. */
async function expectInsideTheScreen(page: Page, path: string): Promise<void> {
  for (const width of [360, 390, 1360]) {
    await page.setViewportSize({ width, height: 780 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
        message: `${path} at ${width} px`,
      })
      .toBeLessThanOrEqual(0);
    const outside = await page.locator("main button:visible, main a:visible").evaluateAll((pressed) =>
      pressed
        // A row of chips or of a phone's keys scrolls in itself.
        .filter((one) => !one.closest("search, [role=toolbar]"))
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.textContent),
    );
    expect(outside, `${path} at ${width} px`).toEqual([]);
  }
}

test("a reason, an incident and a comment of one long word leave every page as wide as the screen", async ({
  as,
  world,
}) => {
  const ana = await as("ana", "/");
  const asked = { justification: `${WORD} is full`, incident: INCIDENT, windowSeconds: 900 };
  const waiting = await mustCall(ana, "/api/requests/create", {
    ...asked,
    nodeIds: [NODES["payments-api-2"], NODES["edge-proxy-1"], NODES["search-1"]],
  });
  const ben = await as("ben", `/requests/${waiting.requestId}`);
  await expect(ben.getByRole("button", { name: /^Approve/ })).toBeVisible();
  await expectInsideTheScreen(ben, "the request that waits");
  for (const path of ["/", "/inbox", "/requests", `/nodes/${NODES["payments-api-2"]}`]) {
    await ben.goto(path);
    await expect(ben.getByText(WORD).first()).toBeAttached();
    await expectInsideTheScreen(ben, path);
  }
  const { requestId, requestHash } = waiting;
  const denied = { requestId, requestHash, version: 1, verdict: "deny", comment: WORD };
  await mustCall(ben, "/api/requests/decide", denied);
  await ben.goto(`/requests/${waiting.requestId}`);
  await expect(ben.getByText("denied", { exact: true }).first()).toBeVisible();
  await expectInsideTheScreen(ben, "the denied request");

  // Two accesses with a shell in each, and what is left of one.
  const staging = await mustCall(ana, "/api/requests/create", { ...asked, nodeIds: [NODES[STAGING_NODE]] });
  const approved = await mustCall(ana, "/api/requests/create", { ...asked, nodeIds: [NODES["search-1"]] });
  const grants = [
    { grantId: String(staging.grantId), node: STAGING_NODE },
    { grantId: await approve(ben, String(approved.requestId)), node: "search-1" },
  ] as const;
  for (const { grantId, node } of grants) {
    const sessionId = await createSession(ana, grantId, node);
    await ana.goto(`/sessions/${sessionId}/terminal`);
    await new Terminal(ana).isReady();
  }
  await expectInsideTheScreen(ana, "the terminal");
  await ana.goto("/");
  await expect(ana.getByRole("link", { name: /^Return to shell/ })).toHaveCount(4);
  await expectInsideTheScreen(ana, "home with two open shells");
  for (const { grantId } of grants) await mustCall(ana, "/api/grants/end", { grantId });
  const cleo = await as("cleo", "/reviews");
  await expect
    .poll(async () => {
      await cleo.reload();
      return cleo.getByText(WORD).count();
    })
    .toBeGreaterThan(1);
  await expectInsideTheScreen(cleo, "/reviews");
  for (const path of ["/sessions", "/audit"]) {
    await cleo.goto(path);
    await expect(cleo.getByRole("heading", { level: 1 })).toBeVisible();
    await expectInsideTheScreen(cleo, path);
  }
  const dov = await as("dov", `/people/${await personIdOf(world, "ana")}`);
  await expect(dov.getByRole("heading", { level: 1 })).toBeVisible();
  await expectInsideTheScreen(dov, "/people/[id]");
});
