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
import { withSecondRun } from "./checks/second-run.mjs";
import { addCounts, countPlaywright, failedFilesOfPlaywright } from "./checks/test-counts.mjs";
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
/** @type {string[]} files of which something failed once and nothing when they ran again */
const unsteady = [];

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
  await runTests("integration tests", (options) => runVitest("integration", environment, options));
  await findBrowser();
  await runTests("browser tests", (options) => runPlaywright(environment, options));
}

/**
 * @param {string} name of the part
 * @param {(options: { isShown: boolean, onTimes: (times: import("./checks/file-times.mjs").FileTimes) => void,
 *   files?: string[] }) => Promise<import("./check.mjs").Outcome>} run
 */
async function runTests(name, run) {
  const first = { isShown: true, onTimes: (times) => noteSlowest(name, times) };
  const again = { isShown: true, onTimes: () => {} };
  const both = () => withSecondRun((files) => run(files ? { ...again, files } : first), unsteady);
  parts.push(await runStep(name, both));
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

async function runPlaywright(environment, { onTimes, files = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "halligan-playwright-"));
  const file = join(folder, "report.json");
  try {
    const { code } = await runTool(
      inCheckout("node_modules", "@playwright", "test", "cli.js"),
      ["test", ...files, "--reporter=list,json"],
      {
        env: { ...toolEnvironment(), ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: file, NO_COLOR: "1" },
        isShown: true,
      },
    );
    onTimes(timesOfPlaywright(file));
    const counts = countPlaywright(file, code);
    return { isFine: counts.failed === 0, counts, failedFiles: failedFilesOfPlaywright(file) };
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
    for (const file of unsteady) console.log(`unsteady: ${file} failed, and passed when it ran again alone`);
    const { passed, failed } = addCounts(parts);
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed === 0 ? 0 : 1);
  });
