import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Refusal } from "../command/refusal.mjs";

/** What the shells of the demo's nodes run on and no package brings. */
const NEEDED = ["bash"];

/** @param {string} [path] */
export function refuseMissingTools(path = process.env.PATH ?? "") {
  const missing = NEEDED.filter((name) => !findTool(name, path));
  if (missing.length === 0) return;
  throw new Refusal(
    `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing on PATH; install ${missing.length > 1 ? "them" : "it"} and start again.`,
  );
}

/**
 * @param {string} name
 * @param {string} [path]
 * @returns {string | undefined} the absolute path of a program
 */
export function findTool(name, path = process.env.PATH ?? "") {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
