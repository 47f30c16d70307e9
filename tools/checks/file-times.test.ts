import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeSlowest, timesOfPlaywright, timesOfVitest } from "./file-times.mjs";

const folder = mkdtempSync(join(tmpdir(), "halligan-times-"));
const file = join(folder, "report.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("adds up what the tests of a browser file took, whatever they stand in and however often they were tried", () => {
  const spec = (...durations: number[]) => ({
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const suites = [
    { file: "a.e2e.ts", specs: [spec(1_000)], suites: [{ file: "a.e2e.ts", specs: [spec(500, 500)] }] },
    { file: "b.e2e.ts", specs: [spec(3_000)] },
  ];
  writeFileSync(file, JSON.stringify({ suites }));
  expect(timesOfPlaywright(file)).toEqual({ "a.e2e.ts": 2, "b.e2e.ts": 3 });
});

it("knows no times of a run that wrote none", () => {
  expect(timesOfVitest(join(folder, "none.json"))).toEqual({});
  expect(timesOfPlaywright(join(folder, "none.json"))).toEqual({});
  expect(describeSlowest("browser tests", {})).toBe("");
});

it("names the ten slowest files, the slowest first", () => {
  const times = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`${at}.test.ts`, at]));
  const lines = describeSlowest("browser tests", times).split("\n");
  expect(lines).toHaveLength(11);
  expect(lines.slice(0, 2)).toEqual(["Slowest files of the browser tests:", "     11 s  11.test.ts"]);
});
