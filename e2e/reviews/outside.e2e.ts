import { readFile } from "node:fs/promises";
import { openBareClient } from "../../bench/support/bare-client";
import { findOverflow } from "../support/overflow";
import { expect, expectAccessible, expectStatus, test } from "../world/fixtures";

const PICTURES = process.env.OUTSIDE_PICTURES;
const NODE = "i-0b7d20e94a6c8135f";

test("a session past the portal is listed, read and downloaded, with what is missing said", async ({
  world,
  as,
}) => {
  test.setTimeout(180_000);
  // The portal watches from its first look at AWS's list.
  const cleo = await as("cleo", "/sessions");
  const shell = await openBareClient(world, NODE);
  let heard = "";
  shell.listen((bytes) => {
    heard += Buffer.from(bytes).toString("utf8");
  });
  shell.type("echo past-$((20+1))\r");
  await expect.poll(() => heard).toContain("past-21");
  await shell.close();

  const row = cleo.getByRole("row").filter({ hasText: "Outside Halligan" });
  await expect(async () => {
    await cleo.goto("/sessions?kind=imported");
    await expect(row).toContainText("operator", { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await row.getByRole("link").first().click();
  await expect(cleo.getByRole("heading", { name: "Opened outside Halligan" })).toBeVisible();
  await expect(cleo.getByText("Attested by the node").first()).toBeVisible();
  await expect(cleo.getByText("No request, no approver, no time limit")).toBeVisible();
  const download = cleo.getByRole("link", { name: "Download CloudWatch Logs" });
  await expect(async () => {
    await cleo.reload();
    await expect(download).toBeVisible({ timeout: 1_000 });
    await expect(cleo.getByText("past-21", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(cleo.getByRole("button", { name: /^End/ })).toHaveCount(0);
  await expectAccessible(cleo);
  for (const width of [1360, 360])
    for (const colorScheme of ["light", "dark"] as const) {
      await cleo.setViewportSize({ width, height: 900 });
      await cleo.emulateMedia({ colorScheme });
      expect(await findOverflow(cleo)).toEqual([]);
      if (PICTURES)
        await cleo.screenshot({ path: `${PICTURES}/outside-${width}-${colorScheme}.png`, fullPage: true });
    }
  const starts = cleo.waitForEvent("download");
  await download.click();
  const bytes = await readFile(await (await starts).path());
  expect(bytes.toString("utf8")).toContain("past-21");
});

test("a session past the portal is not shown to an engineer", async ({ world, as }) => {
  const shell = await openBareClient(world, NODE);
  await shell.close();
  const cleo = await as("cleo", "/sessions");
  const link = cleo.getByRole("row").filter({ hasText: "Outside Halligan" }).getByRole("link").first();
  await expect(async () => {
    await cleo.goto("/sessions?kind=imported");
    await expect(link).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const path = (await link.getAttribute("href")) ?? "";
  const ana = await as("ana", "/");
  expectStatus(ana, 404);
  await ana.goto(path);
  await expect(ana.getByText("Outside Halligan")).toHaveCount(0);
});
