import type { Page } from "@playwright/test";
import { call } from "../support/call";
import { expectGoodLooks } from "../support/looks";
import { NODES } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, test } from "../world/fixtures";

const PICTURES = process.env.GLASS_PICTURES;
const NODE = "edge-proxy-1";
const WHY = "TLS fails since the certificate was renewed, and nobody answers";

test("Ana breaks the glass at night; Fay, who is told at once, disowns it, and Ana owes a note", async ({
  as,
}) => {
  test.slow();
  const fay = await as("fay", "/");
  const cleo = await as("cleo", "/");
  const ana = await as("ana", `/requests/new?node=${NODES[NODE]}`);
  // The inventory of a new world comes a moment later.
  await reloadUntil(ana, ana.getByRole("button", { name: "Break the glass…" }));
  await expectGoodLooks(ana);
  await ana.setViewportSize({ width: 1280, height: 800 });
  await ana.getByLabel("Reason").fill(WHY);
  await ana.getByRole("button", { name: "Break the glass…" }).click();
  const dialog = ana.getByRole("dialog", { name: `Open ${NODE} without approval` });
  await expect(dialog).toContainText("Uses 1 of your 2 break-glass accesses this month.");
  await expect(dialog).toContainText(WHY);
  await dialog.getByLabel(`Type ${NODE} to continue`).fill("edge-proxy-2");
  await dialog.getByRole("button", { name: "Break the glass" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This is not the node's name.");
  await expectAccessible(ana);
  if (PICTURES) await looks(ana, "dialog");
  await dialog.getByLabel(`Type ${NODE} to continue`).fill(NODE);
  await dialog.getByRole("button", { name: "Break the glass" }).click();
  await expect(ana.getByRole("region", { name: "Opened without approval for 15 min" })).toBeVisible();
  await expect(ana.getByText("You owe a note by")).toBeVisible();
  const address = new URL(ana.url()).pathname;
  await expectGoodLooks(ana);
  if (PICTURES) await looks(ana, "broken");
  await ana.setViewportSize({ width: 1280, height: 800 });

  await ana.getByRole("button", { name: "Open shell" }).click();
  const terminal = new Terminal(ana);
  await terminal.isReady();
  await terminal.run("df -h /");
  await terminal.shows("Mounted on");
  if (PICTURES) await looks(ana, "terminal");

  await cleo.goto("/requests");
  if (PICTURES) await looks(cleo, "requests");
  await cleo.goto(address);
  await cleo.getByRole("link", { name: "Watch live" }).click();
  await expect(cleo.getByText("Mounted on").first()).toBeVisible();
  if (PICTURES) await looks(cleo, "watched");
  await fay.goto("/inbox");
  await expect(fay.getByText(`Ana Duarte broke the glass of ${NODE}`).first()).toBeVisible();
  if (PICTURES) await looks(fay, "inbox");
  await fay
    .getByRole("link", { name: `Ratify or disown: Ana Duarte, ${NODE}` })
    .first()
    .click();
  await expect(fay.getByRole("region", { name: "Not ratified yet" })).toContainText("1 of 2 this month");
  await fay.getByRole("button", { name: "Disown…" }).click();
  const judging = fay.getByRole("dialog", { name: "Disown the break-glass access of Ana Duarte" });
  await judging.getByLabel("Reason").fill("The on-call approver was there and was not asked");
  if (PICTURES) await looks(fay, "disown");
  await judging.getByRole("button", { name: "Disown" }).click();
  await expect(fay.getByRole("region", { name: "Disowned by Fay Tanaka" })).toBeVisible();
  await expect(terminal.over).toBeVisible();

  await cleo.goto("/reviews");
  const first = cleo.getByRole("row").nth(1);
  await reloadUntil(cleo, first.getByText("break-glass disowned").filter({ visible: true }));
  await expect(first).toContainText(NODE);
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "reviews");

  await ana.goto(address);
  await ana.getByLabel("What was wrong, what you did").fill("The chain lacked its intermediate certificate.");
  await ana.getByRole("button", { name: "Save note" }).click();
  await expect(ana.getByText("The chain lacked its intermediate certificate.")).toBeVisible();
  await expect(ana.getByRole("button", { name: "Save note" })).toBeHidden();
  await expectGoodLooks(ana);
  if (PICTURES) await looks(ana, "noted");
});

test("whoever broke the glass is not asked to ratify it, and is refused", async ({ as }) => {
  const ben = await as("ben", `/requests/new?node=${NODES["payments-api-2"]}`);
  await reloadUntil(ben, ben.getByRole("button", { name: "Break the glass…" }));
  await ben.getByLabel("Reason").fill(WHY);
  await ben.getByRole("button", { name: "Break the glass…" }).click();
  const dialog = ben.getByRole("dialog");
  await dialog.getByLabel("Type payments-api-2 to continue").fill("payments-api-2");
  await dialog.getByRole("button", { name: "Break the glass" }).click();
  await expect(ben.getByRole("region", { name: "Not ratified yet" })).toBeVisible();
  await expect(ben.getByRole("button", { name: "Ratify…" })).toHaveCount(0);
  const requestId = new URL(ben.url()).pathname.split("/").at(-1) ?? "";
  const own = await call(ben, "/api/requests/judge", {
    requestId,
    verdict: "ratified",
    reason: "It was right",
  });
  expect(own.code).toBe("SELF_RATIFICATION");
  await ben.getByRole("button", { name: "End access" }).click();
  await ben.getByRole("dialog").getByRole("button", { name: "End access" }).click();
  await expect(ben.getByRole("region", { name: /^Access ended|^Ended/ }).first()).toBeVisible();
});

async function looks(page: Page, name: string) {
  const size = page.viewportSize() ?? { width: 1360, height: 860 };
  for (const width of [1360, 360])
    for (const scheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${PICTURES}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
