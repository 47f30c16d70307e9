import type { Span } from "./span";

/** Names of passwords: whatever is given to them is one. */
const PASSWORD_NAMES = [
  "passw(?:or)?d",
  "passphrase",
  "passcode",
  "(?<![A-Za-z])pass",
  "[a-z0-9_.]pwd",
  "(?<=[;\"'\\s,{(]|^)pwd",
  "密[碼码]",
  "口令",
];
/** Names of secrets: what is given to them is one if it looks made by a machine. */
const SECRET_NAMES = [
  "secret",
  "token",
  "secret[ _-]?(?:access[ _-]?)?key(?:[_-]?base)?",
  "secret[_-]?string",
  "secret[_-]?value",
  "(?:api|auth|access|account|encryption|master|private|signing|shared[_-]?access|app|license|service)[_-]?key",
  "credentials?",
  "x-amz-(?:security-token|signature|credential)",
  "(?<=[?&])sig",
  "(?<=_)auth",
  "(?:session|connect\\.sid|sessionid|phpsessid|jsessionid)[_-]?(?:id)?",
];
/**
 * `name = value` in all its spellings: KEY=value, "key": "value", key: value, key => value. A value in quotes ends with
 * them or the line, another one with a space.
 */
const GIVEN = String.raw`(?:\\?["'\]]){0,2}[ \t]{0,16}(?:\[[A-Za-z0-9*]{0,40}\][ \t]?)?(?<sign>:=|=>|==?|：|:)[ \t]{0,16}`;
const VALUE = String.raw`(?:b?\\"(?<escaped>[^"\n]*)|b?"(?<double>[^"\\\n]*(?:\\.[^"\\\n]*)*)|b?'(?<single>[^'\n]*)|(?<bare>[^\s"'${"`"}]+))`;
const ASSIGNMENT = new RegExp(
  `(?:(?<password>${PASSWORD_NAMES.join("|")})|(?<secret>${SECRET_NAMES.join("|")}))${GIVEN}${VALUE}`,
  "dgi",
);

/** What stands for a value and is none. */
const PLACEHOLDER =
  /^(?:[*•.x＊_-]+|-----BEGIN.*|\$\{?[A-Za-z_(].*|\$[0-9]|<.*|\{\{.*|%[A-Za-z({].*|\[.*|@.*|(?:null|none|nil|true|false|undefined|empty|unset|required|optional|string|str|bytes|text|varchar.*|file|files|compat|systemd|sss|prompt|invalid|incorrect|expired|changed|updated|wrong|missing|redacted|masked|hidden|yes|no|ok|unchanged|example)[,;.)}\]]*)$/i;
/** A call, a type or a property in a program's text. */
const CODE =
  /^(?:[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\(|new\b|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+[;,)]?$|(?:process|os|env|self|this|config|req|ctx)\b[.[])/;
const ENDS: ReadonlySet<string> = new Set(",;&|)}]>");

/** What stands in each of the names: a text without any has none of them. */
const IN_NAMES = /pass|pwd|secret|token|key|credential|x-amz|sig|_auth|sess|sid|密|口令/i;

/** Values that are given to names of passwords, tokens and keys. */
export function* findAssignments(text: string): Generator<Span> {
  if (!IN_NAMES.test(text)) return;
  for (const match of text.matchAll(ASSIGNMENT)) {
    const { groups = {}, indices } = match;
    const isPassword = groups.password !== undefined;
    const kind = (["escaped", "double", "single", "bare"] as const).find(
      (name) => groups[name] !== undefined,
    );
    const span = kind && indices?.groups?.[kind];
    if (!kind || !span) continue;
    let value = text.slice(...span);
    if (kind === "escaped") value = value.replace(/\\$/, "");
    if (kind === "bare") value = bareValue(value, groups.sign ?? "");
    const to = span[0] + value.length;
    if (value === "" || PLACEHOLDER.test(value)) continue;
    if (kind === "bare" && (CODE.test(value) || isOther(groups.password ?? "", value))) continue;
    const isEnd = /^[ \t,;}\])"'|]*(?:#[^\n]*)?(?:\n|$)/.test(text.slice(to, to + 200));
    const isSentence = kind === "bare" && /[:：]/.test(groups.sign ?? "") && !isEnd;
    if (isPassword ? isSentence && !looksMade(value) : !looksMade(value)) continue;
    yield [span[0], to];
  }
}

/** The shell's own directory, and how many tests passed. */
function isOther(name: string, value: string): boolean {
  return (
    (/pwd$/i.test(name) && /^[/~]/.test(value)) || (/^pass$/i.test(name) && /^[0-9]{1,4}%?$/.test(value))
  );
}

/** Where an unquoted value ends: before what separates it from the next. */
function bareValue(value: string, sign: string): string {
  // In an address or a connection string the next name follows.
  const next = /[&;]/.exec(value);
  let end = sign.startsWith("=") && next ? next.index : value.length;
  // A pattern that ends with the text is tried at each of a thousand brackets.
  while (end > 0 && ENDS.has(value.charAt(end - 1))) end -= 1;
  return value.slice(0, end);
}

/** Letters and digits mixed, or long: no word of a language. */
export function looksMade(value: string): boolean {
  if (value.length < 8) return false;
  const isWord =
    /^[A-Za-z][a-z]*(?:[-_ .][A-Z]?[a-z]*)*$/.test(value) || /^[A-Z]+(?:[_-][A-Z]+)*$/.test(value);
  if (isWord || /^[0-9.,:-]+$/.test(value) || /^[./~]/.test(value)) return false;
  return /[0-9]/.test(value) ? /[A-Za-z]/.test(value) : value.length >= 16 || /[^A-Za-z0-9._/-]/.test(value);
}
