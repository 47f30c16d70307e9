import { ask } from "../support/access";
import { expect, expectAccessible, expectStatus, test } from "../world/fixtures";

test("Ana asks; Ben's mail is in his mailbox, and its link leads to the decision once he has signed in", async ({
  as,
  openStranger,
  world,
}) => {
  // Whoever has never signed in is not known, and told nothing.
  await as("ben");
  const ana = await as("ana");
  const { requestId } = await ask(ana, "edge-proxy-1");

  const ben = await openStranger();
  const link = ben.getByRole("link", { name: `${world.portalOrigin}/requests/${requestId}` });
  await expect
    .poll(async () => {
      await ben.goto(`${world.idpOrigin}/mail?of=ben`);
      return link.count();
    })
    .toBe(1);
  await expect(ben.getByText("[Halligan] Ana Duarte requests access to edge-proxy-1")).toBeVisible();
  await expectAccessible(ben);
  await link.click();
  // Loaded, and not only drawn: a click before that is nobody's.
  await ben.waitForURL(/\/sign-in/);
  await ben.getByRole("button", { name: "Sign in" }).click();
  await ben.getByRole("button", { name: /^Continue as Ben Okafor/ }).click();
  await expect(ben).toHaveURL(`${world.portalOrigin}/requests/${requestId}`);
  // Following the link has decided nothing.
  await expect(ben.getByRole("button", { name: /^Approve/ })).toBeVisible();

  await test.step("the page says who was told, and what the mail server answered", async () => {
    const told = ben.getByRole("listitem").filter({ hasText: "Mail: request" });
    await expect(told.filter({ hasText: "Ben Okafor" })).toContainText("delivered");
    await told.filter({ hasText: "Ben Okafor" }).locator("summary").click();
    await expect(told.getByText(/^250 /).first()).toBeVisible();
    await expectAccessible(ben);
  });

  await test.step("Ana is told of the denial, in the mailbox of hers", async () => {
    await ben.getByRole("button", { name: /^Deny/ }).click();
    await ben.getByRole("dialog").getByRole("textbox").fill("Use the runbook instead");
    await ben.getByRole("dialog").getByRole("button", { name: /^Deny/ }).click();
    await expect
      .poll(async () => {
        await ana.goto(`${world.idpOrigin}/mail?of=ana`);
        return ana.getByText("[Halligan] Denied: access to edge-proxy-1").count();
      })
      .toBe(1);
    await expect(ana.getByText("Use the runbook instead")).toBeVisible();
  });
});

test("Fay turns mail off and on again under her name; Eve has no such page", async ({ as }) => {
  const fay = await as("fay", "/");
  await fay.getByLabel("Fay Tanaka").click();
  await fay.getByRole("link", { name: "Notifications" }).click();
  await expect(fay.getByText("fay@example.test")).toBeVisible();
  await fay.getByRole("button", { name: "Turn mail off" }).click();
  await fay.getByRole("button", { name: "Turn mail on" }).click();
  await expect(fay.getByRole("button", { name: "Turn mail off" })).toBeVisible();
  await expectAccessible(fay);

  const eve = await as("eve");
  expectStatus(eve, 403);
  expect((await eve.goto("/notifications"))?.status()).toBe(403);
});

test("Dov sees on Settings by which ways people are told", async ({ as }) => {
  const dov = await as("dov", "/settings");
  const section = dov.getByRole("region", { name: "Telling people" });
  await expect(section.getByText("Mail", { exact: true })).toBeVisible();
});
