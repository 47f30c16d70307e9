import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { recordedFile } from "../support/recording";
import { test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

const PICTURES = process.env.MASKING_PICTURES;
const SECRET = "tr0ub4dor3";
const MASKED = "password=••••••••••";

test("a secret is masked, unmasked with a reason, and the unmasking is in the audit", async ({
  openShell,
  as,
  world,
}) => {
  test.setTimeout(180_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run(`echo password=${SECRET} shown-$((20+1)); exit`);
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  await expect(cleo.getByText("Secrets that we recognize are masked.")).toBeVisible();
  await expect(cleo.getByRole("tabpanel", { name: /^Commands/ })).toContainText(`echo ${MASKED}`);
  const transcript = cleo.getByRole("tabpanel", { name: "Transcript" });
  const watch = async (text: string) => {
    await cleo.getByRole("tab", { name: "Transcript" }).click();
    await transcript.getByRole("button", { name: text }).last().click();
    await expect(replay).toContainText(text);
  };
  await watch(`${MASKED} shown-21`);
  await expect(replay).not.toContainText(SECRET);
  await expect(transcript).not.toContainText(SECRET);
  const masked = await recordedFile(cleo, world, sessionId);
  expect(masked).toContain("shown-21");
  expect(masked).not.toContain(SECRET);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/masked.png` });

  // A search doesn't tell of it.
  const finder = await as("cleo", "/sessions/search");
  const search = async (text: string) => {
    await finder.getByRole("searchbox", { name: "Text in commands or output" }).fill(text);
    await finder.keyboard.press("Enter");
  };
  await expect(async () => {
    await search("shown-21");
    await expect(finder.getByRole("link", { name: /^Output at .*shown-21/ })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await expect(finder.locator("main")).toContainText(MASKED);
  await search(SECRET);
  await expect(finder.getByText("No recording contains this")).toBeVisible();

  // By keys alone, with a reason.
  await cleo.getByRole("button", { name: "Unmask" }).focus();
  await cleo.keyboard.press("Enter");
  const dialog = cleo.getByRole("dialog", { name: "Unmask secrets" });
  await expect(dialog).toContainText("Others still see masks");
  await expectAccessible(cleo);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/dialog.png` });
  if (PICTURES) await looks(cleo, "dialog");
  await dialog.getByLabel("Reason").fill("Was the right password rotated?");
  await dialog.getByRole("button", { name: "Unmask secrets" }).click();
  await expect(cleo.getByText(/Secrets are visible to you until \d\d:\d\d:\d\d UTC/)).toBeVisible();
  await watch(`password=${SECRET} shown-21`);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/clear.png` });
  if (PICTURES) await looks(cleo, "clear");
  await expectGoodLooks(cleo);

  // Whose session it was is not offered it, and sees masks still.
  await page.goto(`/sessions/${sessionId}`);
  await expect(page.getByRole("tabpanel", { name: /^Commands/ })).toContainText(`echo ${MASKED}`);
  await expect(page.getByRole("button", { name: "Unmask" })).toBeHidden();

  await cleo.goto("/audit");
  await expect(
    cleo.getByText(/unmasked secrets in Ana Duarte’s session: Was the right password rotated\?/).first(),
  ).toBeVisible();
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/audit.png` });
});

async function looks(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.screenshot({ path: `${PICTURES}/${name}-phone-dark.png` });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 860 });
}
