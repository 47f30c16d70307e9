import { readFile } from "node:fs/promises";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

test.use({ worldSettings: { ANCHOR_SECONDS: 3 } });

const PICTURES = process.env.EVIDENCE_PICTURES;

test("a reviewer takes a session's evidence away, with a reason", async ({ openShell, as }) => {
  test.setTimeout(150_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo proved-$((60+6)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  // Who typed does not review, so has nothing to prove with.
  await endAccess(page, grantId);
  const cleo = await as("cleo", `/sessions/${sessionId}`);
  const dialog = cleo.getByRole("dialog", { name: "Download this session" });
  const open = () => cleo.getByRole("button", { name: "Download", exact: true }).click();
  const evidence = dialog.getByRole("button", { name: /Evidence/ });
  await open();
  await evidence.click();
  await expect(evidence).toContainText("Unmask this session first");
  await expectAccessible(cleo);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/masked.png` });
  await cleo.keyboard.press("Escape");

  await cleo.getByRole("button", { name: "Unmask" }).click();
  const reason = cleo.getByRole("dialog", { name: "Unmask secrets" });
  await reason.getByRole("textbox").fill("The auditors ask for the evidence of this");
  await reason.getByRole("button", { name: "Unmask" }).click();
  await expect(cleo.getByText("Secrets are visible to you until")).toBeVisible();
  await open();
  await evidence.click();
  const ready = dialog.getByRole("link", { name: /Download evidence/ });
  await expect(ready).toContainText("Secrets in it are not masked", { timeout: 60_000 });
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/ready.png` });
  const starts = cleo.waitForEvent("download");
  await ready.click();
  const download = await starts;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${sessionId}_.*_evidence\\.tar$`));
  expect(String(await readFile(await download.path()))).toContain(
    "The auditors ask for the evidence of this",
  );
  await expect(evidence).toBeVisible();
  await expectGoodLooks(cleo);
});
