import type { Locator, Page } from "@playwright/test";
import { ask } from "../support/access";
import { PageAuthenticator } from "../support/authenticator";
import { putInForce } from "../support/rules";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, NAMES, type PersonName, test } from "../world/fixtures";

const of = (
  level: string,
) => `@id("${level}") @approvals("1 of role:approver") @window("PT1H") @stepUp("${level}")
@watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")
permit (principal in Role::"engineer", action == Action::"request", resource)
when { resource.hasTag("Tier") && resource.getTag("Tier") ${level === "passkey" ? "==" : "!="} "0" };`;

test.describe.configure({ mode: "serial" });
// Rules of its own: a world of its own.
test.use({ worldSettings: { PASSKEY_WAIT_SECONDS: 0 } });

type Open = (who: PersonName, path?: string) => Promise<Page>;

/** A page of somebody's with an authenticator, on which they have added a passkey. */
async function withPasskey(as: Open, who: PersonName) {
  const page = await as(who, "/passkeys");
  const authenticator = await PageAuthenticator.of(page);
  await page.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
  await page.getByRole("button", { name: `Continue as ${NAMES[who]}` }).click();
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByRole("list", { name: "Passkeys" }).getByText("Passkey 1")).toBeVisible();
  return { page, authenticator };
}

/** A page that is drawn and not yet alive hears no click. */
async function openApproval(page: Page): Promise<Locator> {
  const sheet = page.getByRole("dialog");
  await expect(async () => {
    await page
      .getByRole("button", { name: /^Approve/ })
      .first()
      .click({ timeout: 1_000 });
    await expect(sheet).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return sheet;
}

test("with a passkey, Ben approves and Ana opens a shell, each in place", async ({ as }) => {
  await putInForce(as, `${of("passkey")}\n${of("sign-in")}`);
  const { page: ana } = await withPasskey(as, "ana");
  const { page: ben, authenticator } = await withPasskey(as, "ben");
  const { requestId } = await ask(ana, "edge-proxy-1");

  await test.step("a finger that is not Ben's approves nothing, and nothing that was typed is lost", async () => {
    await ben.goto(`/requests/${requestId}`);
    await authenticator.know(false);
    const sheet = await openApproval(ben);
    await expect(sheet.getByText("Approving asks for your passkey.")).toBeVisible();
    await sheet.getByRole("button", { name: "Add a comment" }).click();
    await sheet.getByLabel("Comment").fill("Watch the disk");
    await expectAccessible(ben);
    await sheet.getByRole("button", { name: /^Approve/ }).click();
    await expect(sheet.getByRole("alert")).toContainText("Your passkey didn’t answer");
    await expect(sheet.getByLabel("Comment")).toHaveValue("Watch the disk");
    await authenticator.know(true);
    await sheet.getByRole("button", { name: /^Approve/ }).click();
    await expect(sheet).toBeHidden();
    await expect(ben.getByText("Watch the disk")).toBeVisible();
  });

  await test.step("Ana's shell opens once she has confirmed it", async () => {
    await ana.goto(`/requests/${requestId}`);
    await ana.getByRole("button", { name: "Open shell" }).click();
    const card = ana.getByRole("alert", { name: "Confirm it’s you" });
    await expect(card).toContainText("edge-proxy-1");
    await expect(ana.getByRole("status", { name: "Terminal status" })).toHaveText(
      "Waits until you confirm it’s you",
    );
    await expectAccessible(ana);
    await card.getByRole("button", { name: "Use passkey" }).click();
    await new Terminal(ana).isReady();
  });
});

test("with a sign-in, Ben comes back to his comment, and Ana to her shell", async ({ as }) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "ledger-3");
  const ben = await as("ben", `/requests/${requestId}`);
  const sheet = await openApproval(ben);
  await sheet.getByRole("button", { name: "Add a comment" }).click();
  await sheet.getByLabel("Comment").fill("Watch the queue");
  await sheet.getByRole("button", { name: /^Approve/ }).click();
  await ben.getByRole("button", { name: `Continue as ${NAMES.ben}` }).click();
  await expect(sheet.getByText("It’s you. Approve within two minutes.")).toBeVisible();
  await expect(sheet.getByLabel("Comment")).toHaveValue("Watch the queue");
  await sheet.getByRole("button", { name: /^Approve/ }).click();
  await expect(ben.getByText("Watch the queue")).toBeVisible();

  await ana.goto(`/requests/${requestId}`);
  await ana.getByRole("button", { name: "Open shell" }).click();
  const card = ana.getByRole("alert", { name: "Confirm it’s you" });
  await card.getByRole("button", { name: "Sign in again" }).click();
  await ana.getByRole("button", { name: `Continue as ${NAMES.ana}` }).click();
  await new Terminal(ana).isReady();
});
