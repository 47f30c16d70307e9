import { parseArgs } from "node:util";
import type { ProcessName } from "@/lib/kernel/config/config";
import { checkConfig } from "./check-config";
import { exportEvidence } from "./export-bundle";
import { generateKeys } from "./input/keygen";
import { openInputFile } from "./input/open-input";
import { endWhereNobodyReads, print, printError } from "./output";
import { policyCommand } from "./policy/policy";
import { seed } from "./seed";
import { verify } from "./verify";
import { verifyBundleFile } from "./verify-bundle";

const HELP = `halligan <command>

  verify [--database <url>] [--anchors <where>] [--key <file>] [--anchor <number>:<hash>] [--recordings <where>] [--json]
      Checks the audit step by step and lists every fault: a line for each step (passed, FAILED or not checked, and
      why), then every fault. Needs nothing but a database: --database or DATABASE_URL.
      --anchor: a batch and its hash that an earlier run printed and you kept elsewhere.
      --anchors: the file of signed heads that the jobs process adds to (AUDIT_ANCHOR_FILE), or a copy of it; or
        s3://bucket/prefix (AUDIT_ANCHOR_BUCKET), read with your own AWS configuration; or a folder with a copy of that,
        such as "aws s3 sync" makes.
      --key: a file with the public keys that sign them, a line each, as an earlier run printed them; behind a key
        that was replaced, not-before=2026-01-01T00:00:00Z and not-after=… say when heads were signed with it.
      --recordings: reads output that was moved into a bucket too: s3://bucket/prefix (RECORDING_BUCKET), with your own
        AWS configuration, or a folder with a copy of it.
      --json: the report as JSON.
      Exit 0: verified. 1: faults were found. 2: it could not run.
  verify --bundle <file> --key <file> [--anchors <where>] [--json]
      Checks the evidence of one session that export-bundle wrote, without database and network, step by step up to the
      first thing that is wrong. Exit codes as above.
  export-bundle --session <id> --out <file> --reason <text>
      Writes the evidence of a session that is over: its unmasked recording, its audit events, and the proofs that they
      are in the signed log. Runs with the gateway's settings; that it ran, and why, is an audit event. Waits up to three
      minutes for the next signed head. Exit 0: written. 1: not written.
  keygen --out <file>
      Makes the pair of keys of somebody who can open kept input together with another (INPUT_RECIPIENTS): writes the
      private key into the file, prints the public one. The same as age-keygen does. Needs no database and no network.
  open-input <file> --identity <file> --identity <file> [--key <file>] [--out <file>]
      Opens what was typed in a session whose input is kept, with the private keys of two people: prints it line by line
      with times, or writes each message into --out as JSON. <file>: what was downloaded on the session's page, or an
      evidence bundle that export-bundle wrote; that is verified first, with the public keys of --key. Needs no database and no network.
      Exit 0: opened. 1: not opened (a wrong key, one key only, an altered file).
  check-config [web | gateway | jobs] [--json]
      Reads every setting from the environment and from the file that HALLIGAN_CONFIG_FILE names, and says which are
      missing or wrong for that process (web if none is named), and where. Exit 78 if any is. --json: prints where the
      processes listen.
  policy check <folder>
      Checks the rules in its .cedar files as the portal does, and says of each mistake file, line and column. Needs no
      database and no network. Exit 0: valid. 1: not.
  policy test <folder> <cases.json>
      Checks them, and asks them what the cases say: a list of {name, person: {roles, groups}, node: {accountId, region,
      protection, tags}, windowSeconds, at, expect: {permitted, rules, approvals, longestWindowSeconds, stepUp, watcher,
      input}}; what is left out has a usual value, and what is not expected is not compared. Exit 0: all as expected.
  policy import <folder> --as <administrator> --reason <text>
      Checks them, and proposes them in the name of an administrator: an id, or a name. Another approves them in the
      portal. Runs with web's settings; who proposed what, and from which host, is an audit event. Exit 0: proposed.
  seed
      Writes a little history into an empty sandbox. Refused in production.

  --help, -h   this text
`;

const USAGE = 64;
const UNAVAILABLE = 69;
const NOT_WRITTEN = 74;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [command, ...rest] = positionals;
  if (values.help === true || command === "help") {
    print(HELP);
    return 0;
  }
  const reader = command === "check-config" ? processNamed(rest) : undefined;
  const hasWords = command === "policy" || (command === "open-input" && rest.length === 1);
  if (command === undefined || (rest.length > 0 && !reader && !hasWords)) {
    printError(HELP);
    return USAGE;
  }
  switch (command) {
    case "verify":
      return values.bundle === undefined
        ? verify(values)
        : verifyBundleFile({ ...values, bundle: values.bundle });
    case "export-bundle":
      return exportEvidence(values);
    case "keygen":
      return generateKeys(values);
    case "open-input":
      return openInputFile(rest[0], values);
    case "check-config":
      return checkConfig(reader ?? "web", values);
    case "policy":
      return policyCommand(rest, values);
    case "seed":
      return seed();
    default:
      printError(`There is no command "${command}".\n\n${HELP}`);
      return USAGE;
  }
}

const PROCESSES: readonly ProcessName[] = ["web", "gateway", "jobs"];

function processNamed(words: readonly string[]): ProcessName | undefined {
  return words.length > 1 ? undefined : PROCESSES.find((name) => name === words[0]);
}

function readArguments() {
  return parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
      database: { type: "string" },
      anchor: { type: "string" },
      anchors: { type: "string" },
      key: { type: "string" },
      recordings: { type: "string" },
      bundle: { type: "string" },
      session: { type: "string" },
      out: { type: "string" },
      reason: { type: "string" },
      as: { type: "string" },
      identity: { type: "string", multiple: true },
      json: { type: "boolean" },
    },
    allowPositionals: true,
  });
}

endWhereNobodyReads(NOT_WRITTEN);
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage =
      error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    printError(error instanceof Error ? error.message : String(error));
    if (error instanceof Error && error.cause instanceof Error) printError(error.cause.message);
    process.exitCode = isUsage ? USAGE : UNAVAILABLE;
  },
);
