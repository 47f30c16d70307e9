/**
 * `npm run test:clients`: drives the official AWS CLI against a sandbox of its own. The checks themselves belong to
 * the sandbox (sandbox/aws/cli-conformance.mjs).
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { inCheckout } from "./checkout.mjs";
import { closedEnvironment } from "./environment.mjs";
import { prepareCheckout } from "./install.mjs";
import { operatorEnvironment, startProcess } from "./portal-processes.mjs";
import { freePort } from "./ports.mjs";
import { Refusal, reportFailure } from "./refusal.mjs";
import { findTool, refuseMissingTools } from "./required-tools.mjs";
import { isStopping, onSignal } from "./signals.mjs";
import { openStateFolder } from "./state-folder.mjs";

/** @type {(() => Promise<void>)[]} */
const putAway = [];

/** @returns {Promise<number>} the exit code */
async function main() {
  onSignal(stopAll);
  await prepareCheckout();
  refuseMissingTools();
  if (!findTool("aws")) {
    throw new Refusal(
      "The AWS CLI (aws) is not on PATH, so nothing was tested; on Debian: apt-get install awscli.",
    );
  }
  await buildIfNeeded({ withPortal: false, withSandbox: true });
  const environment = await startSandbox();
  const { checkCli } = await import(inCheckout("sandbox", "aws", "cli-conformance.mjs"));
  const { passed, failed } = await checkCli(environment, (line) => console.log(`  ${line}`));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
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
