import { ask } from "../support/access";
import { mustCall } from "../support/call";
import { NODES } from "../support/nodes";
import { expect, expectAccessible, expectStatus, NAMES, test } from "../world/fixtures";

const REASON = "A browser test needs a shell here";

test("a denied request is requested again with its nodes, reason and times, by its requester alone", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "edge-proxy-1", 900);
  const ben = await as("ben", `/requests/${requestId}`);
  await ben.getByRole("button", { name: "Deny…" }).click();
  await ben.getByRole("dialog").getByRole("textbox").fill("Try the runbook first.");
  await ben.getByRole("dialog").getByRole("button", { name: "Deny request" }).click();
  await expect(ben.getByText("denied", { exact: true })).toBeVisible();
  await expect(ben.getByRole("link", { name: "Request again" })).toHaveCount(0);

  await ana.goto(`/requests/${requestId}`);
  await ana.getByRole("link", { name: "Request again" }).click();
  await expect(ana).toHaveURL(`/requests/new?again=${requestId}`);
  const reason = ana.getByRole("textbox", { name: "Reason" });
  await expect(reason).toHaveValue(REASON);
  await expect(reason).toBeFocused();
  await expect(ana.getByRole("list", { name: "Chosen nodes" })).toContainText("edge-proxy-1");
  await expect(ana.getByRole("radio", { name: "15 min" })).toBeChecked();
  await expect(ana.getByRole("radio", { name: "When approved" })).toBeChecked();
  await expectAccessible(ana);

  await test.step("another node goes along with the same words", async () => {
    await ana.getByRole("button", { name: "Add node" }).click();
    const find = ana.getByRole("combobox", { name: "Find a node" });
    await find.fill("search-1");
    await expect(ana.getByRole("main").getByRole("option")).toHaveCount(1);
    await find.press("Enter");
    await expect(ana.getByRole("list", { name: "Chosen nodes" })).toContainText("search-1");
    await expect(reason).toHaveValue(REASON);
    await expect(reason).toBeFocused();
    await ana.getByRole("button", { name: "Remove search-1" }).click();
    await expect(ana.getByRole("list", { name: "Chosen nodes" })).not.toContainText("search-1");
  });

  await test.step("sent by key", async () => {
    await reason.fill(`${REASON}, the runbook did not help`);
    await reason.press("Control+Enter");
    await expect(ana).toHaveURL(/\/requests\/req_/);
    await expect(ana.getByText(`${REASON}, the runbook did not help`)).toBeVisible();
    const again = new URL(ana.url()).pathname.split("/").at(-1);
    await mustCall(ana, "/api/requests/withdraw", { requestId: again });
  });

  await test.step("nobody else's form has her words", async () => {
    expectStatus(ben, 404);
    await ben.goto(`/requests/new?again=${requestId}`);
    await expect(ben.getByText(REASON)).toHaveCount(0);
  });
});

test("the form fits a laptop's screen, is filled by keys, and keeps its text when the sign-in has ended", async ({
  as,
}) => {
  const gone = await as("ana", `/requests/new?node=${NODES["edge-proxy-1"]}`);
  await gone.setViewportSize({ width: 1360, height: 860 });
  const reason = gone.getByRole("textbox", { name: "Reason" });
  await expect(reason).toBeFocused();
  const send = gone.getByRole("button", { name: "Send request" });
  await expect(send).toBeInViewport({ ratio: 1 });
  await expect(gone.getByText(/Needs 1 approval from .*sre-leads/)).toBeVisible();

  await test.step("a reason that says too little is not sent", async () => {
    await reason.fill("disk full");
    await send.click();
    await expect(gone.getByRole("main").getByRole("alert")).toContainText("Write at least 20 characters");
    await reason.fill("Requests time out since 14:02 in both zones");
  });

  await test.step("the sign-in ends elsewhere", async () => {
    await gone.context().clearCookies();
    expectStatus(gone, 401);
    await send.click();
    await expect(gone.getByRole("main").getByRole("alert")).toContainText(
      "Your text is kept in this browser.",
    );
    await gone.getByRole("link", { name: "Sign in" }).click();
    await expect(gone).toHaveURL(/\/sign-in\?callbackUrl=/);
    await gone
      .getByRole("main")
      .getByRole("button", { name: /sign in/i })
      .click();
    await gone.getByRole("button", { name: `Continue as ${NAMES.ana}` }).click();
    await expect(gone).toHaveURL(`/requests/new?node=${NODES["edge-proxy-1"]}`);
    await expect(reason).toHaveValue("Requests time out since 14:02 in both zones");
    await expect(gone.getByText(/^Draft from \d\d:\d\d UTC restored/)).toBeVisible();
  });
});

test("nodes are chosen with one tab stop and the arrows", async ({ as }) => {
  const ana = await as("ana", "/requests/new");
  const find = ana.getByRole("combobox", { name: "Find a node" });
  await expect(find).toBeFocused();
  const options = ana.getByRole("main").getByRole("option");
  await expect(options.nth(1)).toBeVisible();
  await find.press("ArrowDown");
  await expect(find).toHaveAttribute(
    "aria-activedescendant",
    (await options.nth(1).getAttribute("id")) ?? "",
  );
  await expectAccessible(ana);
  await find.press("Tab");
  await expect(ana.getByRole("button", { name: "Select by tags" })).toBeFocused();
  await find.focus();
  await find.fill("edge-proxy-1");
  await expect(options).toHaveCount(1);
  await find.press("Enter");
  await expect(ana.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await expect(ana.getByRole("list", { name: "Chosen nodes" })).toContainText("edge-proxy-1");
  await expect(ana).toHaveURL(new RegExp(`node=${NODES["edge-proxy-1"]}`));
});
