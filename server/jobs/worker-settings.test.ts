import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
let above: string;
let checkout: string;

// When it is loaded, graphile-worker looks for its settings in the working folder and in every folder above, and runs
// what it finds; one that can't be read ends the process. package.json says that the search ends here.
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), "halligan-above-"));
  checkout = join(above, "checkout");
  mkdirSync(checkout);
  writeFileSync(join(above, ".graphile-workerrc.cjs"), 'throw new Error("somebody else\'s settings");');
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

function loadWorker() {
  const script = `require(${JSON.stringify(join(ROOT, "node_modules", "graphile-worker"))})`;
  return spawnSync(process.execPath, ["-e", script], { cwd: checkout, encoding: "utf8" });
}

it("the jobs process reads no settings from the folders above the checkout", () => {
  copyFileSync(join(ROOT, "package.json"), join(checkout, "package.json"));
  expect(loadWorker()).toMatchObject({ status: 0, stderr: "" });
});

it("which it would without the mark in package.json", () => {
  expect(loadWorker().stderr).toContain("somebody else's settings");
});
