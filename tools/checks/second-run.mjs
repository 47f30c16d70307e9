/** More than these are no accident. */
const MOST_FILES = 3;

/**
 * Runs a part of the tests; the few files in which something failed run again, by themselves. What passes then is counted
 * as passed and named in `unsteady`; what fails again has failed, and so has everything when more than MOST_FILES failed
 * or the run itself did.
 * @param {(files?: string[]) => Promise<import("../check.mjs").Outcome>} run all, or only these files
 * @param {string[]} unsteady is added to
 * @returns {Promise<import("../check.mjs").Outcome>}
 */
export async function withSecondRun(run, unsteady) {
  const first = await run();
  const { counts, failedFiles = [] } = first;
  if (first.isFine || !counts || failedFiles.length === 0 || failedFiles.length > MOST_FILES) return first;
  console.log(`Failed, and run again by themselves: ${failedFiles.join(", ")}`);
  const second = await run(failedFiles);
  const stillFailed = second.failedFiles ?? [];
  unsteady.push(...failedFiles.filter((file) => second.isFine || !stillFailed.includes(file)));
  const failed = second.counts?.failed ?? 1;
  const passed = counts.passed + Math.max(0, counts.failed - failed);
  return { ...second, counts: { passed, failed } };
}
