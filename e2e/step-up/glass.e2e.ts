import type { Page } from "@playwright/test";
import { PageAuthenticator } from "../support/authenticator";
import { NODES } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { putInForce } from "../support/rules";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, expectStatus, NAMES, test } from "../world/fixtures";

const of = (level: string) => `@id("glass-${level}") @approvals("none") @window("PT15M") @stepUp("${level}")
@watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")
permit (principal in Role::"engineer", action == Action::"breakGlass", resource)
when { resource.hasTag("Tier") && resource.getTag("Tier") ${level === "passkey" ? "==" : "!="} "0" };`;

const WHY = "TLS fails since the certificate was renewed, and nobody answers";

test.describe.configure({ mode: "serial" });
// Rules of its own: a world of its own.
test.use({ worldSettings: { PASSKEY_WAIT_SECONDS: 0, BREAK_GLASS_PER_MONTH: 5 } });

/** From the form to the page of the access. */
async function breakGlass(page: Page, node: string, reason = WHY) {
  await reloadUntil(page, page.getByRole("button", { name: "Break the glass…" }));
  const dialog = page.getByRole("dialog", { name: `Open ${node} without approval` });
  // A page that is drawn and not yet alive hears no click.
  await expect(async () => {
    await page.getByLabel("Reason").fill(reason, { timeout: 1_000 });
    await page.getByRole("button", { name: "Break the glass…" }).click({ timeout: 1_000 });
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await dialog.getByLabel(`Type ${node} to continue`).fill(node);
  await dialog.getByRole("button", { name: "Break the glass" }).click();
  return dialog;
}

test("with a passkey, Ana breaks the glass and confirms it before the shell opens", async ({ as }) => {
  await putInForce(as, `${of("passkey")}\n${of("sign-in")}`);
  const ana = await as("ana", "/passkeys");
  await PageAuthenticator.of(ana);
  await ana.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
  await ana.getByRole("button", { name: `Continue as ${NAMES.ana}` }).click();
  await ana.getByRole("button", { name: "Add passkey" }).click();
  await expect(ana.getByRole("list", { name: "Passkeys" }).getByText("Passkey 1")).toBeVisible();
  await ana.goto(`/requests/new?node=${NODES["edge-proxy-1"]}`);
  const dialog = await breakGlass(ana, "edge-proxy-1");
  await expect(dialog).toBeHidden();
  await expect(ana.getByText("You owe a note by")).toBeVisible();
  await ana.getByRole("button", { name: "Open shell" }).click();
  const card = ana.getByRole("alert", { name: "Confirm it’s you" });
  await expectAccessible(ana);
  await card.getByRole("button", { name: "Use passkey" }).click();
  const terminal = new Terminal(ana);
  await terminal.isReady();

  await test.step("another window of hers takes the shell over with a proof of its own", async () => {
    const other = await ana.context().newPage();
    await other.goto(ana.url());
    await other.getByRole("button", { name: "Take over here" }).click();
    const again = other.getByRole("alert", { name: "Confirm it’s you" });
    await expect(again).toContainText("edge-proxy-1");
    await terminal.run("df -h /");
    await terminal.shows("Mounted on");
    await other.close();
  });
});

test("without a passkey, Ben is told so before anything is used up", async ({ as }) => {
  const ben = await as("ben", `/requests/new?node=${NODES["edge-proxy-1"]}`);
  expectStatus(ben, 403);
  await ben.setViewportSize({ width: 360, height: 780 });
  const dialog = await breakGlass(ben, "edge-proxy-1", `${WHY}. `.repeat(12));
  await expect(dialog).toContainText("You confirm with your passkey before the shell opens.");
  await expect(dialog.getByRole("alert")).toContainText("You need a passkey for this and have none.");
  await expect(dialog).toContainText("Uses 1 of your 5 break-glass accesses this month.");
  await expectAccessible(ben);
});

test("with a sign-in, Ana comes back to her shell", async ({ as }) => {
  const ana = await as("ana", `/requests/new?node=${NODES["ledger-3"]}`);
  const dialog = await breakGlass(ana, "ledger-3");
  await expect(dialog).toBeHidden();
  await ana.getByRole("button", { name: "Open shell" }).click();
  const card = ana.getByRole("alert", { name: "Confirm it’s you" });
  await card.getByRole("button", { name: "Sign in again" }).click();
  await ana.getByRole("button", { name: `Continue as ${NAMES.ana}` }).click();
  await new Terminal(ana).isReady();
});
