/**
 * `npm run rehearse`: the portal in production mode, two of each process behind a TLS proxy, with a TLS database, the
 * AWS sandbox under AWS's own names and an identity provider, all on this machine and reachable under made-up names.
 * `-- --test` walks the loop there and takes away one thing after another; `-- --reset` starts over.
 */
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "../build.mjs";
import { findBrowser } from "../checkout/browser.mjs";
import { prepareCheckout } from "../checkout/install.mjs";
import { refuseMissingTools } from "../checkout/required-tools.mjs";
import { openStateFolder } from "../checkout/state-folder.mjs";
import { forgetOwnAws } from "../command/environment.mjs";
import { seconds, step } from "../command/progress.mjs";
import { Refusal, reportFailure } from "../command/refusal.mjs";
import { isStopping, onSignal } from "../command/signals.mjs";
import { hold } from "../command/single-instance.mjs";
import { stopPostgres } from "../database/embedded-postgres.mjs";
import { choosePorts } from "../launch/ports.mjs";
import { CERTIFIED, ISSUER, ORIGIN } from "./names.mjs";
import { makeFolder } from "./state.mjs";

/** Says to the test that it was started with the certificates. */
const TRUSTED = "REHEARSAL_TRUSTED";

/** @type {(() => Promise<void>)[]} */
const putAway = [];

async function main() {
  const startedAt = Date.now();
  const isTest = process.argv.includes("--test");
  if (isTest && process.env[TRUSTED] === undefined) return testTrusting();
  onSignal(async () => {
    console.log("\nStopping …");
    await stopAll();
  });
  forgetOwnAws();
  const { root, state } = await prepare(isTest);
  if (process.argv.includes("--reset")) await removeState(state);
  makeFolder(state);
  await buildIfNeeded({ withSandbox: true });
  const { REHEARSAL_PORT } = isTest ? { REHEARSAL_PORT: 0 } : await choosePorts({ REHEARSAL_PORT: 8444 });
  const { startRehearsal } = await import("./rehearsal.mjs");
  const rehearsal = await startRehearsal({
    state,
    programs: join(root, "programs"),
    browserPort: REHEARSAL_PORT,
    onStarted: (stop) => putAway.push(stop),
    tell: (sentence) => console.log(`  ${sentence}`),
  });
  if (!isTest) return welcome(rehearsal, startedAt);
  const failed = await test(rehearsal);
  // A signal puts everything away, and this must not end the process before that is done.
  if (isStopping()) await new Promise(() => {});
  await stopAll();
  if (failed === 0) await removeState(state);
  else console.log(`Logs: ${join(state, "logs")}`);
  process.exit(failed === 0 ? 0 : 1);
}

async function prepare(isTest) {
  await prepareCheckout();
  refuseMissingTools();
  const root = openStateFolder();
  const lock = await hold(root, "rehearsal");
  if ("heldBy" in lock)
    throw new Refusal(`A rehearsal of this folder already runs (process ${lock.heldBy.pid}); stop it first.`);
  return { root, lock, state: join(root, isTest ? "rehearsal-test" : "rehearsal") };
}

/**
 * Node reads whom to trust when it starts, and the test asks the portal as browsers do: so the certificates are made
 * first, and the test is a process that starts with them.
 */
async function testTrusting() {
  const { lock, state } = await prepare(true);
  await removeState(state);
  makeFolder(state);
  const { openCertificates } = await import("./network/certificates.mjs");
  const { bundle } = await openCertificates(state, CERTIFIED);
  lock.release();
  const child = spawn(process.execPath, process.argv.slice(1), {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: bundle, [TRUSTED]: bundle },
    stdio: "inherit",
  });
  // Ctrl-C reaches both: it is the child that has something to put away.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  child.once("exit", (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
}

async function test(rehearsal) {
  const browser = await findBrowser();
  const { tsImport } = await import("tsx/esm/api");
  const { walk } = await tsImport("./walk.ts", import.meta.url);
  const { passed, failed } = await walk(rehearsal, browser);
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

function welcome({ certificates, browserPort, folder }, startedAt) {
  console.log(`
Production is rehearsed at ${ORIGIN} (started in ${seconds(startedAt)} s)

  That name exists nowhere but behind this rehearsal's proxy, 127.0.0.1:${browserPort}, which leads to ${ORIGIN}
  and ${ISSUER} and nowhere else. Either a browser of its own:

    chromium --user-data-dir=${join(folder, "chromium")} --proxy-server=127.0.0.1:${browserPort} \\
      --ignore-certificate-errors-spki-list=${certificates.browserPin} ${ORIGIN}

  or any browser: let it trust ${certificates.browserCa} (its key is kept nowhere) and give it
  http://127.0.0.1:${browserPort}/proxy.pac as its proxy configuration; other names stay where they are. Or curl:

    curl --proxy 127.0.0.1:${browserPort} --cacert ${certificates.browserCa} ${ORIGIN}/

  Sign in as Ana Duarte (asks), Ben Okafor (approves), Cleo Marchetti (reviews) or Dov Lindqvist (administers).
  First: as Ana request access to payments-api-2, as Ben approve it, as Ana open the shell.

  Kill a process, stop one of a pair, look at the logs: ${join(folder, "logs")}
  npm run rehearse -- --test does all that and says what held. Ctrl-C stops everything and keeps the data;
  npm run rehearse -- --reset starts over.
`);
}

async function removeState(state) {
  if (!existsSync(state)) return;
  await step("Starting over", async () => {
    await stopPostgres(join(state, "database"));
    rmSync(state, { recursive: true, force: true });
  });
}

/** In the opposite order of their starts. */
async function stopAll() {
  for (const stop of putAway.splice(0).reverse()) await stop();
}

main().catch(async (error) => {
  if (isStopping()) return;
  const code = reportFailure(error);
  await stopAll();
  process.exit(code);
});
