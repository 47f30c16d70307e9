import { mkdirSync } from "node:fs";

/**
 * A folder of a rehearsal below the state folder. Root's must be passable for the unprivileged users of the database
 * and the shells; what is secret in it has its own mode.
 * @param {string} folder
 */
export function makeFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}
