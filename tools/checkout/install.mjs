import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { runToolOrRefuse } from "../command/child-process.mjs";
import { toolEnvironment } from "../command/environment.mjs";
import { step } from "../command/progress.mjs";
import { Refusal } from "../command/refusal.mjs";
import { hold } from "../command/single-instance.mjs";
import { inCheckout } from "./checkout.mjs";
import { openStateFolder } from "./state-folder.mjs";

const OLDEST_NODE = [20, 19];

/**
 * What a developer's launcher needs before anything else: the platform that the embedded database, the browser
 * and the PTY exist for, a place for its state, and the packages of the lockfile.
 */
export async function prepareCheckout() {
  refuseOldNode();
  refuseOtherPlatforms();
  openStateFolder();
  await installIfNeeded();
}

/** @param {string} [version] */
export function refuseOldNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Refusal(`Halligan needs Node ${OLDEST_NODE.join(".")} or newer; this is ${version}.`);
}

/** @param {{ platform?: string, arch?: string, glibc?: string | undefined }} [machine] */
export function refuseOtherPlatforms({
  platform = process.platform,
  arch = process.arch,
  glibc = glibcVersion(),
} = {}) {
  if (platform === "linux" && arch === "x64" && glibc) return;
  const libc = platform === "linux" && !glibc ? " without glibc" : "";
  throw new Refusal(
    `The demo and the tests run on Linux x64 with glibc; this is ${platform} ${arch}${libc}. (npm run build and npm start run wherever Node does.)`,
  );
}

function glibcVersion() {
  if (!process.report) return undefined;
  // Without this the report looks up the names of open connections.
  process.report.excludeNetwork = true;
  return process.report.getReport()?.header?.glibcVersionRuntime;
}

/** Installs exactly the lockfile's packages when something is missing or the lockfile has changed. */
export async function installIfNeeded() {
  const stamp = inCheckout("node_modules", ".halligan-install");
  const wanted = lockfileHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!isInstalled()) {
    const lock = await hold(inCheckout(), "install");
    if ("heldBy" in lock) {
      throw new Refusal(
        `Packages are being installed in this folder by another run (process ${lock.heldBy.pid}); wait for it and start again.`,
      );
    }
    try {
      await step("Installing packages", () =>
        runToolOrRefuse(
          "Installing packages",
          findNpm(),
          ["ci", "--include=dev", "--no-audit", "--no-fund"],
          {
            env: toolEnvironment(),
          },
        ),
      );
    } finally {
      lock.release();
    }
  }
  writeFileSync(stamp, wanted);
}

function lockfileHash() {
  const lockfile = inCheckout("package-lock.json");
  if (!existsSync(lockfile))
    throw new Refusal("package-lock.json is missing: this is not a complete checkout.");
  return createHash("sha256")
    .update(readFileSync(lockfile))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest("hex");
}

/** Whoever ran `npm ci` by hand need not wait for a second one: npm keeps its own list of what lies there. */
function isInstalled() {
  const listed = inCheckout("node_modules", ".package-lock.json");
  if (!existsSync(listed)) return false;
  const wanted = JSON.parse(readFileSync(inCheckout("package-lock.json"), "utf8")).packages;
  const found = JSON.parse(readFileSync(listed, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    const isOptional = optional || (peer && !found[path]);
    return (
      path === "" ||
      (isOptional && !found[path]) ||
      (found[path]?.version === version && existsSync(inCheckout(path)))
    );
  });
}

function findNpm() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === "npm-cli.js" && existsSync(running)) return running;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const found = join(folder, "npm");
    if (existsSync(found) && realpathSync(found).endsWith(".js")) return realpathSync(found);
  }
  throw new Refusal("npm was not found on PATH; it comes with Node and is needed to install the packages.");
}
