/**
 * `npm run test:clients`: drives the official AWS CLI against a sandbox of its own. Its Session Manager plugin is in
 * no package registry: where it is installed the last step uses it too.
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./build.mjs";
import { runStep } from "./check.mjs";
import { closedEnvironment } from "./environment.mjs";
import { prepareCheckout } from "./install.mjs";
import { readAccount, startProcess } from "./portal-processes.mjs";
import { freePort } from "./ports.mjs";
import { Refusal, reportFailure } from "./refusal.mjs";
import { findTool, refuseMissingTools } from "./required-tools.mjs";
import { isStopping, onSignal } from "./signals.mjs";
import { openStateFolder } from "./state-folder.mjs";
import { addCounts } from "./test-counts.mjs";

const PAYMENTS = "i-0f3a9c41d7e25b91c";

/** @type {(() => Promise<void>)[]} */
const putAway = [];

async function main() {
  onSignal(stopAll);
  await prepareCheckout();
  refuseMissingTools();
  const aws = findTool("aws");
  if (!aws) {
    throw new Refusal(
      "The AWS CLI (aws) is not on PATH; install it to run this (on Debian: apt-get install awscli).",
    );
  }
  await buildIfNeeded({ withPortal: false, withSandbox: true });
  const cli = await startSandbox(aws);
  const parts = [];
  for (const [name, check] of CHECKS) parts.push(await runStep(name, () => check(cli)));
  if (findTool("session-manager-plugin"))
    parts.push(await runStep("a shell through the plugin", () => pluginShell(cli)));
  else console.log("  The Session Manager plugin is not installed: no shell was opened through it.");
  const { passed, failed } = addCounts(parts);
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}

/** @type {[string, (cli: Cli) => Promise<{ isFine: boolean, report?: string }>][]} */
const CHECKS = [
  [
    "sts get-caller-identity",
    (cli) => answers(cli, ["sts", "get-caller-identity"], (out) => out.Arn?.includes(":user/")),
  ],
  [
    "ec2 describe-instances",
    (cli) => answers(cli, ["ec2", "describe-instances"], (out) => out.Reservations?.length > 0),
  ],
  [
    "ssm describe-instance-information",
    (cli) =>
      answers(cli, ["ssm", "describe-instance-information"], (out) =>
        out.InstanceInformationList?.some(({ InstanceId }) => InstanceId === PAYMENTS),
      ),
  ],
  [
    "ssm get-connection-status",
    (cli) =>
      answers(
        cli,
        ["ssm", "get-connection-status", "--target", PAYMENTS],
        (out) => out.Status === "connected",
      ),
  ],
  [
    "ssm list-documents",
    (cli) => answers(cli, ["ssm", "list-documents"], (out) => out.DocumentIdentifiers?.length > 0),
  ],
  [
    "ssm describe-sessions",
    (cli) =>
      answers(cli, ["ssm", "describe-sessions", "--state", "History"], (out) => Array.isArray(out.Sessions)),
  ],
  [
    "logs describe-log-groups",
    (cli) => answers(cli, ["logs", "describe-log-groups"], (out) => Array.isArray(out.logGroups)),
  ],
  [
    "cloudtrail lookup-events",
    (cli) => answers(cli, ["cloudtrail", "lookup-events"], (out) => out.Events?.length > 0),
  ],
  ["an unknown target is refused in AWS's words", refusesUnknownTarget],
  ["a wrong key is refused", refusesWrongKey],
];

/**
 * @typedef {(args: string[], env?: Record<string, string>, input?: string) => Promise<{ code: number, stdout: string, stderr: string }>} Cli
 */

/** @returns {Promise<Cli>} */
async function startSandbox(aws) {
  const folder = mkdtempSync(join(tmpdir(), "halligan-clients-"));
  // The nodes' shells run as another user when we are root.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  putAway.push(async () => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "state");
  openStateFolder(root);
  const place = { folder: root, ports: { sandbox: await freePort() } };
  const [sandbox] = await startProcess("sandbox", place);
  putAway.push(() => sandbox.stop());
  const { endpoint, region, users } = readAccount(place);
  const base = {
    ...closedEnvironment(root),
    AWS_ACCESS_KEY_ID: users.operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: users.operator.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: "",
  };
  return (args, env = {}, input = "") =>
    run(aws, ["--endpoint-url", endpoint, "--output", "json", ...args], { ...base, ...env }, input);
}

function run(program, args, env, input) {
  return new Promise((done) => {
    const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdin.end(input);
    child.once("error", (error) => done({ code: 127, stdout, stderr: error.message }));
    child.once("close", (code) => done({ code: code ?? 1, stdout, stderr }));
  });
}

async function answers(cli, args, isRight) {
  const { code, stdout, stderr } = await cli(args);
  if (code !== 0) return { isFine: false, report: stderr };
  return { isFine: Boolean(isRight(JSON.parse(stdout))), report: stdout };
}

async function refusesUnknownTarget(cli) {
  const { stderr } = await cli(["ssm", "start-session", "--target", "i-00000000000000000"]);
  return { isFine: /TargetNotConnected|InvalidInstanceId/.test(stderr), report: stderr };
}

async function refusesWrongKey(cli) {
  const { code, stderr } = await cli(["sts", "get-caller-identity"], {
    AWS_SECRET_ACCESS_KEY: "wrong".repeat(8),
  });
  return { isFine: code !== 0 && /SignatureDoesNotMatch/.test(stderr), report: stderr };
}

async function pluginShell(cli) {
  const { stdout, stderr } = await cli(
    ["ssm", "start-session", "--target", PAYMENTS],
    {},
    "echo plug''in-works\nexit\n",
  );
  return { isFine: stdout.includes("plugin-works"), report: `${stdout}\n${stderr}` };
}

async function stopAll() {
  for (const stop of putAway.splice(0).reverse()) await stop();
}

main()
  .then(
    (failed) => (failed === 0 ? 0 : 1),
    (error) => (isStopping() ? 130 : reportFailure(error)),
  )
  .then(async (code) => {
    if (isStopping()) return;
    await stopAll();
    process.exit(code);
  });
