import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { NodeSeed, SeedFile } from "./node-seed";
import type { ShellIdentity } from "./processes/node-process";
import { PROGRAMS } from "./shims/programs";
import { shellRc } from "./shims/shell-rc";

const CHUNK_BYTES = 1 << 20;

/** Writes the programs that stand for the node's own; again at every start, since a new version may bring new ones. */
export function layDownPrograms(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
  return folder;
}

/** What a node's shells read first. Outside the node's folder: see layDownNode. */
export function layDownShellRc(folder: string, { row }: NodeSeed): void {
  writeFileSync(join(folder, row.id), shellRc(row), { mode: 0o644 });
}

/**
 * Makes a node's folder when it is new; a node that exists keeps what was done to it. Once it is laid down nothing is written into
 * it from here: it belongs to the shells' user, who could have put a link where root would write.
 */
export function layDownNode(options: {
  nodesDir: string;
  seed: NodeSeed;
  now: number;
  identity?: ShellIdentity;
}): void {
  const { nodesDir, seed, identity } = options;
  const root = join(nodesDir, seed.row.id);
  const seeded = join(nodesDir, `${seed.row.id}.seeded`);
  if (existsSync(seeded)) return;
  // A start that was killed half-way left no mark: begin again. No shell has run there yet.
  rmSync(root, { recursive: true, force: true });
  makeFolder(root, identity);
  for (const file of seed.files(options.now)) writeSeedFile(root, file, identity);
  writeFileSync(seeded, `${options.now}\n`);
}

/**
 * Makes sure that the shells' user can enter the nodes' folder. Our own state folder is opened for passing through (not for
 * listing; its secrets have modes of their own); a closed folder above it is the operator's to change.
 */
export function makeReachable(stateDir: string, nodesDir: string): void {
  chmodSync(stateDir, statSync(stateDir).mode | 0o011);
  chmodSync(nodesDir, 0o755);
  for (let folder = dirname(stateDir); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) {
      throw new Error(
        `The nodes' shells run as an unprivileged user, who cannot enter ${folder}: choose a state folder that everybody may pass through (SANDBOX_STATE).`,
      );
    }
    if (folder === dirname(folder)) return;
  }
}

function writeSeedFile(root: string, file: SeedFile, identity: ShellIdentity | undefined): void {
  const path = join(root, file.path);
  makeFolders(root, dirname(file.path), identity);
  if (typeof file.content === "string") {
    writeFileSync(path, file.content);
  } else {
    writeRepeated(path, file.content.repeat, file.content.bytes);
  }
  chmodSync(path, file.executable ? 0o755 : 0o644);
  if (identity) chownSync(path, identity.uid, identity.gid);
}

function makeFolders(root: string, relative: string, identity: ShellIdentity | undefined): void {
  if (relative === "." || relative === "") return;
  makeFolders(root, dirname(relative), identity);
  makeFolder(join(root, relative), identity);
}

function makeFolder(path: string, identity: ShellIdentity | undefined): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}

/** Real bytes, not a hole: `du` has to see them. */
function writeRepeated(path: string, line: string, bytes: number): void {
  const chunk = Buffer.alloc(CHUNK_BYTES, line);
  const descriptor = openSync(path, "w");
  try {
    for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
      writeSync(descriptor, chunk, 0, Math.min(left, CHUNK_BYTES));
    }
  } finally {
    closeSync(descriptor);
  }
}
