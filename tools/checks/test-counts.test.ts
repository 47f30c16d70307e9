import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import {
  addCounts,
  countPlaywright,
  countVitest,
  failedFilesOfPlaywright,
  failedFilesOfVitest,
} from "./test-counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "halligan-counts-"));
const file = join(folder, "report.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(report: unknown): string {
  writeFileSync(file, JSON.stringify(report));
  return file;
}

it("counts what vitest passed and failed, and a file that could not be loaded as failed", () => {
  const testResults = [
    { status: "passed", assertionResults: [{}] },
    { status: "failed", assertionResults: [{}] },
    { status: "failed", assertionResults: [] },
  ];
  expect(countVitest(write({ numPassedTests: 7, numFailedTests: 1, testResults }), 1)).toEqual({
    passed: 7,
    failed: 2,
  });
});

it("counts a test of Playwright that passed only at the second try as failed", () => {
  const stats = { expected: 5, unexpected: 2, flaky: 1, skipped: 0 };
  expect(countPlaywright(write({ stats }), 1)).toEqual({ passed: 5, failed: 3 });
});

it("never reads a broken run as a success", () => {
  const fine = { numPassedTests: 3, numFailedTests: 0, testResults: [] };
  expect(countVitest(write(fine), 0)).toEqual({ passed: 3, failed: 0 });
  expect(countVitest(write(fine), 1)).toEqual({ passed: 3, failed: 1 });
  expect(countVitest(join(folder, "missing.json"), 0)).toEqual({ passed: 0, failed: 1 });
  writeFileSync(file, "{");
  expect(countPlaywright(file, 0)).toEqual({ passed: 0, failed: 1 });
});

it("names the files in which something failed, also of suites within suites", () => {
  const name = join(process.cwd(), "lib", "x.int.test.ts");
  const testResults = [
    { status: "failed", name },
    { status: "passed", name: join(process.cwd(), "y.int.test.ts") },
  ];
  expect(failedFilesOfVitest(write({ testResults }))).toEqual([join("lib", "x.int.test.ts")]);
  const specs = [
    { ok: false, file: "x.e2e.ts" },
    { ok: false, file: "x.e2e.ts" },
    { ok: true, file: "y.e2e.ts" },
  ];
  expect(failedFilesOfPlaywright(write({ suites: [{ suites: [{ specs }] }] }))).toEqual(["x.e2e.ts"]);
});

it("adds up", () => {
  expect(
    addCounts([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});
