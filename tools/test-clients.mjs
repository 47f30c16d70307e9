/**
 * `npm run test:clients`: drives the official clients against a sandbox of its own: the SDK for JavaScript, and the AWS CLI
 * where PATH has one. The checks themselves belong to the sandbox (sandbox/aws/testing/sdk-conformance.mjs,
 * sandbox/aws/testing/cli-conformance.mjs).
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { findTool, refuseMissingTools } from "./checkout/required-tools.mjs";
import { openStateFolder } from "./checkout/state-folder.mjs";
import { closedEnvironment } from "./command/environment.mjs";
import { reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { operatorEnvironment, startProcess } from "./launch/portal-processes.mjs";
import { freePort } from "./launch/ports.mjs";

/** @type {(() => Promise<void>)[]} */
const putAway = [];

/** @returns {Promise<number>} the exit code */
async function main() {
  onSignal(stopAll);
  await prepareCheckout();
  refuseMissingTools();
  await buildIfNeeded({ withPortal: false, withSandbox: true });
  const environment = await startSandbox();
  const print = (line) => console.log(`  ${line}`);
  const { checkSdk } = await import(inCheckout("sandbox", "aws", "testing", "sdk-conformance.mjs"));
  const results = [await checkSdk(environment, print)];
  if (findTool("aws")) {
    const { checkCli } = await import(inCheckout("sandbox", "aws", "testing", "cli-conformance.mjs"));
    results.push(await checkCli(environment, print));
  } else {
    console.log("The AWS CLI (aws) is not on PATH and was not tested; on Debian: apt-get install awscli.");
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && results.every(({ passed }) => passed > 0) ? 0 : 1;
}

async function startSandbox() {
  const parent = mkdtempSync(join(tmpdir(), "halligan-clients-"));
  putAway.push(async () => rmSync(parent, { recursive: true, force: true }));
  // The nodes' shells run as another user when we are root.
  if (process.getuid?.() === 0) chmodSync(parent, 0o711);
  const folder = openStateFolder(join(parent, "state"));
  const place = { folder, ports: { sandbox: await freePort() } };
  const [sandbox] = await startProcess("sandbox", place);
  putAway.push(() => sandbox.stop());
  return { ...closedEnvironment(folder), ...operatorEnvironment(place) };
}

async function stopAll() {
  for (const stop of putAway.splice(0).reverse()) await stop();
}

main()
  .catch((error) => (isStopping() ? 130 : reportFailure(error)))
  .then(async (code) => {
    if (isStopping()) return;
    await stopAll();
    process.exit(code);
  });
