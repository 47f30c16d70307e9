/**
 * `node tools/db-diff.mjs`: prints the SQL that leads from what prisma/migrations make to prisma/schema.prisma, for the
 * author of the next migration. Uses a database of its own, so no demo needs to run.
 */

import { prepareCheckout } from "./checkout/install.mjs";
import { sayProgressOnStderr, step } from "./command/progress.mjs";
import { reportFailure } from "./command/refusal.mjs";
import { onSignal } from "./command/signals.mjs";
import { diffMigrations } from "./database/prisma-tool.mjs";
import { startTestCluster } from "./database/test-cluster.mjs";

/** @type {(() => Promise<void>) | undefined} */
let stopCluster;

async function main() {
  sayProgressOnStderr();
  onSignal(async () => stopCluster?.());
  await prepareCheckout();
  const { templateUrl, stop } = await step("Preparing a database", startTestCluster);
  stopCluster = stop;
  const { text } = await diffMigrations(templateUrl, { asScript: true });
  console.log(text.trim());
}

main()
  .catch((error) => {
    process.exitCode = reportFailure(error);
  })
  .finally(() => stopCluster?.());
