import { chromium, expect, type Page } from "@playwright/test";
import { approve, ask, createSession } from "../../e2e/support/access";
import { mustCall } from "../../e2e/support/call";
import { reloadUntil } from "../../e2e/support/reload";
import { Terminal } from "../../e2e/support/terminal";
import { type PersonName, signIn } from "../../e2e/world/people";
import type { findBrowser } from "../checkout/browser.mjs";
import { inCheckout } from "../checkout/checkout.mjs";
import { runToolOrRefuse } from "../command/child-process.mjs";
import { ORIGIN } from "./names.mjs";
import { operatorEnvironment, type Rehearsal } from "./rehearsal.mjs";
import { Shell } from "./shell";
import { Steps } from "./steps";
import { takeAway } from "./take-away";

const NODE = "payments-api-2";
/** Broker, target, reader, closer and author, and the way of the gateway itself to the reader. */
const ROLES_TESTED = 6;
/** Production reads the inventory every half minute, and the machine may be slow. */
const PATIENCE_MS = 60_000;

/**
 * Walks the loop in a rehearsal, then keeps a shell open and takes one thing after another away from it. What people do
 * goes through the portal's own addresses with their browsers' cookies; what they see is looked at in the browser.
 * @returns how many steps held and how many did not
 */
export async function walk(
  rehearsal: Rehearsal,
  launch: Awaited<ReturnType<typeof findBrowser>>,
): Promise<{ passed: number; failed: number }> {
  const steps = new Steps();
  const browser = await chromium.launch({
    ...launch,
    args: [
      ...launch.args,
      // Certificates are checked all the same: this names the one CA that the browser does not know by itself.
      `--ignore-certificate-errors-spki-list=${rehearsal.certificates.browserPin}`,
    ],
    proxy: { server: `http://127.0.0.1:${rehearsal.browserPort}` },
  });
  const people = new Map<PersonName, Page>();
  const as = async (who: PersonName): Promise<Page> => {
    const known = people.get(who);
    if (known) return known;
    const context = await browser.newContext({
      baseURL: ORIGIN,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    await signIn(page, who);
    people.set(who, page);
    return page;
  };
  try {
    await walkLoop(steps, as);
    await steps.run(
      "Dov tests the connection of each account and region: every role may what it must",
      async () => testConnections(await as("dov"), rehearsal),
    );
    await steps.run("halligan verify finds every event as it was sealed", () => verify(rehearsal));
    const shell = await steps.run("Ana opens the shell that is kept open from here on", async () =>
      Shell.open(await as("ana")),
    );
    if (shell) await takeAway({ steps, rehearsal, shell, visitor: await as("dov") });
    await steps.run("halligan verify still does, after all that", () => verify(rehearsal));
  } finally {
    await browser.close();
  }
  return { passed: steps.passed, failed: steps.failed };
}

async function walkLoop(steps: Steps, as: (who: PersonName) => Promise<Page>): Promise<void> {
  const signedIn = await steps.run(
    "Ana, Ben, Cleo and Dov sign in through the provider's own site",
    async () => {
      for (const who of ["ana", "ben", "cleo", "dov"] as const) await as(who);
      const cookies = await (await as("ana")).context().cookies(ORIGIN);
      expect(cookies.find(({ name }) => name === "__Host-halligan.sign-in")).toMatchObject({
        secure: true,
        httpOnly: true,
      });
      return true;
    },
  );
  if (!signedIn) return;
  const requestId = await steps.run(`Ana requests access to ${NODE}`, async () => {
    const asked = await eventually(async () => ask(await as("ana"), NODE, 900));
    return asked.requestId;
  });
  if (!requestId) return;
  const grantId = await steps.run("Ben approves it", async () => approve(await as("ben"), requestId));
  if (!grantId) return;
  const sessionId = await steps.run("Ana opens a shell, looks, and leaves it", async () => {
    const ana = await as("ana");
    const id = await createSession(ana, grantId, NODE);
    await ana.goto(`/sessions/${id}/terminal`);
    const terminal = new Terminal(ana);
    await eventually(() => terminal.isReady());
    await terminal.run("echo mark-$((40+2))");
    await eventually(() => terminal.shows("mark-42"));
    await terminal.run("exit");
    await expect(terminal.over).toBeVisible({ timeout: PATIENCE_MS });
    return id;
  });
  if (!sessionId) return;
  await steps.run("Cleo replays it and closes the review", async () => {
    const cleo = await as("cleo");
    await cleo.goto(`/sessions/${sessionId}`);
    const transcript = cleo.getByRole("tabpanel", { name: /^Transcript/ });
    await reloadUntil(cleo, cleo.getByRole("button", { name: "Close review" }));
    await expect(transcript).toContainText("mark-42", { timeout: PATIENCE_MS });
    await mustCall(cleo, "/api/reviews/close", {
      reviewId: await reviewIdOn(cleo),
      verdict: "in-order",
      notes: "Only looked.",
    });
  });
}

/** What the page Settings shows: each role that gateway and jobs become, and each call that it must be able to make. */
async function testConnections(dov: Page, { accounts, database }: Rehearsal): Promise<void> {
  const places = accounts.flatMap(({ accountId, regions }) =>
    regions.map((region) => ({ accountId, region })),
  );
  for (const place of places) await mustCall(dov, "/api/accounts/test", place);
  const roles = "SELECT count(DISTINCT (account_id, region, role))::int AS roles FROM connection_checks";
  await expect
    .poll(async () => (await database.ask(roles))[0]?.roles, { timeout: PATIENCE_MS })
    .toBe(places.length * ROLES_TESTED);
  const refused =
    "SELECT account_id, region, role, action, detail FROM connection_checks WHERE outcome IN ('denied', 'failed')";
  await expect.poll(() => database.ask(refused), { timeout: PATIENCE_MS }).toEqual([]);
}

/** The review that a session's page offers to close. */
async function reviewIdOn(page: Page): Promise<string> {
  return /rev_\w+/.exec(await page.content())?.[0] ?? "";
}

async function verify(rehearsal: Rehearsal): Promise<void> {
  const output = await runToolOrRefuse(
    "halligan verify",
    inCheckout("dist", "halligan.mjs"),
    ["verify", "--database", rehearsal.database.urls.owner],
    { env: operatorEnvironment(rehearsal) },
  );
  expect(output).not.toBe("");
}

/** On a slow machine each look may come too early. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  await expect(async () => {
    result = await work();
  }).toPass({ timeout: PATIENCE_MS });
  return result as T;
}
