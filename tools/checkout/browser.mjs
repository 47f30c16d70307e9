import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { passedOn } from "../command/environment.mjs";
import { step } from "../command/progress.mjs";
import { Refusal } from "../command/refusal.mjs";
import { inCheckout } from "./checkout.mjs";
import { findTool } from "./required-tools.mjs";
import { openStateFolder, readJson } from "./state-folder.mjs";

/**
 * @typedef {object} Browser what Playwright launches
 * @property {string} executablePath
 * @property {string[]} args
 * @property {Record<string, string>} env
 */

// The tests run as root in containers, where Chromium's own sandbox cannot start.
const ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"];

/**
 * The Chromium of this machine, or the one from npm with the libraries it needs, unpacked once.
 * @returns {Promise<Browser>}
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Refusal(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return { executablePath: named, args: ARGS, env: passedOn() };
  }
  const installed = findTool("chromium") ?? findTool("chromium-browser") ?? findTool("google-chrome");
  if (installed) return { executablePath: installed, args: ARGS, env: passedOn() };
  const folder = await unpackBrowser();
  return {
    executablePath: join(folder, "chromium"),
    args: [...ARGS, "--use-gl=angle", "--use-angle=swiftshader"],
    env: {
      ...passedOn(),
      LD_LIBRARY_PATH: join(folder, "lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  };
}

/** @returns {Promise<string>} the folder it lies in */
async function unpackBrowser() {
  const source = inCheckout("node_modules", "@sparticuz", "chromium");
  const manifest = readJson(join(source, "package.json"));
  if (!manifest)
    throw new Refusal("No Chromium: set CHROMIUM_PATH, or run npm ci (@sparticuz/chromium is missing).");
  const target = join(openStateFolder(), `browser-${manifest.version}`);
  if (existsSync(target)) return target;
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await step("Unpacking the browser", async () => {
    const bin = join(source, "bin");
    await Promise.all([
      unpackArchive(join(bin, "al2023.tar.br"), fresh),
      unpackArchive(join(bin, "swiftshader.tar.br"), fresh),
      unpackArchive(join(bin, "fonts.tar.br"), fresh),
      unpackFile(join(bin, "chromium.br"), join(fresh, "chromium")),
    ]);
  });
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another test process was quicker with the same.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

async function unpackArchive(archive, folder) {
  const { extract } = await import("tar-fs");
  await pipeline(createReadStream(archive), createBrotliDecompress(), extract(folder));
}

async function unpackFile(archive, file) {
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(file));
  await chmod(file, 0o755);
}
