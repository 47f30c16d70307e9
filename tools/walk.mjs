/**
 * `npm run walk`: in a world of its own, counts what two people press from Home to a shell's prompt and measures every
 * page: first paint, layout shift, JavaScript, axe, overflow. Prints tables and writes e2e/walk/results.json.
 */

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { buildIfNeeded } from "./build.mjs";
import { findBrowser } from "./checkout/browser.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { forgetOwnAws } from "./command/environment.mjs";
import { step } from "./command/progress.mjs";
import { reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { CLUSTER_VARIABLE, startTestCluster } from "./database/test-cluster.mjs";
import { startWorld } from "./world.mjs";

/** @type {(() => Promise<void>)[]} */
const putAway = [];

async function main() {
  onSignal(stopAll);
  forgetOwnAws();
  await prepareCheckout();
  refuseMissingTools();
  await buildIfNeeded({ withSandbox: true });
  const browser = await findBrowser();
  const { handle, stop } = await step("Preparing the database", startTestCluster);
  putAway.push(stop);
  process.env[CLUSTER_VARIABLE] = JSON.stringify(handle);
  const world = await startWorld({});
  putAway.push(world.stop);
  const { tsImport } = await import("tsx/esm/api");
  const { walk } = await tsImport(inCheckout("e2e", "walk", "main.ts"), import.meta.url);
  const { figures, report, isWithin } = await step("Walking", () =>
    // Rows that the graphics card draws are no text of the page.
    walk(world, { ...browser, args: [...browser.args, "--disable-3d-apis"] }, (line) =>
      console.log(`    ${line}`),
    ),
  );
  const taken = { measuredAt: new Date().toISOString(), node: process.version, cpus: cpus().length };
  writeFileSync(
    inCheckout("e2e", "walk", "results.json"),
    `${JSON.stringify({ ...taken, ...figures }, null, 2)}\n`,
  );
  console.log(report);
  process.exitCode = isWithin ? 0 : 1;
}

async function stopAll() {
  for (const stop of putAway.splice(0).reverse()) await stop();
}

main()
  .catch((error) => {
    if (!isStopping()) process.exitCode = reportFailure(error);
  })
  .finally(async () => {
    if (isStopping()) return;
    await stopAll();
    process.exit();
  });
