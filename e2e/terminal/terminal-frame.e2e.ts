import { findBrowser } from "../../tools/checkout/browser.mjs";
import { ask, createSession, endAccess } from "../support/access";
import { STAGING_NODE } from "../support/nodes";
import { Terminal } from "../support/terminal";
import { test as base, expect } from "../world/fixtures";

/** The portal's test with a graphics card: its own browser, whose rows are no text of the page. */
const test = base.extend<object, { launchOptions: object }>({
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const browser = await findBrowser();
      const args = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
      await use({ ...browser, args: [...(browser.args ?? []), ...args] });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test("is drawn by the graphics card, goes on without it, and gives all its text to the clipboard", async ({
  as,
}) => {
  test.setTimeout(120_000);
  // What is read out is text of the page, whatever draws it: by it the shell is known to be there.
  const ana = await as("ana");
  await ana.evaluate(() => localStorage.setItem("halligan.terminal", JSON.stringify({ screenReader: true })));
  const { grantId } = await ask(ana, STAGING_NODE, 300);
  const sessionId = await createSession(ana, grantId ?? "", STAGING_NODE);
  await ana.goto(`/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(ana);
  await expect(terminal.screen.getByRole("list")).toContainText("reader@");
  await expect(terminal.screen).toHaveAttribute("data-renderer", "webgl");
  await terminal.run("echo drawn-$((40+2))");
  await ana.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async () => {
    await ana.getByLabel("Session", { exact: true }).click();
    await ana.getByRole("button", { name: "Copy all output" }).click();
    return ana.evaluate(() => navigator.clipboard.readText());
  };
  await expect.poll(copied).toContain("drawn-42");

  await terminal.screen.locator("canvas").evaluateAll((canvases) => {
    for (const canvas of canvases)
      if (canvas instanceof HTMLCanvasElement)
        canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  });
  await expect(terminal.screen).toHaveAttribute("data-renderer", "dom", { timeout: 15_000 });
  await terminal.run("echo goes-on-$((4+5))");
  await terminal.shows("goes-on-9");
  await endAccess(ana, grantId ?? "");
});
