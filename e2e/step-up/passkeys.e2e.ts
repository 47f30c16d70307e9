import { PageAuthenticator } from "../support/authenticator";
import { expect, expectAccessible, expectStatus, NAMES, test } from "../world/fixtures";

test("Ana adds her first passkey after a fresh sign-in, a second by the first, and removes one", async ({
  as,
}) => {
  const page = await as("ana");
  await PageAuthenticator.of(page);
  await page.locator(`summary[aria-label="${NAMES.ana}"]`).click();
  await page.getByRole("link", { name: "Passkeys" }).click();
  await expect(page.getByText("No passkeys yet")).toBeVisible();
  await expectAccessible(page);

  await test.step("the identity provider asks who she is", async () => {
    await page.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
    await page.getByRole("button", { name: `Continue as ${NAMES.ana}` }).click();
    await expect(page.getByText("It’s you.")).toBeVisible();
  });

  const list = page.getByRole("list", { name: "Passkeys" });
  await test.step("the first one", async () => {
    await page.getByLabel("Name").fill("Work laptop");
    await page.getByRole("button", { name: "Add passkey" }).click();
    await expect(list.getByText("Work laptop")).toBeVisible();
    await expect(list.getByText("never used")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the same authenticator is not added twice", async () => {
    await page.getByRole("button", { name: "Add passkey" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(
      "This passkey has been added already.",
    );
  });

  await test.step("rename, then remove by the passkey itself", async () => {
    await list.getByRole("button", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Old laptop");
    await dialog.getByRole("button", { name: "Rename" }).click();
    await expect(list.getByText("Old laptop")).toBeVisible();
    await list.getByRole("button", { name: "Remove" }).click();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No passkeys yet")).toBeVisible();
  });
});

test("whoever comes back as somebody else is told so, and has confirmed nothing", async ({ as }) => {
  const page = await as("ben", "/passkeys");
  await page.getByRole("main").getByRole("button", { name: "Sign in again" }).click();
  await page.getByRole("button", { name: `Continue as ${NAMES.fay}` }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("You signed in as someone else");
  await expect(page.getByRole("main").getByRole("button", { name: "Sign in again" })).toBeVisible();
});

test("Eve, who may do nothing, has no passkeys to keep", async ({ as }) => {
  const eve = await as("eve");
  expectStatus(eve, 403);
  expect((await eve.goto("/passkeys"))?.status()).toBe(403);
});
