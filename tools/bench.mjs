/**
 * `npm run bench`: measures what bench/*.bench.ts describe, each in a world of its own, prints a table and writes
 * bench/results.json. A file exports `default async (world) => Row[]` and, if it needs other durations, fewer
 * processes or a database server that it may stop, `settings`, `processes` and `ownDatabase`. What takes an hour runs
 * only when it is named.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { refuseMissingTools } from "./checkout/required-tools.mjs";
import { forgetOwnAws } from "./command/environment.mjs";
import { step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { isStopping, onSignal } from "./command/signals.mjs";
import { CLUSTER_VARIABLE, startTestCluster } from "./database/test-cluster.mjs";
import { startWorld } from "./world.mjs";

/**
 * @typedef {object} Row one measured value
 * @property {string} name
 * @property {number} value
 * @property {string} unit
 * @property {{ name: string, value: number } | null} against what it is compared with, measured in the same run
 * @property {number | null} ratio value / against
 * @property {string | null} target in words, for example "ratio ≤ 2"
 * @property {boolean | null} met null where there is no target
 */

const SUFFIX = ".bench.ts";
const LONG = ["kills", "many"];
/** @type {(() => Promise<void>)[]} */
const putAway = [];

async function main() {
  onSignal(stopAll);
  forgetOwnAws();
  await prepareCheckout();
  refuseMissingTools();
  await buildIfNeeded({ withSandbox: true });
  const files = benchFiles(process.argv.slice(2));
  const { handle, stop } = await step("Preparing the database", startTestCluster);
  putAway.push(stop);
  process.env[CLUSTER_VARIABLE] = JSON.stringify(handle);
  /** @type {Row[]} */
  const rows = [];
  for (const file of files) {
    const name = basename(file, SUFFIX);
    const before = processorTime();
    const measured = await step(name, () => measure(file));
    const stolen = stolenSince(before);
    if (stolen !== null) console.log(`  ${round(stolen * 100)} % of the processors' time was the host's own`);
    rows.push(...measured);
    keep(name, measured, stolen);
  }
  console.log(table(rows));
}

/** Writes what one file measured, at once, beside what the others measured the last time they ran. */
function keep(name, rows, stolen) {
  const path = inCheckout("bench", "results.json");
  const known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const measured = {
    ...known.measured,
    [name]: {
      ...{ measuredAt: new Date().toISOString(), node: process.version, cpus: cpus().length },
      stolen: stolen === null ? null : round(stolen),
      rows,
    },
  };
  writeFileSync(path, `${JSON.stringify({ measured }, null, 2)}\n`);
}

/**
 * What a virtual machine's processors did so far, in clock ticks: proc(5), /proc/stat. What its host took for others
 * makes every figure in milliseconds larger, and no load average tells of it.
 * @returns {{ busy: number, stolen: number } | null} null where the system doesn't say
 */
function processorTime() {
  if (!existsSync("/proc/stat")) return null;
  const [user, nice, system, , , irq, softirq, stolen] = (
    /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? ""
  )
    .split(" ")
    .map(Number);
  return { busy: user + nice + system + irq + softirq, stolen };
}

/** @returns {number | null} of the time that was wanted, the share that was not had; 0 to 1 */
function stolenSince(before) {
  const now = processorTime();
  if (!before || !now) return null;
  const stolen = now.stolen - before.stolen;
  return stolen / Math.max(1, stolen + now.busy - before.busy);
}

function benchFiles(names) {
  const folder = inCheckout("bench");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(SUFFIX)) : [];
  const chosen = files.filter((file) => {
    const name = basename(file, SUFFIX);
    return names.length > 0 ? names.includes(name) : !LONG.includes(name);
  });
  if (chosen.length === 0)
    throw new Refusal(`bench/ has no measurement${names.length > 0 ? ` called ${names.join(" or ")}` : ""}.`);
  return chosen.sort().map((name) => inCheckout("bench", name));
}

/** @returns {Promise<Row[]>} */
async function measure(file) {
  const { tsImport } = await import("tsx/esm/api");
  const { default: run, settings, processes, ownDatabase } = await tsImport(file, import.meta.url);
  const world = await startWorld({ settings, processes, ownDatabase });
  putAway.push(world.stop);
  try {
    return await run(world);
  } finally {
    putAway.pop();
    await world.stop();
  }
}

function table(rows) {
  const head = ["name", "value", "against", "ratio", "target", "met"];
  const cells = rows.map(({ name, value, unit, against, ratio, target, met }) => [
    name,
    `${round(value)} ${unit}`,
    against ? `${round(against.value)} ${unit} (${against.name})` : "",
    ratio === null ? "" : String(round(ratio)),
    target ?? "",
    met === null ? "" : met ? "yes" : "NO",
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column].length)),
  );
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function round(value) {
  return Number(value.toPrecision(3));
}

async function stopAll() {
  for (const stop of putAway.splice(0).reverse()) await stop();
}

main()
  .catch((error) => {
    if (!isStopping()) process.exitCode = reportFailure(error);
  })
  .finally(async () => {
    if (isStopping()) return;
    await stopAll();
    process.exit();
  });
