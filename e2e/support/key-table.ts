import type { Key, Modifier, Stroke } from "./key-events";

export interface KeyCase {
  name: string;
  strokes: readonly Stroke[];
  /** What the shell gets, as text. */
  bytes: string;
  /** Why xterm.js by itself gives something else, where it does. */
  differs?: string;
}

export interface Layout {
  /** What `navigator.platform` says. */
  platform: string;
  cases: readonly KeyCase[];
}

const WINDOWS_ALTGR: readonly Modifier[] = ["ctrl", "alt"];
const LINUX_ALTGR: readonly Modifier[] = ["altgraph"];

/** A key that types a character while modifiers are down. */
function typed(text: string, code: string, keyCode: number, held: readonly Modifier[] = []): KeyCase {
  const key: Key = { key: text, code, keyCode, text, with: held };
  const name = [...held, code].join(" ");
  return { name: `${name} types ${text}`, strokes: [{ kind: "key", key }], bytes: text };
}

/** A key that types nothing. */
function pressed(
  name: string,
  key: string,
  [code, keyCode]: readonly [code: string, keyCode: number],
  bytes: string,
  held: readonly Modifier[] = [],
): KeyCase {
  return { name, strokes: [{ kind: "key", key: { key, code, keyCode, with: held } }], bytes };
}

/** A dead key, then the letter that it changes, as Windows and Linux tell of it. */
function dead(
  text: string,
  code: string,
  keyCode: number,
  letter: readonly [code: string, keyCode: number],
): KeyCase {
  const [letterCode, letterKeyCode] = letter;
  return {
    name: `dead ${code}, then ${letterCode}, type ${text}`,
    strokes: [
      { kind: "key", key: { key: "Dead", code, keyCode } },
      { kind: "key", key: { key: text, code: letterCode, keyCode: letterKeyCode, text } },
    ],
    bytes: text,
  };
}

function composed(name: string, parts: readonly string[], end: string): KeyCase {
  return { name, strokes: [{ kind: "compose", parts, end }], bytes: end };
}

function inserted(name: string, text: string): KeyCase {
  return { name, strokes: [{ kind: "insert", text }], bytes: text };
}

/** Programming's characters with AltGr, on the keys of the German layout. */
function german(altgr: readonly Modifier[]): KeyCase[] {
  return [
    typed("@", "KeyQ", 81, altgr),
    typed("{", "Digit7", 55, altgr),
    typed("[", "Digit8", 56, altgr),
    typed("]", "Digit9", 57, altgr),
    typed("}", "Digit0", 48, altgr),
    typed("\\", "Minus", 219, altgr),
    typed("~", "BracketRight", 187, altgr),
    typed("|", "IntlBackslash", 226, altgr),
    typed("€", "KeyE", 69, altgr),
    typed("ü", "BracketLeft", 186),
    typed("ß", "Minus", 219),
    dead("é", "Equal", 221, ["KeyE", 69]),
  ];
}

/** Programming's characters with Option, on the keys of Apple's German layout. */
const OPTION: readonly KeyCase[] = [
  typed("@", "KeyL", 76, ["alt"]),
  typed("[", "Digit5", 53, ["alt"]),
  typed("]", "Digit6", 54, ["alt"]),
  typed("|", "Digit7", 55, ["alt"]),
  typed("{", "Digit8", 56, ["alt"]),
  typed("}", "Digit9", 57, ["alt"]),
  typed("\\", "Digit7", 55, ["alt", "shift"]),
  typed("~", "KeyN", 78, ["alt"]),
];

/** What arrives without a key of its own. */
const WITHOUT_KEYS: readonly KeyCase[] = [
  inserted("the emoji picker", "🚒"),
  inserted("dictation", "uptime please"),
  inserted("a text expander", "Halligan – 王小明"),
  inserted("an input method's punctuation", "。"),
];

