import { test } from "../support/history";
import { expect, expectStatus } from "../world/fixtures";

const PAGES = [
  ["/", "首頁"],
  ["/requests", "申請"],
  ["/audit", "稽核"],
] as const;

test("a person chooses 繁體中文 and has it on every page, in every browser, until they choose again", async ({
  as,
  openStranger,
  history,
}) => {
  const page = await as("cleo");
  const languageOf = (one: typeof page) => one.locator("html").getAttribute("lang");
  expect(await languageOf(page)).toBe("en");
  const menu = page.getByRole("banner").getByLabel("Cleo Marchetti", { exact: true });
  await menu.click();
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "繁體中文" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("首頁");
  expect(await languageOf(page)).toBe("zh-TW");

  for (const [path, title] of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("link", { name: "工作階段" }).first()).toBeVisible();
  }
  // Also without a new document, where only a part of the page is asked for.
  await page.getByRole("link", { name: "節點" }).first().click();
  await expect(page.getByRole("table", { name: "節點" }).getByText("線上").first()).toBeVisible();
  await page.goto(`/sessions/${history.sessionId}`);
  await expect(page.getByRole("tab", { name: /^文字紀錄/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "前往" })).toBeVisible();
  await page.keyboard.press("Escape");
  // Refused pages are drawn in the browser alone.
  expectStatus(page, 403);
  await page.goto("/people");
  await expect(page.getByText("需要管理員的角色。")).toBeVisible();
  await expect(page.getByRole("link", { name: "節點" }).first()).toBeVisible();

  // Another browser of hers, whose own wish is English; and the sign-in page of this one, when nobody is signed in.
  const signIn = (await page.context().cookies()).filter(({ name }) => name.endsWith("halligan.sign-in"));
  const other = await openStranger(signIn);
  await other.goto("/nodes");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("節點");
  await page.context().clearCookies({ name: /sign-in/ });
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "登入" })).toBeVisible();
  await page.getByRole("combobox", { name: "語言" }).selectOption({ label: "English" });
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();

  await other.getByRole("banner").getByLabel("Cleo Marchetti", { exact: true }).click();
  await other.getByRole("combobox", { name: "語言" }).selectOption({ label: "與瀏覽器相同" });
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Nodes");
});
