import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { checksOf } from "./cli-checks.mjs";

/**
 * Drives the official AWS CLI against the sandbox and prints one line per check.
 *
 *   node sandbox/aws/testing/cli-conformance.mjs AWS_ENDPOINT_URL=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… AWS_REGION=…
 *
 * Without arguments the same variables are read from a file named by SANDBOX_ENVIRONMENT, as `npm run sandbox`
 * prints them. The exit code is 0 when every check passed, 1 when one failed, 2 when there is no CLI.
 */

const run = promisify(execFile);

/**
 * @param {Record<string, string>} environment the sandbox's KEY=value lines
 * @param {(line: string) => void} print
 * @returns {Promise<{ passed: number, failed: number, missing: boolean }>}
 */
export async function checkCli(environment, print) {
  const endpoint = environment.AWS_ENDPOINT_URL;
  if (!endpoint) throw new Error("AWS_ENDPOINT_URL is missing: pass the lines that npm run sandbox prints.");
  const aws = async (...parameters) => callAws(environment, [...parameters, "--endpoint-url", endpoint]);
  const version = await callAws(environment, ["--version"]);
  if (version.status === 127) {
    print(
      "The AWS CLI (aws) is not on this machine's PATH: nothing was checked. Install it and run npm run test:clients again.",
    );
    return { passed: 0, failed: 0, missing: true };
  }
  print(`aws: ${(version.stdout || version.stderr).trim()}`);
  let passed = 0;
  let failed = 0;
  for (const [name, check] of checksOf(aws, environment.AWS_REGION)) {
    const problem = await check().catch((error) => String(error));
    if (problem === undefined) passed += 1;
    else failed += 1;
    print(problem === undefined ? `ok    ${name}` : `FAIL  ${name}: ${problem}`);
  }
  return { passed, failed, missing: false };
}

/** Runs aws with the sandbox's variables only: nothing of the machine's own AWS settings, proxies or bundles. */
async function callAws(environment, parameters) {
  const folder = mkdtempSync(join(tmpdir(), "halligan-cli-"));
  const empty = join(folder, "empty");
  writeFileSync(empty, "");
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_CONFIG_FILE: empty,
    AWS_SHARED_CREDENTIALS_FILE: empty,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
    ...environment,
    AWS_DEFAULT_REGION: environment.AWS_DEFAULT_REGION ?? environment.AWS_REGION,
  };
  try {
    const { stdout, stderr } = await run("aws", parameters, {
      env,
      timeout: 60_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (error.code === "ENOENT") return { status: 127, stdout: "", stderr: "" };
    return {
      status: typeof error.code === "number" ? error.code : 1,
      stdout: error.stdout ?? "",
      stderr: error.stderr ?? String(error),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} text KEY=value lines */
function readLines(text) {
  return Object.fromEntries(
    text
      .split("\n")
      .map((line) => /^([A-Z_]+)=(.*)$/.exec(line.trim()))
      .filter((match) => match !== null)
      .map(([, name, value]) => [name, value]),
  );
}

async function main() {
  const file = process.env.SANDBOX_ENVIRONMENT;
  const given = process.argv.slice(2).join("\n");
  const environment = readLines(given === "" && file ? readFileSync(file, "utf8") : given);
  const { passed, failed, missing } = await checkCli(environment, (line) => console.log(line));
  if (missing) process.exit(2);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
