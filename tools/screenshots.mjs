/**
 * `npm run screenshots`: walks the loop in a world of its own and takes the pictures of the README (docs/images). What
 * they show has really happened in that world.
 */

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
  const { takeScreenshots } = await tsImport(inCheckout("e2e", "screenshots.ts"), import.meta.url);
  const files = await step("Taking pictures", () =>
    takeScreenshots(world, browser, inCheckout("docs", "images")),
  );
  for (const file of files) console.log(file);
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
