import { type NoteKey, readKey } from "./note";

/** A public key of whoever verifies, and when heads may be signed with it. */
export interface TrustedKey extends NoteKey {
  /** In milliseconds since 1970; null: without limit. */
  notBefore: number | null;
  notAfter: number | null;
}

/** A key whose period nobody limited. */
export function trustedAlways(key: NoteKey): TrustedKey {
  return { ...key, notBefore: null, notAfter: null };
}

const MOST = 1_000;
const PERIOD = /^(not-before|not-after)=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z)$/;

/**
 * Reads a file of public keys: one a line, as `halligan verify` prints it, and behind it, where the key was or will be
 * replaced, `not-before=2026-01-01T00:00:00Z` and `not-after=…`, both inclusive. Lines that begin with "#" are comments.
 * @throws Error that names the first line that is no key
 */
export function readTrustedKeys(text: string): TrustedKey[] {
  const keys = text.split(/\r?\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    return trimmed === "" || trimmed.startsWith("#") ? [] : [readTrustedKey(trimmed, index + 1)];
  });
  if (keys.length === 0) throw new Error("there is no public key in it");
  if (keys.length > MOST) throw new Error(`there are more than ${MOST} keys in it`);
  const twice = keys.find((key, index) => keys.findIndex(({ text: other }) => other === key.text) < index);
  if (twice) throw new Error(`the key ${twice.name}+${twice.id} is in it twice`);
  return keys;
}

function readTrustedKey(line: string, number: number): TrustedKey {
  const [first = "", ...rest] = line.split(/\s+/);
  const key = readKey(first);
  if (!key) throw new Error(`line ${number} is not a public key`);
  const trusted = trustedAlways(key);
  for (const part of rest) {
    const [, name, instant = ""] = PERIOD.exec(part) ?? [];
    const at = Date.parse(instant);
    if (name === undefined || Number.isNaN(at))
      throw new Error(
        `line ${number} has something behind the key that is neither not-before= nor not-after=`,
      );
    if (name === "not-before") trusted.notBefore = at;
    else trusted.notAfter = at;
  }
  if (trusted.notBefore !== null && trusted.notAfter !== null && trusted.notBefore > trusted.notAfter)
    throw new Error(`line ${number}: the key's period ends before it begins`);
  return trusted;
}

/** Whether a head of this instant may be signed with the key. @param at ISO 8601 */
export function isInPeriod({ notBefore, notAfter }: TrustedKey, at: string): boolean {
  const ms = Date.parse(at);
  return (notBefore === null || ms >= notBefore) && (notAfter === null || ms <= notAfter);
}
