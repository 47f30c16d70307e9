/**
 * `npm run sandbox`: only the stand-in AWS account of the demo. Standard output is what the AWS CLI needs, as
 * KEY=value lines, then `ready`.
 */
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { openStateFolder, stateRoot } from "./checkout/state-folder.mjs";
import { howItEnded, quoteLog } from "./command/child-process.mjs";
import { sayProgressOnStderr, step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { hold } from "./command/single-instance.mjs";
import { operatorEnvironment, startProcess } from "./launch/portal-processes.mjs";
import { choosePorts } from "./launch/ports.mjs";

/** @type {import("./command/child-process.mjs").Service | undefined} */
let sandbox;

async function main() {
  sayProgressOnStderr();
  onSignal(async () => sandbox?.stop());
  await prepareCheckout();
  refuseMissingTools();
  const lock = await hold(stateRoot(), "demo", "only its sandbox");
  if ("heldBy" in lock) {
    throw new Refusal(
      `The demo of this folder runs (process ${lock.heldBy.pid}) and has the sandbox in use; its operator's keys are in ${join(stateRoot(), "sandbox", "credentials.json")}.`,
    );
  }
  const folder = openStateFolder();
  const ports = await choosePorts({ SANDBOX_PORT: 4600 });
  await buildIfNeeded({ withPortal: false, withSandbox: true });
  const place = { folder, ports: { sandbox: ports.SANDBOX_PORT } };
  [sandbox] = await step("Starting the AWS sandbox", () => startProcess("sandbox", place));
  for (const [name, value] of Object.entries(operatorEnvironment(place))) console.log(`${name}=${value}`);
  console.log("ready");
  const end = await sandbox.exited;
  if (isStopping()) await new Promise(() => {});
  throw new Refusal(`${sandbox.name} ${howItEnded(end)}. ${quoteLog(sandbox.log)}`);
}

main().catch(async (error) => {
  if (isStopping()) return;
  const code = reportFailure(error);
  await sandbox?.stop();
  process.exit(code);
});
