import { expect, it } from "vitest";
import { withSecondRun } from "./second-run.mjs";

interface Run {
  readonly counts: { passed: number; failed: number };
  readonly failedFiles: string[];
}

/** What comes of runs that end like this, one after the other. */
async function runAll(...runs: Run[]) {
  const asked: (string[] | undefined)[] = [];
  const unsteady: string[] = [];
  const run = async (files?: string[]) => {
    const outcome = runs[asked.length];
    asked.push(files);
    if (!outcome) throw new Error("ran once too often");
    return { ...outcome, isFine: outcome.counts.failed === 0 };
  };
  const { isFine, counts } = await withSecondRun(run, unsteady);
  return { isFine, counts, asked, unsteady };
}

it("runs only the files that failed again, and names those that passed then", async () => {
  const first = { counts: { passed: 8, failed: 2 }, failedFiles: ["a", "b"] };
  expect(await runAll(first, { counts: { passed: 5, failed: 0 }, failedFiles: [] })).toEqual({
    isFine: true,
    counts: { passed: 10, failed: 0 },
    asked: [undefined, ["a", "b"]],
    unsteady: ["a", "b"],
  });
  expect(await runAll(first, { counts: { passed: 4, failed: 1 }, failedFiles: ["b"] })).toEqual({
    isFine: false,
    counts: { passed: 9, failed: 1 },
    asked: [undefined, ["a", "b"]],
    unsteady: ["a"],
  });
});

it("never makes more than one more try, nor a success of a second run that broke", async () => {
  const first = { counts: { passed: 8, failed: 1 }, failedFiles: ["a"] };
  const broken = { counts: { passed: 0, failed: 1 }, failedFiles: [] };
  expect(await runAll(first, broken)).toMatchObject({ isFine: false, counts: { passed: 8, failed: 1 } });
  expect(await runAll(first, first)).toMatchObject({
    isFine: false,
    unsteady: [],
    asked: [undefined, ["a"]],
  });
});

it.each<[string, Run]>([
  ["nothing failed", { counts: { passed: 8, failed: 0 }, failedFiles: [] }],
  ["it failed outside a test", { counts: { passed: 8, failed: 1 }, failedFiles: [] }],
  ["many files failed", { counts: { passed: 1, failed: 4 }, failedFiles: ["a", "b", "c", "d"] }],
])("leaves it at one run where %s", async (_name, only) => {
  expect(await runAll(only)).toEqual({
    isFine: only.counts.failed === 0,
    counts: only.counts,
    asked: [undefined],
    unsteady: [],
  });
});
