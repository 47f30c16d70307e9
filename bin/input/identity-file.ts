import { readFileSync } from "node:fs";

const IDENTITY = /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/;
const ENCRYPTED = /^(?:age-encryption\.org\/|-----BEGIN AGE ENCRYPTED FILE-----)/;

/**
 * Reads the private keys of a file as age-keygen writes it: a key a line, comments behind "#".
 * @throws Error that says what is wrong with it, and never repeats what it holds
 */
export function readIdentityFile(path: string): string[] {
  const text = readFileSync(path, "utf8");
  if (ENCRYPTED.test(text)) throw new Error(`${path} is encrypted itself: decrypt it first, with age -d.`);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0 || !lines.every((line) => IDENTITY.test(line)))
    throw new Error(
      `${path} is no file of age keys: it should hold a line that begins with AGE-SECRET-KEY-1.`,
    );
  return lines;
}
