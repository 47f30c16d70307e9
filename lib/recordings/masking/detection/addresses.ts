import { groupSpans, type Span } from "./span";

/** What stands before the host of an address: up to the last @ before its path. */
const AUTHORITY = /:\/\/([^\s/?#"'`<>\\]+)/dg;
/** A name without a password is taken for a token from so many characters on. */
const LONG_NAME = 20;
const PLACEHOLDER = /^(?:[*•x]+|\$\{?[A-Za-z_(]|<|\{\{|%[A-Za-z(]|\[)/;

/** Passwords in addresses: scheme://user:password@host. */
export function* findAddressPasswords(text: string): Generator<Span> {
  for (const {
    span: [from],
    match,
  } of groupSpans(text, AUTHORITY)) {
    const authority = match[1] ?? "";
    const at = authority.lastIndexOf("@");
    if (at < 1) continue;
    const colon = authority.indexOf(":");
    const start = colon >= 0 && colon < at ? colon + 1 : at >= LONG_NAME ? 0 : at;
    if (start < at && !PLACEHOLDER.test(authority.slice(start, at))) yield [from + start, from + at];
  }
}
