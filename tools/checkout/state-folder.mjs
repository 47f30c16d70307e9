import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Refusal } from "../command/refusal.mjs";
import { checkout, inCheckout } from "./checkout.mjs";

const MARKER = ".halligan-state";
const OTHERS_MAY_ENTER = 0o001;

/**
 * Where everything lives that a run leaves behind: the database, secrets, logs, the sandbox's account.
 * Root's database runs as another user, who cannot enter a folder below a closed one (a checkout under
 * /root, mode 0700): then the state lies in /var/tmp and `.halligan/where` says so.
 * @param {{ folder?: string, uid?: number, override?: string | undefined }} [options]
 * @returns {string} an absolute path; nothing is created
 */
export function stateRoot({
  folder = checkout,
  uid = process.getuid?.() ?? -1,
  override = process.env.HALLIGAN_STATE,
} = {}) {
  if (override) return resolve(override);
  if (uid !== 0 || everyParentIsOpen(folder)) return join(folder, ".halligan");
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  return `/var/tmp/halligan-${hash}`;
}

function everyParentIsOpen(folder) {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * Creates the state folder or takes the existing one, if it carries our marker and is ours.
 * @param {string} [root]
 * @returns {string} the folder
 */
export function openStateFolder(root = stateRoot()) {
  const uid = process.getuid?.() ?? -1;
  const found = lstatSync(root, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw new Refusal(`${root} is not a folder; move it away and start again.`);
  // `.halligan/` with nothing but `where` in it is what a run as root left beside the checkout.
  const isEmpty = !found || readdirSync(root).every((name) => name === "where");
  if (found && !isEmpty) {
    if (!existsSync(join(root, MARKER))) {
      throw new Refusal(
        `${root} exists but was not made by Halligan (no ${MARKER} in it); move it away and start again.`,
      );
    }
    if (found.uid !== uid) {
      throw new Refusal(
        `${root} belongs to user number ${found.uid} and you are number ${uid}: run this as that user, or let that user start over with npm run demo -- --reset.`,
      );
    }
  }
  // Root's folder must be passable for the unprivileged users of the database and the shells, whatever root's umask
  // is; what is secret in it has its own mode.
  if (uid === 0) process.umask(0o022);
  try {
    if (!found) mkdirSync(root, { recursive: true });
    chmodSync(root, uid === 0 ? 0o711 : 0o700);
    if (isEmpty) writeFileSync(join(root, MARKER), `${JSON.stringify({ checkout })}\n`, { mode: 0o600 });
    leaveWord(root);
  } catch (error) {
    throw new Refusal(`The state folder ${root} cannot be written: ${error.message}.`, { cause: error });
  }
  ensureTemporaryFolder(root);
  return root;
}

/** Some machines let only root write to /tmp: then everything we start puts its temporary files below the state. */
function ensureTemporaryFolder(root) {
  try {
    accessSync(tmpdir(), constants.W_OK);
  } catch {
    process.env.TMPDIR = stateSubfolder(root, "tmp");
  }
}

function leaveWord(root) {
  const beside = inCheckout(".halligan");
  const isElsewhere = root !== beside && root === stateRoot() && !process.env.HALLIGAN_STATE;
  if (!isElsewhere) return;
  mkdirSync(beside, { recursive: true });
  writeFileSync(join(beside, "where"), `${root}\n`);
  // Only root gets here; whoever owns the checkout must still be able to run a demo of their own in it.
  const { uid, gid } = statSync(inCheckout());
  for (const path of [beside, join(beside, "where")]) chownSync(path, uid, gid);
}

/**
 * Removes the state folder: only one that carries our marker.
 * @param {string} [root]
 */
export function removeStateFolder(root = stateRoot()) {
  if (!existsSync(root)) return;
  if (lstatSync(root).isSymbolicLink() || !existsSync(join(root, MARKER))) {
    throw new Refusal(`${root} was not made by Halligan (no ${MARKER} in it), so it is not deleted.`);
  }
  try {
    rmSync(root, { recursive: true, force: true });
  } catch (error) {
    throw new Refusal(`${root} cannot be deleted: ${error.message}.`, { cause: error });
  }
}

/**
 * @param {string} root the state folder
 * @param {string[]} parts
 * @returns {string} a folder of ours below it, created if missing, closed to others
 */
export function stateSubfolder(root, ...parts) {
  const folder = join(root, ...parts);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * A random secret of this install: made at the first call, the same ever after.
 * @param {string} root the state folder
 * @param {string} name
 * @returns {string} 43 characters of base64url
 */
export function installSecret(root, name) {
  const file = join(root, "secrets.json");
  const secrets = readJson(file) ?? {};
  if (typeof secrets[name] === "string") return secrets[name];
  const secret = randomBytes(32).toString("base64url");
  writePrivate(file, `${JSON.stringify({ ...secrets, [name]: secret }, null, 2)}\n`);
  return secret;
}

/**
 * @param {string} file
 * @returns {Record<string, any> | undefined} undefined when there is none
 */
export function readJson(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Refusal(`${file} is damaged (${error.message}); npm run demo -- --reset starts over.`, {
      cause: error,
    });
  }
}

/**
 * Replaces a file as a whole, readable by us alone.
 * @param {string} file
 * @param {string} text
 */
export function writePrivate(file, text) {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, file);
}
