import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

/** Where vitest's reporter of times leaves what it has seen. */
export const TIMES_VARIABLE = "TEST_FILE_TIMES";
const MOST_LINES = 10;

/**
 * @typedef {Record<string, number>} FileTimes seconds by test file
 */

/**
 * Vitest's own JSON report counts no hooks: a world that takes long to start would be in no figure.
 * @public vitest loads it by its path
 */
export default class FileTimesReporter {
  /** @type {FileTimes} */
  #times = {};

  /** @param {import("vitest/node").TestModule} module */
  onTestModuleEnd(module) {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    const file = relative(module.project.config.root, module.moduleId);
    this.#times[file] = (collectDuration + setupDuration + duration) / 1000;
  }

  onTestRunEnd() {
    const file = process.env[TIMES_VARIABLE];
    if (file) writeFileSync(file, JSON.stringify(this.#times));
  }
}

/**
 * @param {string} file written by FileTimesReporter
 * @returns {FileTimes} empty when the run ended before it was written
 */
export function timesOfVitest(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/**
 * @param {string} file written by Playwright's JSON reporter
 * @returns {FileTimes} empty when the run ended before it was written
 */
export function timesOfPlaywright(file) {
  if (!existsSync(file)) return {};
  /** @type {FileTimes} */
  const times = {};
  const add = ({ file: name, specs = [], suites = [] }) => {
    for (const { tests } of specs)
      for (const { duration } of tests.flatMap(({ results }) => results))
        times[name] = (times[name] ?? 0) + duration / 1000;
    suites.forEach(add);
  };
  JSON.parse(readFileSync(file, "utf8")).suites.forEach(add);
  return times;
}

/**
 * @param {string} part of the tests, as its step is called
 * @param {FileTimes} times
 * @returns {string} the slowest files, a line for each; empty when there are none
 */
export function describeSlowest(part, times) {
  const slowest = Object.entries(times)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_LINES);
  if (slowest.length === 0) return "";
  const lines = slowest.map(([file, seconds]) => `  ${seconds.toFixed(0).padStart(5)} s  ${file}`);
  return [`Slowest files of the ${part}:`, ...lines].join("\n");
}
