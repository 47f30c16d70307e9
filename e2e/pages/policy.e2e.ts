import type { Page } from "@playwright/test";
import { mustCall } from "../support/call";
import { expectGoodLooks } from "../support/looks";
import { NODES } from "../support/nodes";
import { expect, expectAccessible, expectStatus, test } from "../world/fixtures";

const PICTURES = process.env.POLICY_PICTURES;
const WHY = "Staging machines of the ledger team only";

test("an administrator proposes rules and mends a mistake; another approves what changed", async ({ as }) => {
  const dov = await as("dov", "/settings");
  await dov.getByRole("link", { name: "Access rules" }).click();
  await expect(dov.getByRole("region", { name: "Active: built-in-3" })).toContainText("production-one-yes");
  await expect(dov.getByText("No proposal is waiting.")).toBeVisible();
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "active");

  await dov.getByRole("link", { name: "Propose a change" }).click();
  const form = dov.getByRole("region", { name: "Propose a change" });
  const rules = form.getByLabel("Rules in access.cedar");
  const shipped = await rules.inputValue();
  await rules.fill(shipped.replace("@stepUp", "@setpUp"));
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "form");
  await propose(dov, WHY);
  const proposal = dov.getByRole("region", { name: "Dov Lindqvist proposed a new version" });
  await expect(proposal.getByText("1 mistake")).toBeVisible();
  const line = shipped.slice(0, shipped.indexOf("@stepUp")).split("\n").length;
  await expect(proposal).toContainText(`access.cedar:${line}:1`);
  await expect(proposal).toContainText("did you mean @stepUp?");
  await expect(proposal.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "invalid");

  await proposal.getByRole("link", { name: "Edit and propose again" }).click();
  await expect(form).toContainText("there is no annotation @setpUp");
  const changed = shipped
    .replace('resource in Protection::"staging"', 'resource in Protection::"staging"\n')
    .replace(/\);\s*$/, ') when { resource.hasTag("Team") && resource.getTag("Team") == "ledger" };\n');
  await rules.fill(changed);
  await propose(dov, WHY);
  await expect(proposal).toHaveCount(2);
  await expect(proposal.nth(1).getByText("Valid")).toBeVisible();
  await proposal.nth(0).getByRole("button", { name: "Withdraw" }).click();
  await reason(dov, "Withdraw", "There was a mistake in it");
  await expect(proposal).toHaveCount(1);

  const fay = await as("fay", "/policy");
  const theirs = fay.getByRole("region", { name: "Dov Lindqvist proposed a new version" });
  await expect(theirs).toContainText('added: ) when { resource.hasTag("Team")');
  await expect(theirs).toContainText(WHY);
  await expectAccessible(fay);
  await expectGoodLooks(fay);
  if (PICTURES) await looks(fay, "waiting");
  await theirs.getByRole("button", { name: "Approve" }).click();
  await fay
    .getByRole("dialog", { name: "Approve this version" })
    .getByRole("button", { name: "Approve" })
    .click();
  const active = fay.getByRole("region", { name: "Active: policy-1" });
  await expect(active).toContainText("Proposed by Dov Lindqvist, approved by Fay");
  await expect(fay.getByRole("region", { name: "History" })).toContainText("withdrawn");
  await expectAccessible(fay);
  if (PICTURES) await looks(fay, "approved");

  // Other tests of this world ask under the rules of the portal.
  const files = [{ name: "access.cedar", text: `${shipped}\n` }];
  const { policyId } = await mustCall(fay, "/api/policy/propose", {
    files,
    reason: "Back to what was before",
  });
  await expect(async () => {
    await mustCall(dov, "/api/policy/approve", { policyId, insteadOf: 1 });
  }).toPass({ timeout: 20_000 });
});

test("a proposal says which past requests it would have decided differently, and links to them", async ({
  as,
}) => {
  const ana = await as("ana", "/");
  const { requestId } = await mustCall(ana, "/api/requests/create", {
    nodeIds: [NODES["payments-api-2"]],
    justification: "Disk full since 03:10, writes failing",
    windowSeconds: 600,
  });
  await mustCall(ana, "/api/requests/withdraw", { requestId });
  const dov = await as("dov", "/policy?edit=active#edit");
  const rules = dov.getByRole("region", { name: "Propose a change" }).getByLabel("Rules in access.cedar");
  await rules.fill(
    (await rules.inputValue())
      .replace('@approvals("none")', '@approvals("1 of sre-leads")')
      .replace('@approvals("1 of role:approver")', '@approvals("none")'),
  );
  await propose(dov, "To see what it would have done");
  const proposal = dov.getByRole("region", { name: "Dov Lindqvist proposed a new version" });
  const rehearsal = proposal.getByRole("region", { name: "Rehearsal: the last 90 days" });
  await expect(rehearsal).toContainText("More would be allowed");
  await expect(rehearsal).toContainText("Attempts that were refused at once are not included.");
  await rehearsal.getByText("would need no approval").click();
  const row = rehearsal.getByRole("listitem").filter({ hasText: "Ana Duarte → payments-api-2" }).first();
  await expect(row).toContainText("Would be: No approval needed");
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "rehearsal");
  await row.getByRole("link").click();
  await expect(dov).toHaveURL(new RegExp(`/requests/${requestId}$`));
  await dov.goto("/policy");
  await proposal.getByRole("button", { name: "Withdraw" }).click();
  await reason(dov, "Withdraw", "It was only to be rehearsed");
  await expect(proposal).toHaveCount(0);
});

test("nobody else sees the rules", async ({ as }) => {
  const ana = await as("ana", "/");
  expectStatus(ana, 403);
  await ana.goto("/policy");
  await expect(ana.getByText("You don't have access to this page")).toBeVisible();
});

async function propose(page: Page, why: string) {
  await page.getByRole("button", { name: "Propose version" }).click();
  await reason(page, "Propose version", why);
}

async function reason(page: Page, button: string, why: string) {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(why);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toBeHidden();
}

async function looks(page: Page, name: string) {
  const size = page.viewportSize() ?? { width: 1360, height: 860 };
  for (const width of [1360, 390, 360])
    for (const scheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${PICTURES}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(size);
}
