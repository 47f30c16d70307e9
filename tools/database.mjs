/**
 * `node tools/database.mjs`: only the database of the demo, migrated, for work on the code. Prints the logins as
 * KEY=value lines, then `ready`, until Ctrl-C.
 */

import { prepareCheckout } from "./checkout/install.mjs";
import { openStateFolder, stateRoot } from "./checkout/state-folder.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { onSignal } from "./command/signals.mjs";
import { hold } from "./command/single-instance.mjs";
import { prepareDatabase } from "./database/demo-database.mjs";

async function main() {
  let server;
  onSignal(async () => server?.stop());
  await prepareCheckout();
  const lock = await hold(stateRoot(), "demo", "only its database");
  if ("heldBy" in lock)
    throw new Refusal(`The demo of this folder already runs (process ${lock.heldBy.pid}).`);
  const { urls } = await prepareDatabase(openStateFolder(), {
    onStarted: (started) => {
      server = started;
    },
  });
  console.log(`MIGRATE_DATABASE_URL=${urls.owner}`);
  for (const name of ["web", "gateway", "jobs"])
    console.log(`DATABASE_URL_${name.toUpperCase()}=${urls[name]}`);
  console.log("ready");
  setInterval(() => {}, 60_000);
}

main().catch((error) => {
  process.exitCode = reportFailure(error);
});
