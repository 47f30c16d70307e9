import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inCheckout } from "./checkout.mjs";

interface Entry {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const packages: Record<string, Entry> = JSON.parse(
  readFileSync(inCheckout("package-lock.json"), "utf8"),
).packages;

/** Node's own way: a package's own node_modules, then those of every folder above it. */
function isFound(name: string, from: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

// A mirror that lacks the packages of other platforms makes npm write a lockfile without them, and `npm ci` refuses
// such a lockfile: everywhere, not only there.
it("lists every dependency, those for other platforms too: npm ci refuses it otherwise", () => {
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isFound(name, path))
      .map((name) => `${name}, needed by ${path || "this project"}`),
  );
  expect(missing).toEqual([]);
});

it("pins versions and names no registry", () => {
  const entries = Object.entries(packages).filter(([path]) => path !== "");
  expect(entries.filter(([, { version }]) => version === undefined)).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
