/**
 * `npm run demo`: the whole portal with a stand-in AWS account and an identity provider, on this machine's
 * loopback addresses. `-- --reset` starts over with an empty state folder.
 */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { openStateFolder, removeStateFolder, stateRoot } from "./checkout/state-folder.mjs";
import { quoteLog, runToolOrRefuse, startService } from "./command/child-process.mjs";
import { seconds, step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { hold } from "./command/single-instance.mjs";
import { prepareDatabase } from "./database/demo-database.mjs";
import { stopPostgres } from "./database/embedded-postgres.mjs";
import { keepRunning } from "./launch/keep-running.mjs";
import { environmentOf, originsOf, startProcesses } from "./launch/portal-processes.mjs";
import { choosePorts } from "./launch/ports.mjs";

/** Who writes stops before who is written to; what stands together stops together. */
const STOP_ORDER = [
  { names: ["web", "gateway"], patienceMs: 1400 },
  { names: ["jobs"], patienceMs: 800 },
  { names: ["sandbox", "identity"], patienceMs: 1100 },
];
const DATABASE_PATIENCE_MS = 1000;

/** @type {Map<string, import("./launch/keep-running.mjs").Kept[]>} */
const running = new Map();
/** @type {import("./database/embedded-postgres.mjs").Server | undefined} */
let database;

async function main() {
  const startedAt = Date.now();
  onSignal(async () => {
    console.log("\nStopping …");
    return stopAll();
  });
  await prepareCheckout();
  refuseMissingTools();
  const lock = await holdDemo();
  if (process.argv.includes("--reset")) await step("Starting over", reset);
  const state = openStateFolder();
  const ports = await choosePorts({
    PORT: 3000,
    GATEWAY_PORT: 3001,
    JOBS_PORT: 3002,
    SANDBOX_PORT: 4600,
    IDP_PORT: 4601,
    IDP_MAIL_PORT: 4602,
  });
  await buildIfNeeded({ withSandbox: true });
  const place = await startEverything(state, {
    web: ports.PORT,
    gateway: ports.GATEWAY_PORT,
    jobs: ports.JOBS_PORT,
    sandbox: ports.SANDBOX_PORT,
    identity: ports.IDP_PORT,
    mail: ports.IDP_MAIL_PORT,
  });
  lock.describe(originsOf(place.ports).portal);
  welcome(place, startedAt);
  await failWhenOneGivesUp();
}

async function startEverything(state, ports) {
  const { urls, needsSeed, markSeeded } = await prepareDatabase(state, {
    dropUnfinished: true,
    onStarted: (server) => {
      database = server;
    },
  });
  // Every user of this computer reaches loopback addresses: who may sign in is told the code, anew at each start.
  const settings = {
    IDP_ENTRY_CODE: randomBytes(18).toString("base64url"),
    SANDBOX_STORY: "1",
    STEP_UP: '{"production":"sign-in"}',
  };
  const place = { folder: state, ports, urls, settings, hasBuckets: true };
  await start("Starting the AWS sandbox", ["sandbox"], place);
  if (needsSeed) {
    await step("Writing a little history", () => seed(place));
    markSeeded();
  }
  await start(
    "Starting identity provider, jobs, gateway and web",
    ["identity", "jobs", "gateway", "web"],
    place,
  );
  return place;
}

async function start(label, names, place) {
  const launch = (program) => keepRunning(() => startService(program), console.log);
  await step(label, () => startProcesses(names, place, (name, kept) => running.set(name, kept), launch));
}

/** The history is written by the owner of the tables: the processes may not write what has long happened. */
async function seed(place) {
  await runToolOrRefuse("Writing a little history", inCheckout("dist", "halligan.mjs"), ["seed"], {
    env: { ...environmentOf("jobs", place), DATABASE_URL: place.urls.owner },
  });
}

async function holdDemo() {
  const lock = await hold(stateRoot(), "demo");
  if (!("heldBy" in lock)) return lock;
  const { pid, about } = lock.heldBy;
  throw new Refusal(
    `The demo of this folder already runs${about ? ` at ${about}` : ""} (process ${pid}); use that one or stop it first.`,
  );
}

async function reset() {
  const root = stateRoot();
  if (existsSync(join(root, "database"))) await stopPostgres(join(root, "database"));
  removeStateFolder(root);
}

async function stopAll() {
  const ends = [];
  for (const { names, patienceMs } of STOP_ORDER) {
    const kept = names.flatMap((name) => running.get(name) ?? []);
    ends.push(...(await Promise.all(kept.map((one) => one.stop(patienceMs)))));
  }
  await database?.stop(DATABASE_PATIENCE_MS);
  return ends.every((isClean) => isClean);
}

/** Settles only by throwing: the demo is over when a signal says so, or when one of its processes dies again and again. */
async function failWhenOneGivesUp() {
  const ends = [...running.values()].flat().map(({ gaveUp }) => gaveUp);
  const databaseEnds = new Promise((done) => {
    const timer = setInterval(() => {
      if (!database || database.isRunning()) return;
      clearInterval(timer);
      done(`The database has ended. ${quoteLog(database.log)}`);
    }, 1000);
  });
  const sentence = await Promise.race([...ends, databaseEnds]);
  // While a signal puts everything away, the processes are meant to end.
  if (isStopping()) await new Promise(() => {});
  throw new Refusal(sentence);
}

function welcome(place, startedAt) {
  const { identity, portal } = originsOf(place.ports);
  console.log(`
Halligan runs (started in ${seconds(startedAt)} s). Open:

  ${identity}/open?code=${place.settings.IDP_ENTRY_CODE}

  It leads to ${portal}. Only browsers that have opened it may sign in there; a private window opens it once more.
  Sign in as one of these; nobody has a password.
    Ana Duarte       engineer: requests access
    Ben Okafor       engineer and approver: approves or denies
    Cleo Marchetti   reviewer: replays sessions and closes reviews
    Dov Lindqvist    administrator
    Eve Novak        may do nothing
    Fay Tanaka       approver of a second group, and administrator

  First: as Ana, open Nodes, choose payments-api-2 (its disk is full) and request access.
  Ben is told by mail: ${identity}/mail?of=ben
  Follow its link in a private window (which opens the address above first) and, as Ben, approve; back as Ana, open the shell.
  Second chapter: Ben denied Ana billing-batch-1, and she requested it again. His question waits in her Inbox for an
  hour. Requests also has one that expired because nobody decided it.

  A demo shell is a shell on this computer: keep the address to yourself. State: ${place.folder}
  Ctrl-C stops everything and keeps the data; npm run demo -- --reset starts over.
`);
}

main().catch(async (error) => {
  // A signal is putting everything away already, and ends this process itself.
  if (isStopping()) return;
  const code = reportFailure(error);
  await stopAll();
  process.exit(code);
});
