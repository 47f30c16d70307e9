/**
 * `npm run mutants`: takes one check away at a time, as tools/checks/mutants.json says, and expects its test to go red. The
 * files stay as they are: a plugin gives the tests the changed text. Takes minutes; `npm test` does not run it.
 *
 * `npm run mutants -- verify-chain` tries only those whose file or test has that in its path.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { inCheckout } from "./checkout/checkout.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";

/** @typedef {{ file: string, replace: string, by: string, test: string }} Mutant */

/** @returns {Mutant[]} each with a place in its file that is there exactly once */
export function readMutants() {
  const mutants = JSON.parse(readFileSync(inCheckout("tools", "checks", "mutants.json"), "utf8"));
  for (const { file, replace } of mutants) {
    const count = readFileSync(inCheckout(file), "utf8").split(replace).length - 1;
    if (count !== 1)
      throw new Refusal(`${file} has "${replace}" ${count} times; tools/checks/mutants.json is old.`);
  }
  return mutants;
}

/**
 * @param {Mutant} mutant
 * @returns {Promise<boolean>} whether its test went red
 */
function isCaught(mutant) {
  const project = mutant.test.endsWith(".int.test.ts") ? "integration" : "unit";
  const vitest = inCheckout("node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [vitest, "run", "--bail=1", "--project", project, mutant.test], {
    cwd: inCheckout(),
    env: { ...process.env, VITEST_MUTANT: JSON.stringify(mutant) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.on("data", (text) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      // A test that never ran is no test that went red.
      if (code !== 0 && !/Tests .*\d+ failed/.test(output))
        reject(new Refusal(`${mutant.test} did not run:\n${output.slice(-2_000)}`));
      else resolve(code !== 0);
    });
  });
}

async function main() {
  const [part = ""] = process.argv.slice(2);
  const wanted = readMutants().filter(({ file, test }) => file.includes(part) || test.includes(part));
  const missed = [];
  for (const mutant of wanted) {
    const caught = await isCaught(mutant);
    if (!caught) missed.push(mutant);
    console.log(
      `${caught ? "red   " : "GREEN "} ${mutant.file}: ${mutant.replace.trim()} → ${mutant.by.trim()}`,
    );
  }
  console.log(`${wanted.length - missed.length} of ${wanted.length} were caught.`);
  return missed.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.exitCode = reportFailure(error);
  },
);