const SHELL_KEYS: readonly KeyCase[] = [
  typed("a", "KeyA", 65),
  typed("A", "KeyA", 65, ["shift"]),
  pressed("Tab", "Tab", ["Tab", 9], "\t"),
  pressed("Escape", "Escape", ["Escape", 27], "\u001b"),
  pressed("Backspace", "Backspace", ["Backspace", 8], "\u007f"),
  pressed("Delete", "Delete", ["Delete", 46], "\u001b[3~"),
  pressed("the arrow up", "ArrowUp", ["ArrowUp", 38], "\u001b[A"),
  pressed("Control and the arrow left", "ArrowLeft", ["ArrowLeft", 37], "\u001b[1;5D", ["ctrl"]),
  pressed("Home", "Home", ["Home", 36], "\u001b[H"),
  pressed("Page Up", "PageUp", ["PageUp", 33], "\u001b[5~"),
  pressed("F1", "F1", ["F1", 112], "\u001bOP"),
  pressed("F12", "F12", ["F12", 123], "\u001b[24~"),
  pressed("Control C", "c", ["KeyC", 67], "\u0003", ["ctrl"]),
  pressed("Control R", "r", ["KeyR", 82], "\u0012", ["ctrl"]),
  pressed("Control [", "[", ["BracketLeft", 219], "\u001b", ["ctrl"]),
];

/** Layouts and input methods, each with what the shell gets. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  "US on Linux": {
    platform: "Linux x86_64",
    cases: [
      ...SHELL_KEYS,
      pressed("Alt B", "b", ["KeyB", 66], "\u001bb", ["alt"]),
      typed("~", "Backquote", 192, ["shift"]),
      ...WITHOUT_KEYS,
      { name: "a paste", strokes: [{ kind: "paste", text: "ls -l | wc" }], bytes: "ls -l | wc" },
    ],
  },
  "US on a Mac": {
    platform: "MacIntel",
    cases: [
      ...SHELL_KEYS,
      pressed("Control V, which quotes", "v", ["KeyV", 86], "\u0016", ["ctrl"]),
      composed("Option E, then E, type é", ["´"], "é"),
      typed("å", "KeyA", 65, ["alt"]),
      ...WITHOUT_KEYS,
    ],
  },
  "German on Windows": { platform: "Win32", cases: german(WINDOWS_ALTGR) },
  "German on Linux": { platform: "Linux x86_64", cases: german(LINUX_ALTGR) },
  "German on a Mac": { platform: "MacIntel", cases: OPTION },
  "French on Windows": {
    platform: "Win32",
    cases: [
      typed("é", "Digit2", 50),
      typed("2", "Digit2", 50, ["shift"]),
      typed("~", "Digit2", 50, WINDOWS_ALTGR),
      typed("#", "Digit3", 51, WINDOWS_ALTGR),
      typed("{", "Digit4", 52, WINDOWS_ALTGR),
      typed("[", "Digit5", 53, WINDOWS_ALTGR),
      typed("|", "Digit6", 54, WINDOWS_ALTGR),
      typed("`", "Digit7", 55, WINDOWS_ALTGR),
      typed("\\", "Digit8", 56, WINDOWS_ALTGR),
      typed("@", "Digit0", 48, WINDOWS_ALTGR),
      typed("]", "Minus", 219, WINDOWS_ALTGR),
      typed("}", "Equal", 187, WINDOWS_ALTGR),
      dead("ê", "BracketLeft", 221, ["KeyE", 69]),
    ],
  },
  "Spanish on Linux": {
    platform: "Linux x86_64",
    cases: [
      typed("ñ", "Semicolon", 192),
      typed("@", "Digit2", 50, LINUX_ALTGR),
      typed("#", "Digit3", 51, LINUX_ALTGR),
      typed("~", "Digit4", 52, LINUX_ALTGR),
      typed("[", "BracketLeft", 186, LINUX_ALTGR),
      typed("]", "BracketRight", 187, LINUX_ALTGR),
      typed("{", "Quote", 222, LINUX_ALTGR),
      typed("}", "Backslash", 220, LINUX_ALTGR),
      typed("\\", "Backquote", 220, LINUX_ALTGR),
      typed("|", "Digit1", 49, LINUX_ALTGR),
      dead("á", "Quote", 222, ["KeyA", 65]),
    ],
  },
  "Japanese on Windows": {
    platform: "Win32",
    cases: [
      typed("\\", "IntlYen", 220),
      typed("@", "BracketLeft", 192),
      typed("_", "IntlRo", 226, ["shift"]),
      composed("a composition", ["に", "にほ", "にほん", "日本"], "日本"),
      composed("a composition that was short", ["か"], "火"),
      inserted("punctuation of the input method", "、"),
    ],
  },
};
