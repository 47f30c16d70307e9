import { test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

test("a phone has the keys that its keyboard lacks, and the end of the session in the menu", async ({
  openShell,
}) => {
  test.setTimeout(90_000);
  const { terminal, page } = await openShell();
  await page.setViewportSize({ width: 360, height: 740 });
  const keys = page.getByRole("toolbar", { name: "Keys" });
  for (const key of await keys.getByRole("button").all()) {
    const box = await key.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await terminal.run("echo once-$((1+1))");
  await terminal.shows("once-2");
  // The shell's history by the arrow, without losing the focus of the keyboard.
  await terminal.focus();
  await keys.getByRole("button", { name: "↑" }).click();
  await expect(terminal.screen.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(terminal.rows.filter({ hasText: /^once-2/ })).toHaveCount(2);
  // Control holds for the next key only.
  await terminal.run("cat");
  await keys.getByRole("button", { name: "Ctrl" }).click();
  await expect(keys.getByRole("button", { name: "Ctrl" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.type("c");
  await expect(keys.getByRole("button", { name: "Ctrl" })).toHaveAttribute("aria-pressed", "false");
  await terminal.run("echo free-$((2+2))");
  await terminal.shows("free-4");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);

  await page.getByLabel("Session", { exact: true }).click();
  await page.getByRole("button", { name: "End session" }).filter({ visible: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End session" }).click();
  await expect(terminal.over).toContainText("You ended the session");
});
