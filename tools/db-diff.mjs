/**
 * `node tools/db-diff.mjs`: prints the SQL that leads from prisma/migrations to prisma/schema.prisma, for the
 * author of the next migration. Uses a database of its own, so no demo needs to run.
 */

import { prepareCheckout } from "./install.mjs";
import { diffMigrations } from "./prisma-tool.mjs";
import { sayProgressOnStderr, step } from "./progress.mjs";
import { reportFailure } from "./refusal.mjs";
import { onSignal } from "./signals.mjs";
import { startTestCluster } from "./test-cluster.mjs";

/** @type {(() => Promise<void>) | undefined} */
let stopCluster;

async function main() {
  sayProgressOnStderr();
  onSignal(async () => stopCluster?.());
  await prepareCheckout();
  const { adminUrl, stop } = await step("Preparing a database", startTestCluster);
  stopCluster = stop;
  const { text } = await diffMigrations(adminUrl, { asScript: true });
  console.log(text.trim());
}

main()
  .catch((error) => {
    process.exitCode = reportFailure(error);
  })
  .finally(() => stopCluster?.());
