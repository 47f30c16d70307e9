/**
 * `npm run build`: database client, Next's build and the bundles of gateway, jobs and command line.
 * `-- --with-sandbox` adds the AWS sandbox and the identity provider, for demo and test.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { checkout, inCheckout } from "./checkout/checkout.mjs";
import { installIfNeeded, refuseOldNode } from "./checkout/install.mjs";
import { shippedPolicyJson } from "./checkout/shipped-policy.mjs";
import { stateRoot } from "./checkout/state-folder.mjs";
import { runToolOrRefuse } from "./command/child-process.mjs";
import { toolEnvironment } from "./command/environment.mjs";
import { step } from "./command/progress.mjs";
import { Refusal, reportFailure } from "./command/refusal.mjs";
import { onSignal } from "./command/signals.mjs";
import { findHolder, hold } from "./command/single-instance.mjs";
import { waitFor } from "./command/waiting.mjs";
import { generateClient, isClientGenerated } from "./database/prisma-tool.mjs";
import { readMigrations } from "./migrate.mjs";

const STAMP = inCheckout("dist", "build.json");
const PORTAL_BUNDLES = {
  gateway: "server/gateway/main.ts",
  jobs: "server/jobs/main.ts",
  "segment-worker": "server/threads/segment-worker.ts",
  "policy-worker": "server/threads/policy-worker.ts",
  "rehearsal-worker": "server/threads/rehearsal-worker.ts",
  "terminal-worker": "server/threads/terminal-worker.ts",
  "reading-worker": "server/jobs/reading-worker.ts",
  halligan: "bin/halligan.ts",
};
const SANDBOX_BUNDLES = { aws: "sandbox/aws/main.ts", identity: "sandbox/identity/main.ts" };

/** Everything else in the checkout goes into the build, so a new folder cannot be forgotten. */
const NOT_INPUT = new Set([
  ...["node_modules", ".next", "dist", ".git", ".halligan", "test-results", "playwright-report"],
  ...[
    "e2e",
    "bench",
    "docs",
    "fixtures",
    "infra",
    ".ci",
    "generated",
    "next-env.d.ts",
    "tsconfig.tsbuildinfo",
  ],
]);
const BUILDS_ITSELF = new Set(["build.mjs", "prisma-tool.mjs", "schema-engine.mjs", "shipped-policy.mjs"]);

/**
 * Builds what has changed since the last build.
 * @param {{ withPortal?: boolean, withSandbox?: boolean }} [options]
 */
export async function buildIfNeeded({ withPortal = true, withSandbox = false } = {}) {
  const wanted = currentHashes();
  const parts = [...(withPortal ? ["portal"] : []), ...(withSandbox ? ["sandbox"] : [])];
  if (missing(wanted, parts).length === 0) return;
  // The bundles were read as a whole when their processes started; Next reads its chunks when they are asked for.
  if (missing(wanted, parts).includes("portal")) await refuseUnderRunningDemo();
  const lock = await holdBuild();
  try {
    // Another run may have built while we waited.
    const due = missing(wanted, parts);
    if (due.includes("portal")) await buildPortal();
    if (due.includes("sandbox"))
      await step("Building the sandbox", () => bundle(SANDBOX_BUNDLES, "dist/sandbox"));
    const done = Object.fromEntries(due.map((part) => [part, wanted[part]]));
    mkdirSync(inCheckout("dist"), { recursive: true });
    writeFileSync(STAMP, `${JSON.stringify({ ...readStamp(), ...done }, null, 2)}\n`);
  } finally {
    lock.release();
  }
}

/** @returns {boolean} whether dist/ and .next were made from the sources as they are now */
export function isBuildCurrent() {
  return missing(currentHashes(), ["portal", "sandbox"]).length === 0;
}

/** Whether dist/ and .next hold a finished build, of whatever sources. */
function isBuilt() {
  return readStamp().portal !== undefined && existsSync(inCheckout(".next", "BUILD_ID"));
}

