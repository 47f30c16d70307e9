import { test } from "../support/history";
import { expectGoodLooks } from "../support/looks";
import { expect } from "../world/fixtures";

test("filters live in the address and are there again when it is opened", async ({ as, history }) => {
  const page = await as("cleo", "/nodes");
  const nodes = page.getByRole("table", { name: "Nodes" }).getByRole("rowheader").getByRole("link");
  const filters = page.getByRole("search", { name: "Filter Nodes" });
  await filters.getByText("Class", { exact: true }).click();
  await filters.getByRole("link", { name: "staging", exact: true }).click();
  await expect(page).toHaveURL(/protection=staging/);
  await expect(nodes.filter({ hasText: "ledger-3" })).toHaveCount(1);
  await expect(nodes.filter({ hasText: "payments-api-2" })).toHaveCount(0);
  await page.reload();
  await expect(nodes.filter({ hasText: "ledger-3" })).toHaveCount(1);
  await expect(nodes.filter({ hasText: "payments-api-2" })).toHaveCount(0);
  await expect(filters).toContainText(/\d+ of \d+/);

  await page.getByRole("searchbox").fill("no such node");
  await expect(page).toHaveURL(/q=no\+such\+node/);
  await expect(page.getByText("No nodes match these filters")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/nodes$/);
  await expect(nodes.filter({ hasText: /ledger-3|payments-api-2/ })).toHaveCount(2);
  await expect(page.getByRole("searchbox")).toHaveValue("");
  for (const [words, found] of [
    ["payments", /payments-api-2/],
    ["i-04c8e6f1b92d7a350", /search-1/],
    ["ip-10-0-3-17", /payments-api-2/],
  ] as const) {
    await page.getByRole("searchbox").fill(words);
    await page.keyboard.press("Enter");
    await expect(nodes).toHaveText([found]);
  }

  await page.goto(`/audit?q=${history.sessionId}`);
  await page.getByRole("search").getByText("Event", { exact: true }).click();
  await page.getByRole("link", { name: "session.opened", exact: true }).click();
  await expect(page).toHaveURL(/code=session\.opened/);
  await expect(page.getByText("started the session for Ana Duarte")).toHaveCount(1);
  await page.getByRole("link", { name: "Remove filter Event: session.opened" }).click();
  await expect(page).not.toHaveURL(/code=/);
});

test("a person is found while one types, by keys alone, and taken out again", async ({ as, history }) => {
  expect(history.requestId).toMatch(/^req_/);
  const page = await as("cleo", "/requests");
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("rowheader").getByRole("link");
  await expect(rows.first()).toBeVisible();
  const field = page.getByRole("combobox", { name: "Person" });
  await expect(async () => {
    await page.getByRole("search").getByText("Person", { exact: true }).click();
    await expect(field).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await field.fill("duar");
  const ana = page.getByRole("option", { name: /^Ana Duarte/ });
  await expect(ana).toHaveAttribute("aria-selected", "true");
  await expectGoodLooks(page);
  await field.press("ArrowDown");
  await expect(page.getByRole("option", { name: "Names with “duar”" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await field.press("ArrowUp");
  await field.press("Enter");
  await expect(page).toHaveURL(/person=per_/);
  await expect(rows.first()).toHaveAccessibleName(/, Ana Duarte$/);
  await page.getByRole("link", { name: "Remove filter Person: Ana Duarte" }).click();
  await expect(page).toHaveURL(/\/requests$/);
});

test("what needs an approver is one click away, and the list runs from its other end too", async ({
  as,
  history,
}) => {
  const ben = await as("ben", "/requests");
  const rows = ben.getByRole("table", { name: "Requests" }).getByRole("rowheader").getByRole("link");
  await ben
    .getByRole("search")
    .getByRole("link", { name: /^Needs me/ })
    .click();
  await expect(ben).toHaveURL(/needs=me/);
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAttribute("href", `/requests/${history.requestId}`);
  await expect(ben.getByRole("link", { name: "Review request: edge-proxy-1, Ana Duarte" })).toBeVisible();
  await ben.getByRole("link", { name: "Remove filter Needs me" }).click();
  await expect(rows).not.toHaveCount(1);
  const requested = ben.getByRole("columnheader", { name: "Requested" });
  await expect(requested).toHaveAttribute("aria-sort", "descending");
  const newest = await rows.first().getAttribute("href");
  await requested.getByRole("link").click();
  await expect(requested).toHaveAttribute("aria-sort", "ascending");
  await expect(rows.last()).toHaveAttribute("href", newest ?? "none");
});

test("several nodes are chosen in the table and requested together; one that is offline can't be", async ({
  as,
}) => {
  const ana = await as("ana", "/nodes");
  const bar = ana.getByRole("button", { name: /^Request access to \d+ node/ });
  await expect(bar).toBeHidden();
  for (const node of ["edge-proxy-1", "payments-api-2"])
    await ana.getByRole("checkbox", { name: `Select ${node}`, exact: true }).check();
  await expect(ana.getByRole("button", { name: "Request access to 2 nodes" })).toBeVisible();
  await expectGoodLooks(ana);
  await ana.setViewportSize({ width: 1280, height: 800 });
  await ana.getByRole("button", { name: "Request access to 2 nodes" }).click();
  await expect(ana).toHaveURL(/\/requests\/new\?node=i-\w+&node=i-\w+/);
  for (const node of ["edge-proxy-1", "payments-api-2"])
    await expect(ana.getByRole("list", { name: "Chosen nodes" })).toContainText(node);
  await ana.goto("/nodes?state=offline");
  const offline = ana.getByRole("checkbox", { name: /^Select / }).first();
  await expect(offline).toBeDisabled();
  await expect(offline).toHaveAccessibleDescription(/^offline/);
});
