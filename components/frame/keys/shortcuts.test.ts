import { expect, it } from "vitest";
import { type KeyPress, readShortcut } from "./shortcuts";

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  hasCommand: false,
  hasAlt: false,
  isTyping: false,
  ...changes,
});

it("goes to a part of the portal with g and its letter", () => {
  expect(readShortcut(press("g"), false)).toEqual({ kind: "await-letter" });
  expect(readShortcut(press("n"), true)).toEqual({ kind: "go", href: "/nodes" });
  expect(readShortcut(press("z"), true)).toBeUndefined();
});

it("moves over rows, opens the filter, the commands and the help", () => {
  expect(readShortcut(press("j"), false)).toEqual({ kind: "row", step: 1 });
  expect(readShortcut(press("k"), false)).toEqual({ kind: "row", step: -1 });
  expect(readShortcut(press("/"), false)).toEqual({ kind: "filter" });
  expect(readShortcut(press("?"), false)).toEqual({ kind: "help" });
  expect(readShortcut(press("k", { hasCommand: true }), false)).toEqual({ kind: "commands" });
});

it("opens a decision's dialog, and only opens it", () => {
  expect(readShortcut(press("a"), false)).toEqual({ kind: "dialog", which: "approve" });
  expect(readShortcut(press("d"), false)).toEqual({ kind: "dialog", which: "deny" });
});

it.each(["g", "j", "k", "/", "?", "a", "d"])("leaves %s alone where letters are typed", (key) => {
  expect(readShortcut(press(key, { isTyping: true }), false)).toBeUndefined();
});

it("leaves the shell's Ctrl-K to the shell", () => {
  expect(readShortcut(press("k", { hasCommand: true, isTyping: true }), false)).toBeUndefined();
});

it("leaves the browser's own chords alone", () => {
  expect(readShortcut(press("d", { hasCommand: true }), false)).toBeUndefined();
  expect(readShortcut(press("a", { hasAlt: true }), false)).toBeUndefined();
});
