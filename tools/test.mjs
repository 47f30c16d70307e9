/** `npm test`: everything, on a fresh checkout too. Ends with `N passed, N failed` and leaves nothing running. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { runChecks, runStep, runVitest } from "./check.mjs";
import { findBrowser } from "./checkout/browser.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { openStateFolder, stateRoot } from "./checkout/state-folder.mjs";
import { describeSlowest, timesOfPlaywright } from "./checks/file-times.mjs";
import { addCounts, countPlaywright } from "./checks/test-counts.mjs";
import { runTool } from "./command/child-process.mjs";
import { toolEnvironment } from "./command/environment.mjs";
import { step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, killGroups, onSignal } from "./command/signals.mjs";
import { hold } from "./command/single-instance.mjs";
import { diffMigrations } from "./database/prisma-tool.mjs";
import { CLUSTER_VARIABLE, startTestCluster } from "./database/test-cluster.mjs";

/** @type {(() => Promise<void>) | undefined} */
let stopCluster;
/** @type {import("./checks/test-counts.mjs").Counts[]} */
const parts = [];
/** @type {string[]} */
const slowest = [];

async function main() {
  onSignal(async () => {
    // The tests first: while they hold connections the database would wait for them.
    killGroups();
    await stopCluster?.();
    console.log("interrupted");
  });
  await prepareCheckout();
  refuseMissingTools();
  openStateFolder();
  const lock = await hold(stateRoot(), "test");
  if ("heldBy" in lock) {
    throw new Refusal(
      `The tests of this folder are already running (process ${lock.heldBy.pid}); wait for them.`,
    );
  }
  await buildIfNeeded({ withSandbox: true });
  parts.push(await runChecks());

  const { handle, templateUrl, stop } = await step("Preparing the test database", startTestCluster);
  stopCluster = stop;
  const environment = { [CLUSTER_VARIABLE]: JSON.stringify(handle) };
  parts.push(await runStep("migrations give the schema", () => checkDrift(templateUrl)));
  const options = { isShown: true, onTimes: (times) => noteSlowest("integration tests", times) };
  parts.push(await runStep("integration tests", () => runVitest("integration", environment, options)));
  await findBrowser();
  parts.push(await runStep("browser tests", () => runPlaywright(environment)));
}

/**
 * @param {string} part
 * @param {import("./checks/file-times.mjs").FileTimes} times
 */
function noteSlowest(part, times) {
  slowest.push(describeSlowest(part, times));
}

async function checkDrift(templateUrl) {
  const { hasDrift, text } = await diffMigrations(templateUrl);
  return { isFine: !hasDrift, report: `prisma/migrations and prisma/schema.prisma differ:\n${text}` };
}

async function runPlaywright(environment) {
  const folder = mkdtempSync(join(tmpdir(), "halligan-playwright-"));
  const file = join(folder, "report.json");
  try {
    const { code } = await runTool(
      inCheckout("node_modules", "@playwright", "test", "cli.js"),
      ["test", "--reporter=list,json"],
      {
        env: { ...toolEnvironment(), ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: file, NO_COLOR: "1" },
        isShown: true,
      },
    );
    noteSlowest("browser tests", timesOfPlaywright(file));
    const counts = countPlaywright(file, code);
    return { isFine: counts.failed === 0, counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main()
  .catch((error) => {
    if (isStopping()) return;
    reportFailure(error);
    parts.push({ passed: 0, failed: 1 });
  })
  .finally(async () => {
    // A signal puts things away by itself.
    if (isStopping()) return;
    await stopCluster?.();
    for (const text of slowest) if (text !== "") console.log(text);
    const { passed, failed } = addCounts(parts);
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  });
