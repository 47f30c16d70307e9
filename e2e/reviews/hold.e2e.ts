import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectAccessible, expectStatus } from "../world/fixtures";

const PICTURES = process.env.HOLD_PICTURES;
const WHY = "Counsel asked to keep what was shown in this incident";
const ENOUGH = "The case was closed, counsel wrote on Friday";

test("a reviewer puts a recording on legal hold, which keeps it from being deleted until two people lift it", async ({
  openShell,
  as,
}) => {
  test.setTimeout(300_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo evidence; exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  await cleo.getByRole("button", { name: "Place legal hold" }).focus();
  await cleo.keyboard.press("Enter");
  const place = cleo.getByRole("dialog", { name: "Place a legal hold" });
  await expectAccessible(cleo);
  expectStatus(cleo, 400);
  await place.getByLabel("Reason").fill("because");
  await place.getByRole("button", { name: "Place legal hold" }).click();
  await expect(place.getByRole("alert")).toBeVisible();
  await place.getByLabel("Reason").fill(WHY);
  await place.getByRole("button", { name: "Place legal hold" }).click();
  const box = cleo.getByRole("region", { name: "On legal hold" });
  await expect(box).toContainText(WHY);
  await expect(box).toContainText("Placed by Cleo Marchetti");
  await expect(cleo.getByRole("button", { name: "Place legal hold" })).toBeHidden();
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "held");

  const dov = await as("dov", `/sessions/${sessionId}`);
  await expect(dov.getByText("This recording is on legal hold.")).toBeVisible();
  await dov.getByRole("button", { name: "Lift legal hold" }).click();
  const lift = dov.getByRole("dialog", { name: "Lift this legal hold" });
  await lift.getByLabel("Reason").fill(ENOUGH);
  await lift.getByRole("button", { name: "Lift legal hold" }).click();
  await expect(dov.getByText("Dov Lindqvist asked to lift the legal hold")).toBeVisible();
  // The button that was pressed is gone: what can be done next is one Tab away.
  await expect(dov.getByRole("heading", { name: "On legal hold" })).toBeFocused();
  await expect(dov.getByRole("button", { name: "Confirm lifting" })).toBeHidden();
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "asked");

  await cleo.goto("/sessions?retention=held");
  await expect(cleo.getByRole("table", { name: "Sessions" })).toContainText("On legal hold");
  await expect(cleo.locator(`a[href="/sessions/${sessionId}"]`)).toBeVisible();
  for (const width of [1360, 1000, 800, 390]) {
    await cleo.setViewportSize({ width, height: 860 });
    const marks = cleo.getByRole("table", { name: "Sessions" }).getByText("On legal hold");
    await expect(marks.filter({ visible: true })).toHaveCount(1);
  }
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "list");

  await cleo.goto(`/sessions/${sessionId}`);
  await expect(box).toContainText(ENOUGH);
  await cleo.getByRole("button", { name: "Confirm lifting" }).click();
  const confirm = cleo.getByRole("dialog", { name: "Lift this legal hold now" });
  await confirm.getByRole("button", { name: "Confirm lifting" }).click();
  await expect(box).toBeHidden();
  await expect(cleo.getByRole("button", { name: "Place legal hold" })).toBeVisible();
  await dov.reload();
  await expect(dov.getByRole("button", { name: "Delete recording" })).toBeVisible();
  await expect(dov.getByText("This recording is on legal hold.")).toBeHidden();

  await cleo.goto("/sessions?retention=held");
  await expect(cleo.locator(`a[href="/sessions/${sessionId}"]`)).toBeHidden();
  await cleo.goto("/audit");
  await expect(
    cleo.getByText(/placed a legal hold on the recording of Ana Duarte’s session: Counsel asked/).first(),
  ).toBeVisible();
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