async function buildPortal() {
  forget("portal");
  await step("Generating the database client", generateClient);
  await step("Building the portal", async () => {
    const next = inCheckout("node_modules", "next", "dist", "bin", "next");
    const env = { ...toolEnvironment(), NODE_ENV: "production" };
    await runToolOrRefuse("Building the portal", next, ["build"], { env });
    await bundle(PORTAL_BUNDLES, "dist");
  });
}

async function bundle(entries, outdir) {
  const { build, stop } = await import("esbuild");
  const entryPoints = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, inCheckout(file)]),
  );
  for (const file of Object.values(entries)) {
    if (!existsSync(inCheckout(file)))
      throw new Refusal(`${file} is missing: this is not a complete checkout.`);
  }
  try {
    await build({
      entryPoints,
      outdir: inCheckout(outdir),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      target: "node20",
      sourcemap: true,
      tsconfig: inCheckout("tsconfig.json"),
      define: {
        "process.env.HALLIGAN_MIGRATIONS": JSON.stringify(migrationNames().join(",")),
        "process.env.HALLIGAN_POLICY": JSON.stringify(shippedPolicyJson(inCheckout("policy"))),
      },
      logLevel: "silent",
    });
  } catch (error) {
    throw new Refusal(`Bundling failed: ${error.message}`, { cause: error });
  } finally {
    // Its helper process would stay as long as the demo that called us.
    await stop();
  }
}

/** What a database must have for this build. next.config.ts says it to Next's own. */
function migrationNames() {
  return readMigrations(inCheckout("prisma", "migrations")).map(({ name }) => name);
}

function currentHashes() {
  const files = listInputs(checkout);
  const isSandbox = (file) => file.startsWith("sandbox/");
  return {
    portal: hashFiles(files.filter((file) => !isSandbox(file))),
    sandbox: hashFiles(files.filter((file) => isSandbox(file) || !file.includes("/"))),
  };
}

function listInputs(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = relative(checkout, path);
    if (NOT_INPUT.has(entry.name)) return [];
    if (entry.isDirectory()) return listInputs(path);
    if (name.startsWith("tools/")) return BUILDS_ITSELF.has(entry.name) ? [name] : [];
    return /\.(test|e2e)\.tsx?$|\.md$|^(biome|knip|vitest|playwright)\b/.test(entry.name) ? [] : [name];
  });
}

function hashFiles(files) {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(inCheckout(file)));
  return hash.digest("hex");
}

function missing(wanted, parts) {
  const stamp = readStamp();
  const isThere = {
    portal: isBuilt() && isClientGenerated(),
    sandbox: existsSync(inCheckout("dist", "sandbox", "aws.mjs")),
  };
  return parts.filter((part) => stamp[part] !== wanted[part] || !isThere[part]);
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, "utf8"));
  } catch {
    return {};
  }
}

/** A build that breaks half-way must not pass for a finished one. */
function forget(part) {
  const { [part]: _gone, ...rest } = readStamp();
  if (Object.keys(rest).length === 0) rmSync(STAMP, { force: true });
  else writeFileSync(STAMP, `${JSON.stringify(rest, null, 2)}\n`);
}

/** Next's running server answers 500 for every chunk that a new build has changed. */
async function refuseUnderRunningDemo() {
  const demo = await findHolder(stateRoot(), "demo");
  if (!demo || demo.pid === process.pid) return;
  const where = demo.about ? ` (${demo.about})` : "";
  throw new Refusal(
    `The sources have changed since the demo of this folder was started${where}, and a new build would break it: stop the demo (process ${demo.pid}) first.`,
  );
}

async function holdBuild() {
  let holder;
  const lock = await waitFor(
    async () => {
      const answer = await hold(checkout, "build");
      if (!("heldBy" in answer)) return answer;
      holder = answer.heldBy;
      return undefined;
    },
    180_000,
    500,
  );
  if (!lock)
    throw new Refusal(
      `Another build of this folder is running (process ${holder?.pid}); wait for it and start again.`,
    );
  return lock;
}

async function main() {
  onSignal(async () => {});
  refuseOldNode();
  await installIfNeeded();
  await buildIfNeeded({ withSandbox: process.argv.includes("--with-sandbox") });
  console.log("The build is up to date.");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error) => {
    process.exitCode = reportFailure(error);
  });
}
