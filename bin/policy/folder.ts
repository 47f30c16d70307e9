import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { POLICY_LIMITS } from "@/lib/policy/text/cut";
import type { PolicyFile } from "@/lib/policy/text/problems";

/**
 * The files of a folder that end with .cedar, by name; folders in it are not looked into.
 * @throws Error where there is none, or one is not UTF-8 or larger than all may be
 */
export function readPolicyFolder(folder: string): PolicyFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".cedar"))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) throw new Error("no file in it ends with .cedar");
  return names.map((name) => {
    const path = join(folder, name);
    if (statSync(path).size > POLICY_LIMITS.setBytes)
      throw new Error(`${name} has more than ${POLICY_LIMITS.setBytes} bytes`);
    return { name, text: decode(name, readFileSync(path)) };
  });
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error(`${name} is not UTF-8`, { cause: error });
  }
}
