import { ask, endAccess } from "../support/access";
import { call, mustCall } from "../support/call";
import { NODES, STAGING_NODE } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { Terminal } from "../support/terminal";
import { expect, test } from "../world/fixtures";

const WHY = "Reason";

test("a draft survives a reload, nodes are asked for by their tags, and the approver gives less", async ({
  as,
}) => {
  const ana = await as("ana", "/nodes");
  const why = ana.getByRole("textbox", { name: WHY });

  await test.step("Ana keeps a node at the top of her lists", async () => {
    await reloadUntil(ana, ana.getByRole("link", { name: "search-1", exact: true }));
    const star = ana.getByRole("button", { name: "Keep search-1 at the top of my lists" });
    // The star shows at once; the next page knows of it when the portal does.
    await Promise.all([ana.waitForResponse(/\/api\/nodes\/star$/), star.click()]);
    await expect(star).toHaveAttribute("aria-pressed", "true");
    await ana.goto("/requests/new");
    await expect(ana.getByRole("main").getByRole("option").first()).toHaveAccessibleName(/search-1/);
  });

  await test.step("what she wrote is there again after a reload, and can be thrown away", async () => {
    await why.fill("Searches time out in every shard");
    await ana.reload();
    await expect(why).toHaveValue("Searches time out in every shard");
    await ana.getByRole("button", { name: "Discard" }).click();
    await expect(why).toHaveValue("");
  });

  await test.step("what she wrote for one node is only offered at another, and goes along when she adds one", async () => {
    const draft = "The disk of payments is full";
    await ana.goto(`/requests/new?node=${NODES["payments-api-2"]}`);
    await why.fill(draft);
    await ana.goto(`/requests/new?node=${NODES["search-1"]}`);
    await expect(ana.getByText(/You have a draft from .* for payments-api-2/)).toBeVisible();
    await expect(why).toHaveValue("");
    await why.fill("Something else is wrong here");
    await expect(ana.getByText(/You have a draft/)).toBeHidden();
    await ana.goto(`/requests/new?node=${NODES["payments-api-2"]}`);
    await expect(why).toHaveValue(draft);
    await expect(ana.getByText(/^Draft from .* restored/)).toBeVisible();
    await ana.getByRole("button", { name: "Select by tags" }).click();
    await expect(ana).toHaveURL(/by=tags/);
    await ana.reload();
    await expect(why).toHaveValue(draft);
    await ana.goto(`/requests/new?node=${NODES["edge-proxy-1"]}`);
    await ana.getByRole("button", { name: "Use draft" }).click();
    await expect(why).toHaveValue(draft);
    await ana.getByRole("textbox", { name: "Incident" }).fill("INC-9");
    await ana.reload();
    await expect(why).toHaveValue(draft);
    await ana.getByRole("button", { name: "Discard" }).click();
    await ana.goto("/requests/new");
    await why.fill("Searches time out, all workers of the group");
  });

  await test.step("she asks for any two nodes of a team", async () => {
    await ana.getByRole("button", { name: "Select by tags" }).click();
    await ana.getByRole("combobox", { name: "Add a tag" }).selectOption({ label: "Team=search" });
    await expect(ana).toHaveURL(/tag=Team%3Dsearch/);
    await expect(ana.getByText("3 nodes match today")).toBeVisible();
    await ana.getByRole("combobox", { name: "At most" }).selectOption("2");
    await expect(ana).toHaveURL(/most=2/);
    await expect(why).toHaveValue("Searches time out, all workers of the group");
    await ana.getByRole("button", { name: "Send request" }).click();
    await expect(ana).toHaveURL(/\/requests\/req_/);
    await expect(ana.getByRole("heading", { name: /At most 2 nodes with these tags/ })).toBeVisible();
  });

  await test.step("Ben gives one node and 15 minutes, on his phone", async () => {
    const ben = await as("ben", new URL(ana.url()).pathname);
    await ben.setViewportSize({ width: 360, height: 740 });
    await expect(ben.getByText("3 nodes match today")).toBeVisible();
    await ben.getByText("What approval allows").click();
    // What the policies of all three say alike is said once.
    await expect(ben.getByRole("listitem").filter({ hasText: /^Start Halligan-Shell/ })).toHaveCount(3);
    await expect(ben.getByRole("listitem").filter({ hasText: /^End that session$/ })).toHaveCount(1);
    await ben.getByText("15 min", { exact: true }).click();
    await ben.getByRole("group", { name: "Nodes at once" }).getByText("1", { exact: true }).click();
    await ben.getByRole("button", { name: "Approve for 15 min" }).click();
    await ben.getByRole("dialog").getByRole("button", { name: "Approve for 15 min" }).click();
    await expect(ben.getByText("approved", { exact: true })).toBeVisible();
    await expect(ben.getByText(/approved 15 min on at most 1 node/)).toBeVisible();
  });

  await test.step("a shell on one of them begins the window; a second node is one too many", async () => {
    await expect(ana.getByText(/Your 15 min start when you open the shell/)).toBeVisible();
    await ana.getByRole("button", { name: "Open shell on search-1" }).click();
    await new Terminal(ana).isReady();
    await ana.goBack();
    await expect(ana.getByRole("heading", { name: "Shell open, recorded" })).toBeVisible();
    await expect(ana.getByRole("button", { name: "Open shell on search-worker" }).first()).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await ana.getByRole("button", { name: "End access" }).click();
    await ana.getByRole("dialog").getByRole("button", { name: "End access" }).click();
    await expect(ana.getByText(/^Access ended/)).toBeVisible();
    expect(
      (await call(ana, "/api/nodes/star", { nodeId: "i-04c8e6f1b92d7a350", isStarred: false })).status,
    ).toBe(200);
  });
});

