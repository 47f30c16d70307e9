import { test } from "../support/history";
import { expectGoodLooks } from "../support/looks";
import { expect } from "../world/fixtures";

test("a list is ordered by the head of a column, by keys alone, and keeps its filters", async ({
  as,
  history,
}) => {
  expect(history.requestId).toMatch(/^req_/);
  const page = await as("cleo", "/requests?person=duar");
  const state = page.getByRole("columnheader", { name: "State" });
  await expect(state).toHaveAttribute("aria-sort", "none");
  await state.getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/person=duar&sort=state$/);
  await expect(state).toHaveAttribute("aria-sort", "ascending");
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("rowheader").getByRole("link");
  await expect(rows.first()).toHaveAttribute("href", `/requests/${history.requestId}`);
  await state.getByRole("link").focus();
  await page.keyboard.press("Enter");
  await expect(state).toHaveAttribute("aria-sort", "descending");
  await expect(rows.last()).toHaveAttribute("href", `/requests/${history.requestId}`);
  await expectGoodLooks(page);

  await page.goto("/nodes?sort=x'");
  await expect(page.getByText("These filters are not valid and were ignored: Sort order.")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
});
