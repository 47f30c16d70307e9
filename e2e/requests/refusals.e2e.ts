import { ROUTES } from "@/lib/http/routes";
import { approve, ask, endAccess } from "../support/access";
import { call, mustCall } from "../support/call";
import { NODES, STAGING_NODE } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { awsSessionIdOf, personIdOf, reviewIdOf } from "../support/rows";
import { test } from "../support/shell";
import { Terminal } from "../support/terminal";
import { statusOfUpgrade } from "../support/upgrade";
import { expect, expectStatus, NAMES, type PersonName } from "../world/fixtures";

const UNKNOWN = "01m84tg3z55m7yygaccfhm0a2s";
/** An address for each page of the registry that has a parameter. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "/nodes/[id]": `/nodes/${NODES[STAGING_NODE]}`,
  "/requests/[id]": `/requests/req_${UNKNOWN}`,
  "/sessions/[id]": `/sessions/ses_${UNKNOWN}`,
  "/sessions/[id]/terminal": `/sessions/ses_${UNKNOWN}/terminal`,
  "/people/[id]": `/people/per_${UNKNOWN}`,
};
const PAGES = ROUTES.filter((route) => route.kind === "page" && route.who !== "anyone" && route.path !== "/");

test("Eve is refused on every page, and the first one says which groups she has", async ({ as }) => {
  const eve = await as("eve");
  await expect(eve.getByText("You belong to no group.")).toBeVisible();
  expectStatus(eve, 403);
  for (const { path } of PAGES) {
    await test.step(path, async () => {
      const address = EXAMPLES[path] ?? path;
      expect(address, "a page with a parameter needs an example").not.toContain("[");
      const answer = await eve.goto(address);
      expect(answer?.status()).toBe(403);
      await expect(eve.getByRole("heading", { name: "You don't have access to this page" })).toBeVisible();
    });
  }
});

test.describe("a page is refused to a role that it is not for", () => {
  for (const [who, path] of [
    ["ana", "/audit"],
    ["ben", "/retention"],
    ["ben", "/audit"],
    ["cleo", "/last-resort"],
    ["cleo", "/requests/new"],
    ["dov", "/requests/new"],
  ] as const satisfies [PersonName, string][]) {
    test(`${NAMES[who]} on ${path}`, async ({ as }) => {
      const page = await as(who);
      expectStatus(page, 403);
      expect((await page.goto(path))?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: "You don't have access to this page" })).toBeVisible();
    });
  }
});

test("nobody approves what they asked for, and the refusal stands in the audit", async ({ as }) => {
  const ana = await as("ana");
  const { requestId, requestHash } = await ask(ana, "search-1");
  await ana.goto(`/requests/${requestId}`);
  await expect(ana.getByRole("heading", { name: /^Waiting for / })).toBeVisible();
  await expect(ana.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  const decision = { requestId, requestHash, version: 1, verdict: "approve" };
  expect(await call(ana, "/api/requests/decide", decision)).toMatchObject({
    status: 403,
    code: "SELF_APPROVAL",
  });

  // Ben is an approver too: nothing but having asked stands in his way.
  const ben = await as("ben");
  const own = await ask(ben, "edge-proxy-1");
  expect(await call(ben, "/api/requests/decide", { ...decision, requestId: own.requestId })).toMatchObject({
    status: 403,
    code: "SELF_APPROVAL",
  });

  const cleo = await as("cleo", `/audit?q=${requestId}&outcome=refused`);
  const refused = cleo.getByRole("list", { name: "Audit" }).getByRole("listitem");
  await expect(refused.filter({ hasText: "tried to approve a request" })).toContainText("SELF_APPROVAL");
  await mustCall(ana, "/api/requests/withdraw", { requestId });
  await mustCall(ben, "/api/requests/withdraw", { requestId: own.requestId });
});

test("a reviewer neither asks nor decides", async ({ as }) => {
  const ana = await as("ana");
  const { requestId, requestHash } = await ask(ana, "search-1");
  const cleo = await as("cleo");
  const question = {
    nodeIds: [NODES["search-1"]],
    justification: "I want to look at the index",
    windowSeconds: 300,
  };
  expect(await call(cleo, "/api/requests/create", question)).toMatchObject({
    status: 403,
    code: "ROLE_MISSING",
  });
  expect(
    await call(cleo, "/api/requests/decide", { requestId, requestHash, version: 1, verdict: "approve" }),
  ).toMatchObject({ status: 403 });
  await mustCall(ana, "/api/requests/withdraw", { requestId });
});

test("a window that is over offers no shell and starts none", async ({ as }) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "search-1", 5);
  const grantId = await approve(ben, requestId);
  await ana.goto(`/requests/${requestId}`);
  await reloadUntil(ana, ana.getByRole("heading", { name: /^Ended:/ }));
  await expect(ana.getByRole("button", { name: /^Open shell/ })).toHaveCount(0);
  expect(await call(ana, "/api/sessions/create", { grantId, nodeId: NODES["search-1"] })).toMatchObject({
    status: 409,
    code: "GRANT_OVER",
  });
});

test("a session is held and reviewed by the right people only", async ({ as, openShell, world }) => {
  const { page: ana, terminal, sessionId, grantId } = await openShell();

  await test.step("its terminal is refused to everybody else", async () => {
    const ben = await as("ben", `/sessions/${sessionId}/terminal`);
    await expect(ben.getByRole("heading", { level: 1 })).toContainText("Ana Duarte");
    await expect(new Terminal(ben).screen).toHaveCount(0);
    expect(await call(ben, "/api/sessions/create", { grantId, nodeId: NODES[STAGING_NODE] })).toMatchObject({
      status: 403,
      code: "NOT_THE_GRANTEE",
    });
  });

  await test.step("its socket opens neither without a cookie nor for a foreign page", async () => {
    const address = `${world.gatewayOrigin.replace("http", "ws")}/gateway/sessions/${sessionId}/terminal`;
    const cookie = (await ana.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const origin = world.portalOrigin;
    expect(await statusOfUpgrade(address, { origin })).toBe(401);
    expect(await statusOfUpgrade(address, { cookie, origin: "http://evil.test" })).toBe(403);
    expect(await statusOfUpgrade(address, { cookie, origin: "null" })).toBe(403);
    expect(await statusOfUpgrade(address, { cookie })).toBe(403);
    // All this time nobody has taken Ana's keyboard.
    await terminal.run("echo still-$((1+1))-mine");
    await terminal.shows("still-2-mine");
  });

  await test.step("its review is refused to whoever held the keyboard", async () => {
    await terminal.run("exit");
    await expect(terminal.over).toContainText("You exited the shell");
    await ana.goto(`/sessions/${sessionId}`);
    await reloadUntil(
      ana,
      ana.getByText(/^You can't review this session: you requested it, opened it, typed in it,/),
    );
    const review = { reviewId: await reviewIdOf(world, sessionId), verdict: "in-order", notes: "all fine" };
    expect(await call(ana, "/api/reviews/close", review)).toMatchObject({ status: 403, code: "REVIEW_OWN" });
    expect(await call(await as("ben"), "/api/reviews/close", review)).toMatchObject({
      status: 403,
      code: "ROLE_MISSING",
    });
    const cleo = await as("cleo");
    await mustCall(cleo, "/api/reviews/close", review);
    expect(await call(cleo, "/api/reviews/close", review)).toMatchObject({
      status: 409,
      code: "REVIEW_CLOSED",
    });
  });
});

test("signing out in one tab closes the terminal in another at once", async ({ openShell }) => {
  const { page, terminal } = await openShell();
  const tab = await page.context().newPage();
  await tab.goto("/");
  await tab.getByRole("banner").getByLabel("Ana Duarte", { exact: true }).click();
  await tab.getByRole("button", { name: "Sign out" }).click();
  await expect(terminal.over).toContainText("You are signed out");
  await expect(tab).toHaveURL(/\/sign-in/);
  await page.goto("/nodes");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("somebody who is switched off is out at once, and their shell with them", async ({
  as,
  openShell,
  openStranger,
  world,
}) => {
  const { page: ana, terminal, sessionId } = await openShell();
  const dov = await as("dov");
  const person = { personId: await personIdOf(world, "ana"), reason: "the laptop was stolen" };
  try {
    await mustCall(dov, "/api/people/disable", person);
    await expect(terminal.over).toBeVisible();
    const awsSessionId = await awsSessionIdOf(world, sessionId);
    await expect
      .poll(async () => {
        const { sessions } = await world.sandbox.control("state");
        return sessions.find((one: { sessionId: string }) => one.sessionId === awsSessionId)?.status;
      })
      .toBe("Terminated");
    await ana.goto("/nodes");
    await expect(ana).toHaveURL(/\/sign-in/);
    await expect(ana.getByRole("button", { name: "Sign in" })).toBeVisible();

    const again = await openStranger();
    await again.goto("/sign-in");
    await again.getByRole("button", { name: "Sign in" }).click();
    await again.getByRole("button", { name: "Continue as Ana Duarte" }).click();
    await expect(again.getByText("Your account is disabled.")).toBeVisible();
  } finally {
    await mustCall(dov, "/api/people/enable", person);
  }
});

test("a group that the provider takes away counts from the next decision on", async ({
  as,
  openStranger,
  world,
}) => {
  const ana = await as("ana");
  const { requestId, requestHash } = await ask(ana, "search-1");
  const ben = await as("ben", `/requests/${requestId}`);
  const provider = await openStranger();
  const group = provider
    .getByRole("group", { name: "Ben Okafor" })
    .getByRole("checkbox", { name: "sre-leads" });
  const save = provider.getByRole("button", { name: "Save groups of Ben Okafor" });
  await provider.goto(`${world.idpOrigin}/groups`);
  await group.uncheck();
  await save.click();
  await expect(provider.getByRole("status")).toContainText("Ben Okafor is now in engineers.");
  try {
    expectStatus(ben, 403);
    await ben.getByRole("button", { name: /^Approve/ }).click();
    await ben
      .getByRole("dialog")
      .getByRole("button", { name: /^Approve/ })
      .click();
    await expect(ben.getByRole("dialog").getByRole("alert")).toContainText(
      /needs the role approver|You can't decide this/,
    );
  } finally {
    await group.check();
    await save.click();
    await expect(provider.getByRole("status")).toContainText("sre-leads");
  }
  // Given back, it counts again, as soon as what was read is old enough to be read anew.
  await expect(async () => endAccess(ana, await approve(ben, requestId, requestHash))).toPass();
});

test("while the provider is silent nothing is opened or decided, but access can be ended", async ({
  as,
  world,
}) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { grantId } = await ask(ana, STAGING_NODE);
  const { requestId, requestHash } = await ask(ana, "search-1");
  const decision = { requestId, requestHash, version: 1, verdict: "approve" };
  await world.kill("identity");
  try {
    const nodeId = NODES[STAGING_NODE];
    await expect
      .poll(async () => (await call(ana, "/api/sessions/create", { grantId, nodeId })).code)
      .toBe("GROUPS_UNCONFIRMED");
    await expect
      .poll(async () => (await call(ben, "/api/requests/decide", decision)).code)
      .toBe("GROUPS_UNCONFIRMED");
    await mustCall(ana, "/api/grants/end", { grantId });
    await mustCall(ana, "/api/requests/withdraw", { requestId });
  } finally {
    await world.start("identity");
  }
  // Whoever comes next finds it answering again.
  await expect
    .poll(async () => (await call(ben, "/api/requests/decide", decision)).code)
    .toBe("REQUEST_OVER");
});
