import { ROUTES } from "@/lib/http/routes";
import { test } from "../support/history";
import { expectGoodLooks } from "../support/looks";
import { expect, expectStatus, NAMES, type PersonName } from "../world/fixtures";

const ROLES = {
  ana: ["engineer"],
  ben: ["engineer", "approver"],
  cleo: ["reviewer"],
  dov: ["administrator"],
  fay: ["approver", "administrator"],
} as const satisfies Partial<Record<PersonName, readonly string[]>>;
const PAGES = ROUTES.filter((route) => route.kind === "page");

/** Who sees the most of a page. */
const SEEN_BY: Readonly<Record<string, keyof typeof ROLES>> = {
  "/": "ben",
  "/requests/new": "ana",
  "/requests/[id]": "ben",
  "/sessions/[id]": "cleo",
  "/reviews": "cleo",
  "/people": "dov",
  "/people/[id]": "dov",
  "/settings": "dov",
  "/policy": "dov",
  "/last-resort": "ana",
};

test.describe("looks right in light and dark, wide and on a phone", () => {
  for (const { path } of PAGES.filter(({ path }) => path !== "/sign-in" && !path.endsWith("/terminal"))) {
    const who = SEEN_BY[path] ?? "cleo";
    test(`${path} as ${NAMES[who]} has it`, async ({ as, history }) => {
      const page = await as(who, history.examples[path] ?? path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path === "/sessions/[id]")
        await expect(page.getByRole("tab", { name: /^Transcript/ })).toBeVisible();
      await expectGoodLooks(page);
    });
  }

  test("the sign-in page", async ({ openStranger }) => {
    const page = await openStranger();
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectGoodLooks(page);
  });

  test("the terminal, with a shell in it", async ({ openShell }) => {
    const { page } = await openShell();
    await expectGoodLooks(page);
  });

  test("the dialog of a decision", async ({ as, history }) => {
    const ben = await as("ben", `/requests/${history.requestId}`);
    await ben.getByRole("button", { name: /^Approve/ }).click();
    await expect(ben.getByRole("dialog")).toBeVisible();
    await expectGoodLooks(ben);
  });

  test("a page that is not there, and one that is refused", async ({ as }) => {
    const ana = await as("ana");
    expectStatus(ana, 404);
    expectStatus(ana, 403);
    for (const path of ["/nodes/i-00000000000000000", "/audit"]) {
      await ana.goto(path);
      await expect(ana.getByRole("heading", { level: 1 })).toBeVisible();
      await expectGoodLooks(ana);
    }
  });
});

test.describe("opens without an error", () => {
  for (const [who, roles] of Object.entries(ROLES)) {
    if (!isPerson(who)) continue;
    test(`every page for ${NAMES[who]}`, async ({ as, history }) => {
      const page = await as(who);
      for (const { path, who: allowed } of PAGES) {
        const isAllowed = typeof allowed !== "string" && roles.some((role) => allowed.includes(role));
        if (!isAllowed || (path.endsWith("/terminal") && who !== "ana")) continue;
        await test.step(path, async () => {
          const answer = await page.goto(history.examples[path] ?? path);
          expect(answer?.status()).toBe(200);
          await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        });
      }
    });
  }
});

test("keys lead everywhere: g and a letter, /, j and k, ?, and the command menu finds, goes and acts", async ({
  as,
  history,
}) => {
  expect(history.sessionId).toMatch(/^ses_/);
  const page = await as("ben");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(keys).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();

  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/nodes$/);
  const rows = page.getByRole("table", { name: "Nodes" }).getByRole("rowheader").getByRole("link");
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox");
  await expect(search).toBeFocused();
  // Where letters are typed they are letters.
  await page.keyboard.type("gn?");
  await expect(search).toHaveValue("gn?");
  await search.blur();

  await page.keyboard.press("Control+k");
  const commands = page.getByRole("dialog", { name: "Go to" });
  const field = commands.getByRole("combobox", { name: "Search or go to" });
  await field.fill("ledger");
  const found = commands.getByRole("group", { name: "Nodes" }).getByRole("option", { name: /ledger-3/ });
  await expect(found).toBeVisible();
  await expect(found).toHaveAttribute("aria-selected", "true");
  await expectGoodLooks(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ledger-3");

  await page.keyboard.press("Control+k");
  await field.fill("theme");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const dark = commands.getByRole("option", { name: "Theme: dark" });
  await expect(dark).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute("aria-activedescendant", (await dark.getAttribute("id")) ?? "none");
  await page.keyboard.press("Enter");
  await expect(commands).toBeHidden();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Control+k");
  await field.fill("<img src=x onerror=alert(1)>");
  await expect(commands.getByRole("option")).toHaveText(Array(4).fill(/<img src=x/));
  await page.keyboard.press("Escape");
  await expect(commands).toBeHidden();

  // The page takes keys again when the menu has given the focus back.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await expect(page).toHaveURL(/\/nodes$/, { timeout: 1000 });
  }).toPass();
  await expect(rows.first()).toBeVisible();
  const first = (await rows.first().textContent()) ?? "";
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first);
});

test("a and d open the two decisions and decide nothing", async ({ as, history }) => {
  const ben = await as("ben", `/requests/${history.requestId}`);
  const dialog = ben.getByRole("dialog");
  await expect(async () => {
    await ben.keyboard.press("a");
    await expect(dialog).toContainText(/Approve .* on edge-proxy-1( as \w+)?\?/, { timeout: 500 });
  }).toPass();
  await ben.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await ben.keyboard.press("d");
  await expect(dialog).toContainText(/Deny .* on edge-proxy-1( as \w+)?\?/);
  await ben.keyboard.press("Escape");
  await ben.reload();
  await expect(ben.getByText("waiting", { exact: true })).toBeVisible();
});

test("the chosen theme stays", async ({ as }) => {
  const page = await as("dov");
  const theme = page.getByRole("button", { name: /^Theme: / });
  await expect(theme).toHaveAccessibleName("Theme: system. Change");
  await expect(async () => {
    await theme.click();
    await expect(theme).toHaveAccessibleName("Theme: dark. Change", { timeout: 500 });
  }).toPass();
  await page.goto("/nodes");
  await expect(theme).toHaveAccessibleName("Theme: dark. Change");
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
});

function isPerson(name: string): name is keyof typeof ROLES {
  return name in ROLES;
}
