import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * @param {Counts[]} parts
 * @returns {Counts}
 */
export function addCounts(parts) {
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
  };
}

/**
 * @param {string} file written by vitest's JSON reporter
 * @param {number} exitCode of vitest
 * @returns {Counts}
 */
export function countVitest(file, exitCode) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  // A file that cannot even be loaded has failed without a test in it.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  return atLeastOneFailed(
    { passed: report.numPassedTests, failed: report.numFailedTests + unloaded },
    exitCode,
  );
}

/**
 * @param {string} file written by Playwright's JSON reporter
 * @param {number} exitCode of Playwright
 * @returns {Counts}
 */
export function countPlaywright(file, exitCode) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return atLeastOneFailed({ passed: expected, failed: unexpected + flaky }, exitCode);
}

/**
 * @param {string} file written by vitest's JSON reporter
 * @returns {string[]} test files in which something failed; empty where nothing can be read
 */
export function failedFilesOfVitest(file) {
  const results = read(file)?.testResults ?? [];
  return results.filter(({ status }) => status === "failed").map(({ name }) => relative(process.cwd(), name));
}

/**
 * @param {string} file written by Playwright's JSON reporter
 * @returns {string[]} test files in which something failed; empty where nothing can be read
 */
export function failedFilesOfPlaywright(file) {
  /** @type {Set<string>} */
  const failed = new Set();
  const look = ({ specs = [], suites = [] }) => {
    for (const { ok, file: name } of specs) if (!ok) failed.add(name);
    suites.forEach(look);
  };
  (read(file)?.suites ?? []).forEach(look);
  return [...failed];
}

/** Whatever went wrong outside a test (a broken set-up, no tests found) must not read as success. */
function atLeastOneFailed(counts, exitCode) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function read(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
