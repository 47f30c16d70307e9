import type { Page } from "@playwright/test";
import { ask } from "../support/access";
import { mustCall } from "../support/call";
import { expect, test } from "../world/fixtures";

/** The page's own memory, which a reload would lose. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.mark = "here since before";
  });
}
const isSamePage = (page: Page) => expect(page.locator("html[data-mark]")).toHaveCount(1);

const cardOn = (page: Page) => page.getByRole("listitem").filter({ hasText: "A browser test needs a shell" });

test("a request stands on Ben's pages without a reload, and takes nothing from what he is writing", async ({
  as,
}) => {
  const ana = await as("ana");
  const home = await as("ben");
  const form = await home.context().newPage();
  await form.goto("/requests/new");
  const reason = form.getByRole("textbox", { name: "Reason" });
  await expect(home.locator('[data-live="live"]')).toHaveCount(1);
  await expect(form.locator('[data-live="live"]')).toHaveCount(1);
  await reason.fill("half a sentence, and the");
  await mark(form);

  await mark(home);
  const { requestId } = await ask(ana, "edge-proxy-1");
  await home.bringToFront();
  await expect(cardOn(home)).toContainText("Ana Duarte");
  await expect(cardOn(home)).toContainText(/\d+ min left/);
  await isSamePage(home);

  await test.step("a form that is being written in is left alone, and keeps its text afterwards", async () => {
    await form.bringToFront();
    const badge = form.getByRole("link", { name: /^Inbox/ }).first();
    await expect(reason).toBeFocused();
    await reason.blur();
    await expect(badge).toContainText("1");
    await expect(reason).toHaveValue("half a sentence, and the");
    await isSamePage(form);
    await form.close();
  });

  await test.step("an open dialog stays open, with what was typed into it", async () => {
    await home.bringToFront();
    await cardOn(home)
      .getByRole("link", { name: /^Review request/ })
      .click();
    await home.getByRole("button", { name: /^Deny/ }).click();
    const comment = home.getByRole("dialog").getByRole("textbox");
    await comment.fill("the runbook");
    await mustCall(ana, "/api/requests/withdraw", { requestId });
    // Ana's own page says that the news is out.
    await ana.bringToFront();
    await expect(ana.getByRole("link", { name: "View your request for edge-proxy-1" })).toHaveCount(0);
    await home.bringToFront();
    await expect(comment).toHaveValue("the runbook");
    await home.keyboard.press("Escape");
    await expect(home.getByText("withdrawn", { exact: true })).toBeVisible();
    await isSamePage(home);
  });
});

test("without the gateway a page is read every 15 s, says so quietly, and is live again when it is back", async ({
  as,
  world,
}) => {
  const ana = await as("ana");
  const ben = await as("ben");
  await expect(ben.locator('[data-live="live"]')).toHaveCount(1);
  await mark(ben);
  await world.kill("gateway");
  const { requestId } = await ask(ana, "edge-proxy-1");
  await expect(ben.getByText("every 15 s")).toBeVisible();
  await expect(cardOn(ben)).toContainText("Ana Duarte");
  await world.start("gateway");
  await expect(ben.locator('[data-live="live"]')).toHaveCount(1, { timeout: 40_000 });
  await mustCall(ana, "/api/requests/withdraw", { requestId });
  await expect(cardOn(ben)).toHaveCount(0);
  await isSamePage(ben);
});
