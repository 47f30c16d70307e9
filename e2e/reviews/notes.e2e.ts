import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

const PICTURES = process.env.NOTES_PICTURES;

const notesOf = (page: Page) => page.getByRole("tabpanel", { name: /^Notes/ });
const openNotes = (page: Page) => page.getByRole("tab", { name: /^Notes/ }).click();
const positionOf = (page: Page) => page.getByRole("slider", { name: "Position" });

test("a reviewer notes a stretch by keys alone; another sees it at once, and who is named is told", async ({
  openShell,
  as,
}) => {
  test.setTimeout(300_000);
  const { terminal, sessionId, page: ana, grantId } = await openShell();
  await terminal.run("echo noted-$((20+1)); sleep 3; echo later-$((20+2))");
  await terminal.shows("later-22");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(ana, grantId);

  const ben = await as("ben", "/nodes");
  await expect(ben.locator("[data-live=live]")).toBeAttached();
  const other = await as("fay", `/sessions/${sessionId}`);
  await openNotes(other);
  await expect(notesOf(other)).toContainText("No notes yet.");
  await expect(other.getByRole("button", { name: "Note", exact: true })).toBeHidden();

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  await expect(replay).toContainText("later-22");
  const at = () => positionOf(cleo).getAttribute("aria-valuetext");
  await cleo.keyboard.press("0");
  const start = await at();
  await cleo.keyboard.press("Space");
  await expect.poll(at).not.toBe(start);
  await cleo.keyboard.press("m");
  await expect(replay.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const form = replay.getByRole("form", { name: "New note" });
  const text = form.getByRole("textbox", { name: "Note text" });
  await expect(text).toBeFocused();
  await cleo.keyboard.press("Control+Enter");
  await expect(form.getByRole("alert")).toHaveText("Write the note first.");
  await cleo.keyboard.type("Why m, @ben");
  await expect(form.getByRole("option", { name: "Ben Okafor" })).toBeVisible();
  await expectAccessible(cleo);
  await cleo.keyboard.press("Enter");
  await expect(text).toHaveValue("Why m, @Ben Okafor ");
  await cleo.keyboard.type("? <b>=1+1</b>");
  // Back to the player and on, to where the stretch ends.
  await cleo.keyboard.press("Escape");
  await cleo.keyboard.press("9");
  await cleo.keyboard.press("m");
  await expect(text).toBeFocused();
  await cleo.keyboard.press("Shift+Tab");
  await cleo.keyboard.press("Enter");
  await expect(form).toContainText(/Note at 0:0\d–0:\d\d/);
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "form");
  await text.focus();
  const saved = cleo.waitForResponse(/\/api\/recordings\/notes\/write$/);
  await cleo.keyboard.press("Control+Enter");
  expect((await saved).status()).toBe(200);
  await expect(form).toBeHidden();
  await expect(cleo.getByRole("tab", { name: /^Notes ?1$/ })).toBeVisible();

  // The second person's page shows it without being loaded again.
  const words = "Why m, @Ben Okafor ? <b>=1+1</b>";
  await expect(notesOf(other)).toContainText(words);
  await expect(notesOf(other)).toContainText("Told: Ben Okafor");
  await expect(
    other.getByRole("button", { name: /^Note at 0:0\d–0:\d\d by Cleo Marchetti: Why m/ }),
  ).toBeVisible();
  await notesOf(other)
    .getByRole("link", { name: /^0:0\d–/ })
    .click();
  await expect(notesOf(other).getByRole("button", { name: "Withdraw" })).toBeHidden();

  // Whoever is named is told.
  const sentence = "Cleo Marchetti mentioned you in a note on Ana Duarte’s session on ledger-3";
  const arriving = ben.getByRole("status", { name: "New notices" });
  await expect(arriving).toContainText(sentence);
  // Other tests may have told him something before.
  await expect(ben.getByLabel(/^Notices: \d+ new$/)).toBeVisible();

  // By keys alone it is withdrawn, too: whatever button goes, the next has the focus.
  await openNotes(cleo);
  const withdraw = notesOf(cleo).getByRole("button", { name: "Withdraw" });
  await withdraw.focus();
  await cleo.keyboard.press("Enter");
  await expect(notesOf(cleo).getByRole("button", { name: "Cancel" })).toBeFocused();
  await cleo.keyboard.press("Enter");
  await expect(withdraw).toBeFocused();
  await cleo.keyboard.press("Enter");
  await cleo.keyboard.press("Shift+Tab");
  await cleo.keyboard.press("Enter");
  await expect(notesOf(cleo).getByText(/^Withdrawn/)).toBeFocused();
  await expect(notesOf(other)).toContainText("Withdrawn");
});

async function looks(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 860 });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const width of [360, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 860 });
}
