import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectAccessible, expectConsole, expectStatus } from "../world/fixtures";

const PICTURES = process.env.DELETION_PICTURES;
const REASON = "The customer asked that what was shown of them is deleted";

test("one administrator asks for a recording's deletion, another confirms it, and the page says what became of it", async ({
  openShell,
  as,
}) => {
  test.setTimeout(240_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo customer-$((20+1)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);

  const dov = await as("dov", `/sessions/${sessionId}`);
  await expect(dov.getByRole("button", { name: "Delete recording" })).toBeVisible();
  await expect(dov.getByText("The review of this session is still open.")).toBeVisible();

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  await expect(cleo.getByRole("tabpanel", { name: /^Commands/ })).toContainText("echo customer");
  await expect(cleo.getByRole("button", { name: "Delete recording" })).toBeHidden();
  const review = cleo.getByRole("form", { name: "Review" });
  await expect(async () => {
    await cleo.reload();
    await expect(review).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  await review.getByText("In order").click();
  await review.getByRole("textbox", { name: "Notes" }).fill("Restarted the worker, nothing else");
  const closed = cleo.waitForResponse(/\/api\/reviews\/close$/);
  await cleo.keyboard.press("Control+Enter");
  expect((await closed).status()).toBe(200);
  // Where another review waits, closing this one opens that, maybe while this page is on its way.
  await expect(async () => {
    await cleo.goto(`/sessions/${sessionId}`);
    await expect(cleo.getByText("Closed by Cleo Marchetti")).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 40_000 });

  await dov.reload();
  await dov.getByRole("button", { name: "Delete recording" }).focus();
  await dov.keyboard.press("Enter");
  const ask = dov.getByRole("dialog", { name: "Delete this recording" });
  await expectAccessible(dov);
  expectStatus(dov, 400);
  await ask.getByLabel("Reason").fill("because");
  await ask.getByRole("button", { name: "Delete recording" }).click();
  await expect(ask.getByRole("alert")).toBeVisible();
  await ask.getByLabel("Reason").fill(REASON);
  await ask.getByRole("button", { name: "Delete recording" }).click();
  await expect(
    dov.getByRole("region", { name: "Dov Lindqvist asked to delete this recording" }),
  ).toBeVisible();
  await expect(dov.getByRole("button", { name: "Confirm deletion" })).toBeHidden();
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "asked");

  const fay = await as("fay", `/sessions/${sessionId}`);
  await expect(fay.getByText(REASON)).toBeVisible();
  await fay.getByRole("button", { name: "Confirm deletion" }).click();
  if (PICTURES) await looks(fay, "confirm");
  const confirm = fay.getByRole("dialog", { name: "Delete this recording for good" });
  await confirm.getByRole("button", { name: "Confirm deletion" }).click();
  await expect(confirm).toBeHidden();

  // A page that is open may ask the gateway once more, and hear that the recording is gone.
  for (const reader of [page, cleo, fay, dov]) expectConsole(reader, /status of 410/);
  await expect(async () => {
    await cleo.reload();
    const box = cleo.getByRole("region", { name: "This recording was deleted" });
    await expect(box).toBeVisible({ timeout: 2_000 });
    await expect(box).toContainText(REASON);
    await expect(box).toContainText(/Requested by Dov Lindqvist.*Confirmed by Fay Tanaka/);
  }).toPass({ timeout: 60_000 });
  await expect(cleo.getByRole("region", { name: /^Replay of/ })).toBeHidden();
  await expect(cleo.getByText("Recording complete")).toBeHidden();
  await expect(cleo.getByText("Recording deleted", { exact: true })).toBeVisible();
  await expectAccessible(cleo);
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "deleted");

  await cleo.goto("/audit");
  await expect(
    cleo.getByText(/confirmed deleting the recording of Ana Duarte’s session: The customer asked/).first(),
  ).toBeVisible();
  await cleo.goto("/sessions/search");
  await cleo.getByRole("searchbox", { name: "Text in commands or output" }).fill("customer-21");
  await cleo.keyboard.press("Enter");
  await expect(cleo.getByText(/whose recordings? (was|were) deleted/)).toBeVisible();
});

async function looks(page: Page, name: string): Promise<void> {
  for (const [scheme, width] of [
    ["light", 1360],
    ["dark", 360],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${PICTURES}/${name}-${scheme}-${width}.png` });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 860 });
}
