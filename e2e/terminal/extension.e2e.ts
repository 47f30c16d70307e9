import { approve, ask, createSession } from "../support/access";
import { call } from "../support/call";
import { expectGoodLooks } from "../support/looks";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, expectStatus, test } from "../world/fixtures";

const WHY = "A browser test needs a shell here";

test("an access is extended from its terminal, goes on in a new shell by itself, and is handed back there", async ({
  as,
  world,
}) => {
  const page = await as("ana");
  const { grantId = "" } = await ask(page, "ledger-3", 30);
  const sessionId = await createSession(page, grantId, "ledger-3");
  await page.goto(`${world.portalOrigin}/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(page);
  await terminal.isReady();
  // A quarter of the window before its end.
  await page.getByRole("button", { name: "Extend", exact: true }).click({ timeout: 30_000 });
  const dialog = page.getByRole("dialog", { name: "Extend access" });
  await expect(dialog.getByLabel("Reason")).toHaveValue(WHY);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Extend by 30 s" }).click();
  await expect(terminal.foot).toContainText("Extended");
  await page.waitForURL(({ pathname }) => !pathname.includes(sessionId), { timeout: 40_000 });
  const next = new Terminal(page);
  await next.isReady();
  await expect(next.foot).toContainText("Access extended: this is a new shell.");
  await next.run("echo still-$((40+2))");
  await expect(next.screen).toContainText("still-42");

  await page.locator("header").getByLabel("Session", { exact: true }).click();
  await page.getByRole("button", { name: "Hand back access" }).click();
  const handBack = page.getByRole("dialog", { name: "Hand back access" });
  await handBack.getByRole("button", { name: "Hand back access" }).click();
  await expect(next.over).toContainText("You ended the session");
});

test("where the rule asks for an approver the terminal says that the extension waits, and when it is approved", async ({
  as,
  world,
}) => {
  const page = await as("ana");
  const ben = await as("ben");
  const { requestId } = await ask(page, "payments-api-2", 300);
  const grantId = await approve(ben, requestId);
  const sessionId = await createSession(page, grantId, "payments-api-2");
  await page.goto(`${world.portalOrigin}/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(page);
  await terminal.isReady();
  const menu = page.locator("header").getByLabel("Session", { exact: true });
  await menu.click();
  await page.getByRole("button", { name: "Extend access" }).click();
  const dialog = page.getByRole("dialog", { name: "Extend access" });
  await dialog.getByRole("button", { name: "Extend by 5 min" }).click();
  await expect(terminal.foot).toContainText("Extension waiting");
  await menu.click();
  await expect(page.getByText("The extension is waiting for approval.")).toBeVisible();
  await page.keyboard.press("Escape");

  // Another tab that asks at the same time is told which request it was.
  const again = { grantId, justification: WHY, windowSeconds: 300 };
  const { code, body } = await call(page, "/api/grants/extend", again);
  expect(code).toBe("ALREADY_EXTENDED");
  const { requestId: extension } = (body as { error: { params: { requestId: string } } }).error.params;
  expect((await call(ben, "/api/grants/extend", again)).code).toBe("NOT_THE_GRANTEE");

  const address = `${world.portalOrigin}/requests/${extension}`;
  await ben.goto(address);
  await expect(ben.getByText("Extends Ana Duarte's running access, which ends at")).toBeVisible();
  await expect(ben.getByText("Starts when the access that it extends ends.")).toBeVisible();
  await expectGoodLooks(ben);
  await approve(ben, extension);
  await expect(terminal.foot).toContainText("Extended");
  await ben.goto(address);
  await expect(ben.getByRole("main")).toContainText(/starts .*UTC/);

  const eve = await as("eve");
  expectStatus(eve, 403);
  await eve.goto(address);

  await menu.click();
  await page.getByRole("button", { name: "Hand back access" }).click();
  const handBack = page.getByRole("dialog", { name: "Hand back access" });
  await handBack.getByRole("button", { name: "Hand back access" }).click();
  await expect(terminal.over).toContainText("You ended the session");
  await ben.goto(address);
  await expect(ben.getByRole("main")).toContainText("ended by the requester");
});
