/** `npm run check`: everything that needs no database and no browser. One line per step; more only on failure. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inCheckout } from "./checkout/checkout.mjs";
import { prepareCheckout } from "./checkout/install.mjs";
import { checkBoundaries } from "./checks/boundaries.mjs";
import { TIMES_VARIABLE, timesOfVitest } from "./checks/file-times.mjs";
import { compareRoutes } from "./checks/route-registry.mjs";
import { addCounts, countVitest, failedFilesOfVitest } from "./checks/test-counts.mjs";
import { runTool } from "./command/child-process.mjs";
import { toolEnvironment } from "./command/environment.mjs";
import { seconds } from "./command/progress.mjs";
import { reportFailure } from "./command/refusal.mjs";
import { onSignal } from "./command/signals.mjs";
import { generateClient, isClientGenerated } from "./database/prisma-tool.mjs";
import { readMigrations } from "./migrations/history.mjs";
import { checkMigrations } from "./migrations/live/live-check.mjs";

/** A cruise that saw fewer modules has looked in the wrong place. */
const FEWEST_MODULES = 500;

/**
 * @typedef {{ isFine: boolean, report?: string, counts?: import("./checks/test-counts.mjs").Counts, failedFiles?: string[] }} Outcome
 * @typedef {import("./checks/file-times.mjs").FileTimes} FileTimes
 */

/** @type {readonly (readonly [string, () => Promise<Outcome>])[]} */
const STATIC_STEPS = [
  [
    "format and lint",
    () => tool(["@biomejs", "biome", "bin", "biome"], ["check", "--diagnostic-level=error"]),
  ],
  ["types", checkTypes],
  ["boundaries", checkImports],
  ["routes", checkRoutes],
  ["migrations", checkLive],
  ["dead code", () => tool(["knip", "bin", "knip.js"], ["--no-progress", "--no-config-hints"])],
];

/**
 * Runs all steps, also after one has failed: those that read the sources one after the other, the unit tests beside
 * them, as each takes one processor.
 * @returns {Promise<import("./checks/test-counts.mjs").Counts>} a step counts as one, the unit tests as many
 */
export async function runChecks() {
  // The unit tests read what is generated, too.
  if (!isClientGenerated()) await generateClient();
  const unit = runStep("unit tests", () => runVitest("unit"));
  const parts = [];
  for (const [name, run] of STATIC_STEPS) parts.push(await runStep(name, run));
  return addCounts([...parts, await unit]);
}

/**
 * @param {string} name
 * @param {() => Promise<Outcome>} run
 * @returns {Promise<import("./checks/test-counts.mjs").Counts>}
 */
export async function runStep(name, run) {
  const startedAt = Date.now();
  const { isFine, report = "", counts = { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 } } = await run();
  const detail = counts.passed + counts.failed > 1 ? `, ${counts.passed} passed` : "";
  console.log(`  ${isFine ? "ok  " : "FAIL"}  ${name} (${seconds(startedAt)} s${detail})`);
  if (!isFine) console.log(report.trimEnd());
  return counts;
}

async function tool(path, args) {
  const { code, output } = await runTool(inCheckout("node_modules", ...path), args, {
    env: toolEnvironment(),
  });
  return { isFine: code === 0, report: output };
}

async function checkTypes() {
  // Writes next-env.d.ts and the types of the routes, without which a fresh checkout does not compile.
  const typegen = await tool(["next", "dist", "bin", "next"], ["typegen"]);
  return typegen.isFine
    ? tool(["typescript", "bin", "tsc"], ["--project", ".", "--noEmit", "--pretty", "false"])
    : typegen;
}

async function checkImports() {
  const { modules, problems } = await checkBoundaries();
  const tooFew =
    modules < FEWEST_MODULES ? [`only ${modules} modules were looked at, not ${FEWEST_MODULES}`] : [];
  const report = [...problems, ...tooFew].join("\n");
  return { isFine: report === "", report };
}

async function checkRoutes() {
  const { problems } = compareRoutes();
  return { isFine: problems.length === 0, report: problems.join("\n") };
}

/** A new migration runs while people use the portal. */
async function checkLive() {
  const problems = await checkMigrations(readMigrations(inCheckout("prisma", "migrations")));
  return { isFine: problems.length === 0, report: problems.join("\n") };
}

/**
 * @param {"unit" | "integration"} project
 * @param {Record<string, string>} [more] environment
 * @param {{ isShown?: boolean, onTimes?: (times: FileTimes) => void, files?: string[] }} [options] `files`: only these,
 *   not all
 * @returns {Promise<Outcome>}
 */
export async function runVitest(project, more = {}, { isShown = false, onTimes, files = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "halligan-vitest-"));
  const file = join(folder, "report.json");
  const times = join(folder, "times.json");
  try {
    const { code, output } = await runTool(
      inCheckout("node_modules", "vitest", "vitest.mjs"),
      [
        "run",
        ...files,
        "--project",
        project,
        `--reporter=${isShown ? "dot" : "default"}`,
        "--reporter=json",
        `--reporter=${inCheckout("tools", "checks", "file-times.mjs")}`,
        `--outputFile.json=${file}`,
      ],
      { env: { ...toolEnvironment(), ...more, [TIMES_VARIABLE]: times, NO_COLOR: "1" }, isShown },
    );
    onTimes?.(timesOfVitest(times));
    const counts = countVitest(file, code);
    const failedFiles = failedFilesOfVitest(file);
    return { isFine: counts.failed === 0, report: isShown ? "" : output, counts, failedFiles };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  onSignal(async () => {});
  await prepareCheckout();
  const { failed } = await runChecks();
  if (failed > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error) => {
    process.exitCode = reportFailure(error);
  });
}
