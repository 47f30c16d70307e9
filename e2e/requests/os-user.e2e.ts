import { endAccess } from "../support/access";
import { call } from "../support/call";
import { NODES } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, test } from "../world/fixtures";

test("Ana asks as operator, Ben leaves her reader, and that is who her shell is", async ({ as }) => {
  const ana = await as("ana", `/requests/new?node=${NODES["edge-proxy-1"]}`);
  let grantId = "";
  const user = ana.getByRole("group", { name: "User on the node" });

  await test.step("the form offers what the account names, the least chosen", async () => {
    // The inventory may not have been read yet.
    await reloadUntil(ana, user);
    await expect(user.getByRole("radio")).toHaveCount(3);
    await expect(user.getByRole("radio", { name: "reader" })).toBeChecked();
    await expect(ana.getByText("Shells open as reader.")).toBeVisible();
    await ana.getByRole("textbox", { name: "Reason" }).fill("The service must be restarted tonight");
    await user.getByText("operator", { exact: true }).click();
    await expect(ana.getByText("Shells open as operator.")).toBeVisible();
    await expect(ana).toHaveURL(/user=operator/);
    await ana.reload();
    await expect(user.getByRole("radio", { name: "operator" })).toBeChecked();
    await expect(ana.getByRole("textbox", { name: "Reason" })).toHaveValue(/restarted tonight/);
    await expectAccessible(ana);
    await ana.getByRole("button", { name: "Send request" }).click();
    await expect(ana).toHaveURL(/\/requests\/req_/);
    await expect(ana.getByText(/requested .* as operator/).first()).toBeVisible();
  });

  await test.step("the approver sees as whom, and gives less", async () => {
    const ben = await as("ben", new URL(ana.url()).pathname);
    const given = ben.getByRole("group", { name: "As", exact: true });
    await expect(given.getByRole("radio", { name: "operator" })).toBeChecked();
    await expect(given.getByRole("radio", { name: "sudo" })).toHaveCount(0);
    await expect(ben.getByRole("button", { name: /^Approve for .* as operator/ })).toBeVisible();
    await given.getByText("reader", { exact: true }).click();
    await ben.getByRole("button", { name: /^Approve for .* as reader/ }).click();
    const sheet = ben.getByRole("dialog");
    await expect(sheet.getByText(/open a recorded shell on edge-proxy-1 as reader/)).toBeVisible();
    const decided = ben.waitForResponse(/\/api\/requests\/decide$/);
    await sheet.getByRole("button", { name: /^Approve/ }).click();
    ({ grantId } = await (await decided).json());
    await expect(ben.getByText("approved", { exact: true })).toBeVisible();
    await expect(ben.getByText(/approved as reader/)).toBeVisible();
    await expectAccessible(ben);
  });

  await test.step("the shell is the reader's, and so says its session", async () => {
    await ana.reload();
    await expect(ana.getByText("Shells open as reader.")).toBeVisible();
    await ana.getByRole("button", { name: "Open shell" }).click();
    const terminal = new Terminal(ana);
    await terminal.isReady();
    await terminal.run("whoami; sudo -l");
    await terminal.shows("reader is not in the sudoers file.");
    const { pathname } = new URL(ana.url());
    await terminal.run("exit");
    await expect(terminal.over).toContainText("You exited the shell");
    const cleo = await as("cleo", pathname.replace(/\/terminal$/, ""));
    await expect(cleo.getByText("as reader", { exact: true })).toBeVisible();
    await cleo.goto("/sessions");
    const row = cleo.getByRole("row").filter({ hasText: "edge-proxy-1" }).first();
    await expect(row.getByText("as reader", { exact: true })).toBeVisible();
    await endAccess(ana, grantId);
  });
});

test("nobody is asked to be root, and a name that no account has is refused", async ({ as }) => {
  const ana = await as("ana", `/requests/new?node=${NODES["payments-api-2"]}&user=root`);
  await expect(ana.getByRole("radio", { name: "reader" })).toBeChecked();
  const request = {
    nodeIds: [NODES["payments-api-2"]],
    justification: "A test of what is refused",
    windowSeconds: 300,
  };
  expect((await call(ana, "/api/requests/create", { ...request, osUser: "root" })).code).toBe(
    "INVALID_INPUT",
  );
  expect((await call(ana, "/api/requests/create", { ...request, osUser: "nobody" })).code).toBe(
    "OS_USER_UNAVAILABLE",
  );
});
