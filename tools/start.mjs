/**
 * `npm start`: the portal in production, all three processes or the one that is named (`npm start -- web`).
 * Needs production packages and a finished build; makes neither.
 */
import { existsSync } from "node:fs";
import { inCheckout } from "./checkout/checkout.mjs";
import { refuseOldNode } from "./checkout/install.mjs";
import { runTool, startService } from "./command/child-process.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { keepRunning } from "./launch/keep-running.mjs";

const NAMES = ["web", "gateway", "jobs"];
/** They limit their stop themselves: the longest DRAIN_SECONDS, and what a stop takes. */
const STOP_PATIENCE_MS = 75_000;

/** @type {import("./launch/keep-running.mjs").Kept[]} */
const running = [];

async function main() {
  onSignal(stopAll);
  refuseOldNode();
  const names = chosenProcesses(process.argv.slice(2));
  refuseOtherWorlds();
  refuseMissingParts();
  const places = new Map();
  for (const name of names) places.set(name, await checkConfiguration(name));
  for (const name of names)
    running.push(await keepRunning(() => startService(programOf(name, places.get(name)))));
  console.log(`Halligan runs: ${names.join(", ")}.`);
  const sentence = await Promise.race(running.map(({ gaveUp }) => gaveUp));
  if (isStopping()) await new Promise(() => {});
  throw new Refusal(`${sentence} The others are stopped too.`);
}

function chosenProcesses(words) {
  const unknown = words.find((word) => !NAMES.includes(word));
  if (unknown) throw new Refusal(`npm start knows ${NAMES.join(", ")} and no "${unknown}".`);
  return words.length > 0 ? words : NAMES;
}

/** Nothing left out or mistyped turns production into the demo. */
function refuseOtherWorlds() {
  const world = process.env.HALLIGAN_WORLD;
  if (world === undefined || world === "" || world === "production") return;
  throw new Refusal(
    `HALLIGAN_WORLD is "${world}", but npm start runs production only; the demo is npm run demo.`,
  );
}

function refuseMissingParts() {
  if (!existsSync(inCheckout("node_modules", "next"))) {
    throw new Refusal("The packages are not installed; run npm ci --omit=dev first.");
  }
  const parts = [".next/BUILD_ID", ...NAMES.slice(1).map((name) => `dist/${name}.mjs`), "dist/halligan.mjs"];
  const missing = parts.find((part) => !existsSync(inCheckout(part)));
  if (missing) throw new Refusal(`${missing} is missing; run npm run build first.`);
}

/**
 * The portal's own parser judges the settings and says where to listen, whether that stands in the environment, in
 * the configuration file or nowhere.
 * @returns {Promise<{ LISTEN_ADDRESS: string, PORT: number, GATEWAY_PORT: number }>}
 */
async function checkConfiguration(name) {
  const command = ["check-config", name, "--json"];
  const { code, output, stdout } = await runTool(inCheckout("dist", "halligan.mjs"), command, {
    env: environmentOf(name),
  });
  if (code !== 0) {
    throw new Refusal(output.trim() || `the configuration of ${name} was refused`, { exitCode: code });
  }
  return JSON.parse(stdout);
}

function programOf(name, { LISTEN_ADDRESS, PORT }) {
  const command =
    name === "web"
      ? [inCheckout("tools", "launch", "run-web.mjs"), LISTEN_ADDRESS, String(PORT)]
      : ["--enable-source-maps", inCheckout("dist", `${name}.mjs`)];
  return { name: `The ${name} process`, command, env: environmentOf(name) };
}

/** What only web is given (lib/kernel/config/schema.ts), also as NAME_FILE. */
const WEB_SECRETS = /^(HALLIGAN_SECRET|HALLIGAN_SECRET_SECOND|OIDC_CLIENT_SECRET)(_FILE)?$/;

/** What only jobs is given. */
const JOBS_SECRETS =
  /^(AUDIT_SIGNING_KEY|SMTP_URL|NOTICE_WEBHOOKS|WEB_PUSH_PRIVATE_KEY|ON_CALL_FEEDS)(_FILE)?$/;

/**
 * Each process has a login of its own; started together, they are told apart by DATABASE_URL_WEB and so on. None
 * is given what is another's.
 */
function environmentOf(name) {
  const own = process.env[`DATABASE_URL_${name.toUpperCase()}`];
  const others = Object.entries(process.env).filter(
    ([key]) =>
      !key.startsWith("DATABASE_URL_") &&
      (name === "web" || !WEB_SECRETS.test(key)) &&
      (name === "jobs" || !JOBS_SECRETS.test(key)),
  );
  return {
    ...Object.fromEntries(others),
    ...(own ? { DATABASE_URL: own } : {}),
    HALLIGAN_WORLD: "production",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

async function stopAll() {
  const ends = await Promise.all(running.map((kept) => kept.stop(STOP_PATIENCE_MS)));
  return ends.every((isClean) => isClean);
}

main().catch(async (error) => {
  if (isStopping()) return;
  const code = reportFailure(error);
  await stopAll();
  process.exit(code);
});
