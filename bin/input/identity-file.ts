import { readFileSync } from "node:fs";
import { bech32 } from "@scure/base";

const PREFIX = "age-secret-key-";
const KEY_BYTES = 32;
const ENCRYPTED = /^(?:age-encryption\.org\/|-----BEGIN AGE ENCRYPTED FILE-----)/;

/**
 * Reads the private keys of a file as age-keygen writes it: a key a line, comments behind "#".
 * @throws Error that says what is wrong with it, and never repeats what it holds
 */
export function readIdentityFile(path: string): string[] {
  const text = read(path);
  if (ENCRYPTED.test(text)) throw new Error(`${path} is encrypted itself: decrypt it first, with age -d`);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0 || !lines.every((line) => line.startsWith(`${PREFIX.toUpperCase()}1`)))
    throw new Error(
      `${path} is no file of age keys: it should hold a line that begins with AGE-SECRET-KEY-1`,
    );
  if (!lines.every(isIdentity))
    throw new Error(`${path} holds a key with a slip in it: copy all 74 characters as age-keygen wrote them`);
  return lines;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Told here, as what reads it later repeats a key in its own error. */
function isIdentity(line: string): boolean {
  const decoded = bech32.decodeUnsafe(line, 90);
  return decoded?.prefix === PREFIX && bech32.fromWordsUnsafe(decoded.words)?.length === KEY_BYTES;
}
