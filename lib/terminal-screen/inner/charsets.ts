import type { Charset, InnerTerminal } from "./inner-terminal";

/** The final characters of ESC ( by which sets of characters are chosen, without ASCII; some name the same set. */
const NAMES = "0A4C5RQKYE6ZH7=";

const known = new WeakMap<InnerTerminal, ReadonlyMap<string, Charset>>();

/** The name of a set, of those that this terminal knows; "B" is ASCII. */
export function charsetName(inner: InnerTerminal, charset: Charset): string {
  for (const [name, other] of charsetsOf(inner)) if (other === charset) return name;
  return "B";
}

/** @returns undefined for ASCII, and for a name that it doesn't know */
export function charsetNamed(inner: InnerTerminal, name: string): Charset {
  return charsetsOf(inner).get(name);
}

/** The terminal doesn't list them: each is chosen once, and what was chosen before is put back. */
function charsetsOf(inner: InnerTerminal): ReadonlyMap<string, Charset> {
  const found = known.get(inner);
  if (found) return found;
  const service = inner._charsetService;
  const before = { charset: service.charset, first: service._charsets[0] };
  const sets = new Map<string, Charset>([["B", undefined]]);
  for (const name of NAMES) {
    inner._inputHandler.selectCharset(`(${name}`);
    sets.set(name, service._charsets[0]);
  }
  service._charsets[0] = before.first;
  service.charset = before.charset;
  known.set(inner, sets);
  return sets;
}
