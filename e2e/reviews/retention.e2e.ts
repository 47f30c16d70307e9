import type { Page } from "@playwright/test";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectAccessible, expectStatus } from "../world/fixtures";

const PICTURES = process.env.RETENTION_PICTURES;
const WHY = "Our agreement with customers says how long";

test("an administrator tries a rule of retention and proposes it, and another one confirms it", async ({
  as,
}) => {
  const dov = await as("dov", "/retention");
  const staging = dov.getByRole("region", { name: /^staging/ });
  await expect(staging.getByRole("heading", { name: /^staging/ })).toContainText("Kept indefinitely");
  await expect(staging).toContainText("No rule applies.");

  await staging.getByLabel("Days to keep").fill("7");
  await staging.getByRole("button", { name: "Dry run" }).click();
  await expect(staging.getByText("A number of days from 30 to 36,500.")).toBeVisible();
  await expectAccessible(dov);

  await staging.getByLabel("Days to keep").fill("90");
  await staging.getByLabel("Days to keep").press("Enter");
  const dryRun = staging.getByRole("region", { name: "Dry run: Kept for 90 days" });
  await expect(dryRun).toContainText("Deleted as soon as the rule applies");
  await expect(dryRun).toContainText("0 recordings, 0 B");
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "dry-run");

  await dryRun.getByRole("button", { name: "Propose rule" }).click();
  const propose = dov.getByRole("dialog", { name: "Propose this rule" });
  expectStatus(dov, 400);
  await propose.getByLabel("Reason").fill("because");
  await propose.getByRole("button", { name: "Propose rule" }).click();
  await expect(propose.getByRole("alert")).toBeVisible();
  await propose.getByLabel("Reason").fill(WHY);
  await propose.getByRole("button", { name: "Propose rule" }).click();
  await expect(staging).toContainText("Dov Lindqvist proposed: Kept for 90 days");
  await expect(staging.getByRole("button", { name: "Confirm rule" })).toBeHidden();

  const fay = await as("fay", "/");
  const waiting = fay.getByRole("list", { name: "Waiting for a second person" });
  await expect(waiting).toContainText(
    "Dov Lindqvist proposed to keep recordings of staging nodes for 90 days",
  );
  await expectAccessible(fay);
  if (PICTURES) await looks(fay, "home");
  await fay.goto("/inbox");
  await expect(waiting).toBeVisible();
  await expect(fay.getByRole("link", { name: /^Inbox/ }).first()).toContainText(/[1-9]/);
  await expect(fay.getByText("No requests or reviews are waiting for you")).toHaveCount(0);
  await waiting.getByRole("link").click();
  const theirs = fay.getByRole("region", { name: /^staging/ });
  await expect(theirs).toContainText(WHY);
  await expectGoodLooks(fay);
  if (PICTURES) await looks(fay, "proposed");
  await theirs.getByRole("button", { name: "Confirm rule" }).click();
  await fay
    .getByRole("dialog", { name: "Confirm this rule" })
    .getByRole("button", { name: "Confirm rule" })
    .click();
  // It keeps for less time than without end: not before seven days have passed.
  await expect(theirs.getByRole("heading", { name: /^staging/ })).toContainText("Kept indefinitely");
  await expect(theirs).toContainText("Kept for 90 days from");
  await theirs.getByText("Versions (1)").click();
  await expect(theirs).toContainText("Proposed by Dov Lindqvist, confirmed by Fay");
  await expectAccessible(fay);
  await expectGoodLooks(fay);
  if (PICTURES) await looks(fay, "confirmed");

  const cleo = await as("cleo", "/retention");
  const read = cleo.getByRole("region", { name: /^staging/ });
  await expect(read).toContainText("Kept for 90 days from");
  await expect(cleo.getByRole("button", { name: /rule/ })).toHaveCount(0);
});

async function looks(page: Page, name: string) {
  const size = page.viewportSize() ?? { width: 1360, height: 860 };
  for (const width of [1360, 390, 320])
    for (const scheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${PICTURES}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
