import type { Page } from "@playwright/test";
import { expectGoodLooks } from "../support/looks";
import { expect, expectStatus, test } from "../world/fixtures";

const filters = (page: Page) => page.getByRole("search", { name: "Filter Nodes" });
/** The control of the views: what it says. */
const chip = (page: Page) => filters(page).locator("summary").filter({ hasText: /^View/ });
const menu = (page: Page) => page.getByRole("list", { name: "Your views of Nodes" });

/** Opens the menu with Enter, once the page listens. */
async function openMenu(page: Page): Promise<void> {
  await expect(async () => {
    await chip(page).focus();
    await page.keyboard.press("Enter");
    await expect(chip(page).locator("xpath=..")).toHaveAttribute("open", "", { timeout: 1_000 });
  }).toPass();
}

/** Goes forward from element to element until what is named has the focus. */
async function tabTo(page: Page, role: "button" | "link", name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 20; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
}

/** Where the line of filters has become two, heads of columns stick below both. */
async function expectHeadBelowFilters(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const [bar, head] = [filters(page), page.getByRole("columnheader", { name: "Name", exact: true })];
  const boxes = async () => ({ bar: await bar.boundingBox(), head: await head.boundingBox() });
  await expect
    .poll(async () => {
      const now = await boxes();
      const end = (now.bar?.y ?? 0) + (now.bar?.height ?? 0);
      return { isTwo: (now.bar?.height ?? 0) > 72, gap: Math.round((now.head?.y ?? 0) - end) };
    })
    .toEqual({ isTwo: true, gap: 0 });
  await page.setViewportSize({ width: 1360, height: 860 });
}

test("filters are saved as a view, opened, changed, updated and deleted, by keys alone", async ({ as }) => {
  const page = await as("cleo", "/nodes?protection=staging&sort=-name&what=ever");
  await openMenu(page);
  await tabTo(page, "button", "Save view…");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("  ");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox")).toHaveAccessibleDescription(/Enter a name\./);
  await expectGoodLooks(page);
  await page.setViewportSize({ width: 1360, height: 860 });
  await page.keyboard.type("Staging, Z to A");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/nodes\?protection=staging&sort=-name&view=viw_\w+$/);
  await expect(chip(page)).toHaveText("ViewStaging, Z to A");
  await expect(chip(page)).toBeFocused();

  await page.goto("/nodes");
  await expect(chip(page)).toHaveText("Views");
  await openMenu(page);
  await expectGoodLooks(page);
  await page.setViewportSize({ width: 1360, height: 860 });
  await tabTo(page, "link", "Staging, Z to A");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/protection=staging&sort=-name&view=viw_/);
  await expect(page.getByRole("columnheader", { name: "Name", exact: true })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(chip(page)).toHaveText("ViewStaging, Z to A");
  await expectHeadBelowFilters(page);
  await openMenu(page);
  const link = menu(page).getByRole("link", { name: "Staging, Z to A" });
  await expect(link).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("Escape");

  await page.getByRole("searchbox").fill("ledger");
  await page.keyboard.press("Enter");
  await expect(chip(page)).toHaveText("ViewStaging, Z to Aedited");
  await openMenu(page);
  await expect(link).not.toHaveAttribute("aria-current");
  await expectGoodLooks(page);
  await page.setViewportSize({ width: 1360, height: 860 });
  await tabTo(page, "button", "Update “Staging, Z to A”");
  await page.keyboard.press("Enter");
  await expect(chip(page)).toHaveText("ViewStaging, Z to A");
  await expect(chip(page)).toBeFocused();
  await expect(
    page.getByRole("status").filter({ hasText: "View “Staging, Z to A” updated." }),
  ).toBeAttached();
  await openMenu(page);
  await expect(link).toHaveAttribute("href", /\?q=ledger&protection=staging&sort=-name&view=viw_/);

  await tabTo(page, "button", "Delete view Staging, Z to A");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await expect(menu(page)).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(link).toBeVisible();
  await expect(chip(page)).toBeFocused();
  await tabTo(page, "button", "Delete view Staging, Z to A");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.reload();
  await expect(chip(page)).toHaveText("Views");
});

test("a name that is taken, also in another tab, is replaced only after that was said", async ({ as }) => {
  const page = await as("ben", "/nodes?state=offline");
  const other = await page.context().newPage();
  await other.goto("/nodes?protection=production");
  const save = async (tab: Page) => {
    await openMenu(tab);
    await tab.getByRole("button", { name: "Save view…" }).click();
    await tab.getByRole("textbox", { name: "Name" }).fill("Watched");
    await tab.keyboard.press("Enter");
  };
  await save(other);
  await expect(chip(other)).toHaveText("ViewWatched");
  expectStatus(page, 409);
  await save(page);
  const dialog = page.getByRole("dialog", { name: "Save view" });
  await expect(dialog.getByRole("alert")).toHaveText(
    "You already have a view called “Watched”. Replace it, or choose another name.",
  );
  await expectGoodLooks(page);
  await dialog.getByRole("button", { name: "Replace view" }).click();
  await expect(chip(page)).toHaveText("ViewWatched");
  await other.goto("/nodes");
  await openMenu(other);
  await expect(menu(other).getByRole("link")).toHaveAttribute("href", /^\/nodes\?state=offline&view=/);
  await other.close();
});

test("a view is opened without scripts", async ({ as, browser, world }) => {
  const page = await as("fay", "/nodes");
  const saved = await page.evaluate(async () => {
    const body = JSON.stringify({ list: "nodes", name: "Offline", query: "state=offline" });
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/views/save", { method: "POST", headers, body })).status;
  });
  expect(saved).toBe(200);
  const bare = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: world.portalOrigin,
    storageState: await page.context().storageState(),
  });
  try {
    const plain = await bare.newPage();
    await plain.goto("/nodes");
    await chip(plain).click();
    await plain.getByRole("link", { name: "Offline", exact: true }).click();
    await expect(plain).toHaveURL(/\/nodes\?state=offline&view=viw_/);
  } finally {
    await bare.close();
  }
});
