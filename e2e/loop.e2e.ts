import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { reloadUntil } from "./support/reload";
import { Terminal } from "./support/terminal";
import { expect, expectAccessible, test } from "./world/fixtures";

const halligan = join(import.meta.dirname, "..", "dist", "halligan.mjs");

test("Ana mends a full disk in a shell that Ben approved on his phone, and Cleo closes the review", async ({
  as,
  world,
}) => {
  // Four people's work, from the question to the verdict.
  test.setTimeout(180_000);
  const ana = await as("ana", "/nodes");

  await test.step("Ana asks from the node's page", async () => {
    const node = ana.getByRole("link", { name: "payments-api-2", exact: true });
    await reloadUntil(ana, node);
    await node.click();
    await ana.getByRole("main").getByRole("link", { name: "Request access", exact: true }).click();
    await expect(ana.getByRole("list", { name: "Chosen nodes" })).toContainText("payments-api-2");
    await expect(ana.getByText(/Needs 1 approval from .*sre-leads/)).toBeVisible();
    await ana.getByRole("textbox", { name: "Reason" }).fill("payments-api is down, its log volume is full");
    await ana.getByRole("textbox", { name: "Incident" }).fill("INC-4711");
    await ana.getByText("15 min", { exact: true }).click();
    // A reader could not restart the service.
    await ana.getByText("operator", { exact: true }).click();
    await expect(ana.getByText("Shells open as operator.")).toBeVisible();
    await ana.getByRole("button", { name: "Send request" }).click();
    await expect(ana).toHaveURL(/\/requests\/req_/);
    await expect(ana.getByText("waiting", { exact: true })).toBeVisible();
  });

  await test.step("Ben reads it on his phone and approves", async () => {
    const ben = await as("ben");
    await ben.setViewportSize({ width: 360, height: 740 });
    const card = ben.getByRole("listitem").filter({ hasText: "payments-api is down" });
    await card.getByRole("link", { name: "Review request" }).click();
    await expect(ben.getByText("INC-4711")).toBeVisible();
    await ben.getByText("What approval allows").click();
    await expect(ben.getByText("parser", { exact: true })).toBeVisible();
    await expect(ben.getByText(/^Start Halligan-Shell-/)).toBeVisible();
    await expectAccessible(ben);
    await ben.getByRole("button", { name: "Approve for 15 min" }).click();
    const sheet = ben.getByRole("dialog");
    await expect(sheet.getByRole("heading")).toBeFocused();
    await sheet.getByRole("button", { name: "Approve for 15 min" }).click();
    await expect(ben.getByText("approved", { exact: true })).toBeVisible();
  });

  const terminal = new Terminal(ana);
  await test.step("Ana finds what fills the disk, and mends it", async () => {
    await ana.reload();
    await ana.getByRole("button", { name: "Open shell" }).click();
    await terminal.isReady();
    await terminal.run("df -h /var/log");
    await terminal.shows(/nvme1n1 .*100% \/var\/log/);
    await terminal.run("du -ah /var | sort -h | tail -n 4");
    await terminal.shows("/var/log/payments-api/debug.log");
    await terminal.run("rm /var/log/payments-api/debug.log && sudo systemctl restart payments-api");
    await terminal.run("clear; curl -s localhost:8080/healthz; df -h /var/log");
    await terminal.shows('{"status":"ok","service":"payments-api"}');
    await terminal.shows(/nvme1n1 .* \d% \/var\/log/);
    await terminal.run("echo mark-$((40+2))");
    await terminal.shows("mark-42");
    await terminal.run("exit");
    await expect(terminal.over).toContainText("You exited the shell");
  });

  const cleo = await as("cleo", "/reviews");
  await test.step("Cleo replays it: the transcript has the command's real output", async () => {
    const review = cleo.getByRole("link", { name: "payments-api-2, Ana Duarte" });
    await reloadUntil(cleo, review);
    await review.click();
    await expect(cleo.getByRole("region", { name: "Replay of the session on payments-api-2" })).toBeVisible();
    await cleo.getByRole("tab", { name: "Transcript" }).click();
    await cleo.getByRole("searchbox", { name: "Find in the transcript" }).fill("mark-42");
    const transcript = cleo.getByRole("tabpanel", { name: /^Transcript/ });
    await expect(transcript.getByRole("listitem").filter({ hasText: "mark-42" })).toBeVisible();
  });

  await test.step("the node's own log and the trail say the same", async () => {
    await expect(async () => {
      await cleo.reload();
      await cleo.getByRole("tab", { name: "Agent log" }).click();
      const log = cleo.getByRole("tabpanel", { name: "Agent log" });
      await expect(log.getByText("mark-42", { exact: true })).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });
    await cleo.getByRole("tab", { name: /^Trail/ }).click();
    const trail = cleo.getByRole("tabpanel", { name: /^Trail/ });
    for (const call of ["AssumeRole", "StartSession"])
      await expect(trail.getByRole("listitem").filter({ hasText: call }).first()).toContainText(/per_\w+/);
  });

  await test.step("Cleo closes the review", async () => {
    // Other sessions may wait for her too: then it leads on to the next.
    const close = cleo.getByRole("button", { name: /^Close (review|and open next)/ });
    await cleo.getByText("In order", { exact: true }).click();
    await close.click();
    await expect(cleo.getByText("others need to know why")).toBeVisible();
    await cleo.getByRole("textbox", { name: "Notes" }).fill("Only the debug log was removed.");
    const closed = cleo.waitForResponse("**/api/reviews/close");
    await close.click();
    await closed;
    await cleo.goto(`/sessions/${terminal.sessionId}`);
    await expect(cleo.getByText("Closed by Cleo Marchetti")).toBeVisible();
  });

  await test.step("the audit tells it event by event", async () => {
    await cleo.goto(`/audit?q=${terminal.sessionId}`);
    const events = cleo.getByRole("list", { name: "Audit" }).getByRole("listitem");
    for (const [who, what] of [
      ["Ana Duarte", "requested a shell"],
      // Each intent stands in one line with its result.
      ["Gateway", "assumed the target role for Ana Duarte"],
      ["Gateway", "started the session for Ana Duarte"],
      ["Ana Duarte", "connected"],
      ["Gateway", "closed Ana Duarte’s session: shell exited"],
      // Whoever came first: the gateway or the jobs.
      ["", "confirmed with AWS that the session has ended"],
      ["Cleo Marchetti", "replayed Ana Duarte’s session"],
      ["Cleo Marchetti", "closed the review of Ana Duarte’s session: in order"],
    ])
      await expect(events.filter({ has: cleo.getByText(what ?? "", { exact: true }) }).first()).toContainText(
        who ?? "",
      );
    await expect(events.filter({ hasText: /is (assuming|starting)/ })).toHaveCount(0);
    const started = events.filter({ hasText: "started the session" });
    await started.getByRole("button", { name: /^Details/ }).click();
    await expect(started.getByText("session.starting").first()).toBeVisible();
    await expect(started.getByText("session.opened").first()).toBeVisible();
  });

  await test.step("nobody has changed the audit since: halligan verify says so without the portal", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      halligan,
      "verify",
      "--database",
      world.databaseUrls.owner,
    ]);
    expect(stdout).toMatch(/^passed +chain +\d+ events in \d+ batches/);
    expect(stdout).toMatch(/^passed +rows +\d+ rows beside their events/m);
  });
});
