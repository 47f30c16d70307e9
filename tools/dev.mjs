/**
 * `npm run dev`: the demo's database, sandbox and provider with the portal from source: Next's development server,
 * gateway and jobs through tsx, started again when a source changes.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { openStateFolder, stateRoot, stateSubfolder } from "./checkout/state-folder.mjs";
import { howItEnded, quoteLog, startService } from "./command/child-process.mjs";
import { step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { hold } from "./command/single-instance.mjs";
import { prepareDatabase } from "./database/demo-database.mjs";
import { generateClient } from "./database/prisma-tool.mjs";
import { environmentOf, originsOf, startProcess } from "./launch/portal-processes.mjs";
import { choosePorts } from "./launch/ports.mjs";

const SOURCES = ["server", "lib", "messages"];
const QUIET_MS = 300;

/** @type {Map<string, import("./command/child-process.mjs").Service>} */
const running = new Map();
/** @type {import("./database/embedded-postgres.mjs").Server | undefined} */
let database;

async function main() {
  onSignal(stopAll);
  await prepareCheckout();
  refuseMissingTools();
  const lock = await hold(stateRoot(), "demo", "as npm run dev");
  if ("heldBy" in lock) {
    throw new Refusal(
      `The demo of this folder runs (process ${lock.heldBy.pid}); npm run dev shares its data, so stop it first.`,
    );
  }
  const state = openStateFolder();
  const ports = await choosePorts({
    PORT: 3000,
    GATEWAY_PORT: 3001,
    JOBS_PORT: 3002,
    SANDBOX_PORT: 4600,
    IDP_PORT: 4601,
    IDP_MAIL_PORT: 4602,
  });
  await step("Generating the database client", generateClient);
  await buildIfNeeded({ withPortal: false, withSandbox: true });
  const { urls } = await prepareDatabase(state, {
    onStarted: (server) => {
      database = server;
    },
  });
  const place = {
    folder: state,
    urls,
    ports: {
      web: ports.PORT,
      gateway: ports.GATEWAY_PORT,
      jobs: ports.JOBS_PORT,
      sandbox: ports.SANDBOX_PORT,
      identity: ports.IDP_PORT,
      mail: ports.IDP_MAIL_PORT,
    },
  };
  for (const name of ["sandbox", "identity"]) {
    const [service] = await step(`Starting ${name}`, () => startProcess(name, place));
    running.set(name, service);
  }
  for (const name of ["jobs", "gateway"]) await startFromSource(name, place);
  await startDevelopmentServer(place);
  restartOnChange(place);
  console.log(
    `Halligan (development) runs at ${originsOf(place.ports).portal}; logs are in ${join(state, "logs")}.`,
  );
}

async function startFromSource(name, place) {
  const service = await step(`Starting ${name}`, () =>
    startService({
      name: `The ${name} process`,
      command: ["--import", "tsx", inCheckout("server", name, "main.ts")],
      env: { ...environmentOf(name, place), NODE_ENV: "development" },
      log: join(stateSubfolder(place.folder, "logs"), `${name}.log`),
    }),
  );
  running.set(name, service);
  service.exited.then((end) => {
    // A restart has put another in its place.
    if (running.get(name) !== service || isStopping()) return;
    console.log(
      `${service.name} ${howItEnded(end)}; it starts again at the next change. ${quoteLog(service.log)}`,
    );
  });
}

async function startDevelopmentServer(place) {
  const env = { ...environmentOf("web", place), NODE_ENV: "development" };
  const next = inCheckout("node_modules", "next", "dist", "bin", "next");
  const service = await startService({
    name: "Next's development server",
    command: [
      inCheckout("tools", "launch", "supervise.mjs"),
      "--ready",
      process.execPath,
      next,
      "dev",
      "-p",
      env.PORT ?? "3000",
      "-H",
      "127.0.0.1",
    ],
    env,
  });
  running.set("web", service);
}

function restartOnChange(place) {
  let timer;
  const restart = async () => {
    for (const name of ["jobs", "gateway"]) {
      const old = running.get(name);
      running.delete(name);
      await old?.stop();
      await startFromSource(name, place).catch((error) => console.log(error.message));
    }
    console.log("gateway and jobs run from the changed sources");
  };
  for (const folder of SOURCES) {
    watch(inCheckout(folder), { recursive: true }, (_event, file) => {
      if (!file || /\.test\.tsx?$|generated/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(restart, QUIET_MS);
    });
  }
}

async function stopAll() {
  await Promise.all([...running.values()].map((service) => service.stop()));
  await database?.stop(1500);
}

main().catch(async (error) => {
  if (isStopping()) return;
  const code = reportFailure(error);
  await stopAll();
  process.exit(code);
});