test("the form of a node that nobody has to approve speaks of no approval", async ({ as }) => {
  const ana = await as("ana", `/requests/new?node=${NODES[STAGING_NODE]}`);
  const next = ana.getByRole("list", { name: "What happens next" });
  await expect(next).toContainText("No approval needed");
  await expect(next).toContainText(/Open the shell within .* of sending/);
  await ana.getByText("When sent", { exact: true }).click();
  await expect(next).toContainText(/start when you send the request/);
  await ana.getByRole("button", { name: "Send request" }).click();
  await expect(ana.getByText(/^Write at least \d+ characters\.$/)).toBeVisible();
  const form = ana.getByRole("main").locator("form");
  await expect(form).not.toContainText(/once approved|when approved|approver/i);
});

test("whoever left a shell opens another while the access lasts, and an ended shell isn't called open", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId, grantId } = await ask(ana, STAGING_NODE, 300);
  await ana.goto(`/requests/${requestId}`);
  await ana.getByRole("button", { name: "Open shell" }).click();
  const terminal = new Terminal(ana);
  await terminal.isReady();
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await expect(terminal.over.getByRole("link", { name: "Request again" })).toHaveCount(0);
  const left = new URL(ana.url()).pathname;
  await terminal.over.getByRole("button", { name: "Open another shell" }).click();
  await expect(ana).not.toHaveURL(new RegExp(`${left}$`));
  await terminal.isReady();
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");

  await endAccess(ana, grantId ?? "");
  await ana.goto(`/requests/${requestId}`);
  const shells = ana.getByRole("list", { name: "Shells" }).getByRole("listitem");
  await expect(shells).toHaveCount(2);
  for (const shell of await shells.all()) await expect(shell).toContainText("review open");
});

test("what waits says for how long, and no line of it begins with a dot", async ({ as }) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "search-1", 60);
  const ben = await as("ben", "/inbox");
  await ben.setViewportSize({ width: 360, height: 740 });
  const card = ben
    .getByRole("main")
    .getByRole("listitem")
    .filter({ has: ben.locator(`a[href="/requests/${requestId}"]`) });
  await expect(card).toContainText(/waiting \d+ (s|min)/);
  await expect(card).not.toContainText("since");
  await expect(card).not.toContainText("·");
  await mustCall(ana, "/api/requests/withdraw", { requestId });
});
