import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { NODES, STAGING_NODE } from "../support/nodes";
import { test } from "../support/shell";
import { expect, expectAccessible, expectStatus } from "../world/fixtures";

const PICTURES = process.env.TYPED_PICTURES;
const WHY = "Find out which command removed the volume";
const halligan = join(import.meta.dirname, "..", "..", "dist", "halligan.mjs");
/** Of a pair that was made for this test and of nothing else. */
const GIL = {
  identity: "AGE-SECRET-KEY-12Z5MRLZY3H07E35LG2GUFSVEF4CXH5JNFEGPCMNNQQUW8UDHPG3QM6SU9G",
  key: "age1nmape77g494flpnlw0snhs4qscezfsd93kcxpudxau6uf0a5p4hqz3ac5j",
};
const HANA = {
  identity: "AGE-SECRET-KEY-1A6X4QUMEN2CYCA9M6FRHHYL5WYGZXU58S2LU5Q94VZZQSH2XY28QH2QSUK",
  key: "age1dpukf69erznuy66tf8cvklzaqyqdxnnhnu2zjst84eunchej4spshsljzy",
};

test.use({
  worldSettings: {
    INPUT_RECORDING: '{"staging":"kept"}',
    INPUT_RECIPIENTS: JSON.stringify([
      { name: "Gil Hart", key: GIL.key },
      { name: "Hana Mikami", key: HANA.key },
    ]),
  },
});

test("keystrokes are kept: whoever types is told, two people take them away sealed, and two keys open them", async ({
  openShell,
  as,
}, testInfo) => {
  test.setTimeout(240_000);
  const { terminal, sessionId, page, grantId, requestId } = await openShell();
  await expect(page.getByText("Your keystrokes are kept")).toBeVisible();
  if (PICTURES) await looks(page, "terminal");
  await terminal.run("echo kept-$((20+1)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await expect(page.getByText("Your keystrokes are kept")).toBeHidden();
  await endAccess(page, grantId);
  await page.goto(`/requests/${requestId}`);
  await expect(page.getByText(/Keystrokes are kept, encrypted/).filter({ visible: true })).toHaveCount(1);
  await page.goto(`/requests/new?node=${NODES[STAGING_NODE]}`);
  await expect(page.getByText("Everything you type is kept, encrypted")).toBeVisible();

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  await expect(async () => {
    await cleo.reload();
    await expect(cleo.getByRole("button", { name: "Open keystrokes" })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  await cleo.getByText("Record details").click();
  await expect(cleo.getByText(/bytes kept in \d+ messages?, encrypted/)).toBeVisible();
  await cleo.getByRole("button", { name: "Open keystrokes" }).focus();
  await cleo.keyboard.press("Enter");
  const ask = cleo.getByRole("dialog", { name: "Open what was typed" });
  await expectAccessible(cleo);
  expectStatus(cleo, 400);
  await ask.getByLabel("Reason").fill("because");
  await ask.getByRole("button", { name: "Open keystrokes" }).click();
  await expect(ask.getByRole("alert")).toBeVisible();
  await ask.getByLabel("Reason").fill(WHY);
  await ask.getByRole("button", { name: "Open keystrokes" }).click();
  const asked = cleo.getByRole("region", { name: "Cleo Marchetti asked to open what was typed" });
  await expect(asked).toContainText(WHY);
  await expect(cleo.getByRole("button", { name: "Confirm opening" })).toBeHidden();
  await expectGoodLooks(cleo);
  if (PICTURES) await looks(cleo, "asked");

  const dov = await as("dov", `/sessions/${sessionId}`);
  await dov.getByRole("button", { name: "Confirm opening" }).click();
  const confirm = dov.getByRole("dialog", { name: "Open what was typed" });
  await confirm.getByRole("button", { name: "Confirm opening" }).click();
  const agreed = /Cleo Marchetti and Dov Lindqvist can download what was typed until/;
  await expect(dov.getByRole("heading", { name: agreed })).toBeFocused();
  await expectAccessible(dov);
  await expectGoodLooks(dov);
  if (PICTURES) await looks(dov, "confirmed");

  // Whose session it was sees who agreed and why, and gets nothing.
  await page.goto(`/sessions/${sessionId}`);
  await expect(page.getByRole("region", { name: agreed })).toBeVisible();
  await expect(page.getByRole("link", { name: "Download keystrokes" })).toBeHidden();

  const [download] = await Promise.all([
    dov.waitForEvent("download"),
    dov.getByRole("link", { name: "Download keystrokes" }).click(),
  ]);
  const file = testInfo.outputPath("input.jsonl");
  await download.saveAs(file);
  expect(readFileSync(file, "utf8")).not.toContain("kept-");
  const keys = Object.entries({ gil: GIL, hana: HANA }).map(([name, { identity }]) => {
    const path = testInfo.outputPath(`${name}.txt`);
    writeFileSync(path, `${identity}\n`);
    return ["--identity", path];
  });
  const { stdout } = await promisify(execFile)(process.execPath, [
    halligan,
    "open-input",
    file,
    ...keys.flat(),
  ]);
  expect(stdout).toContain("echo kept-$((20+1)); exit\\u{d}");
});

async function looks(page: Page, name: string): Promise<void> {
  for (const scheme of ["light", "dark"] as const)
    for (const width of [1360, 390]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 860 });
      await page.screenshot({ path: join(String(PICTURES), `${name}-${scheme}-${width}.png`) });
    }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 860 });
}
