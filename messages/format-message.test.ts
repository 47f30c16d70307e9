import fc from "fast-check";
import compile from "icu-minify/compile";
import { expect, it } from "vitest";
import { formatMessage, type MessageParams } from "./format-message";

const say = (source: string, params: MessageParams = {}, locale = "en") =>
  formatMessage(compile(source), params, locale);

it.each([
  [0, "{count, plural, one {# row} other {# rows}}", "0 rows"],
  [1, "{count, plural, one {# row} other {# rows}}", "1 row"],
  [2, "{count, plural, one {# row} other {# rows}}", "2 rows"],
  [9999, "{count, number}", "9999"],
  [12_345, "{count, plural, one {# row} other {# rows}}", "12,345 rows"],
  [
    1,
    "{hasCount, select, yes {{count, plural, one {# review} other {# reviews}} open} other {}}",
    "1 review open",
  ],
])("of %d things writes %j as %j", (count, source, text) => {
  expect(say(source, { count })).toBe(text);
});

it("leaves out what is said only of a parameter that is there; zero is there, nothing and an empty list are not", () => {
  const source = "Ended{hasReason, select, yes {: {reason}} other {}}.";
  expect(say(source, { reason: "the window was over" })).toBe("Ended: the window was over.");
  for (const reason of [undefined, "", []]) expect(say(source, { reason })).toBe("Ended.");
  expect(say("{hasCount, select, yes {{count, number} left} other {}}", { count: 0 })).toBe("0 left");
});

it("writes lists, durations and instants as people read them, by the names of their parameters", () => {
  expect(say("{nodes}", { nodes: ["a", "b", "c"] })).toBe("a, b, or c");
  expect(say("{nodes}", { nodes: ["Ana", "Ben", "Fay"] }, "zh-TW")).toBe("Ana、Ben 或 Fay");
  expect(say("{windowSeconds}", { windowSeconds: 5400 }, "zh-TW")).toBe("1 小時 30 分鐘");
  expect(say("{milliseconds, number} ms", { milliseconds: 90 })).toBe("90 ms");
  const instant = "2026-03-14T09:26:53.000Z";
  expect(say("{endsAt}, {until}", { endsAt: instant, until: "later" })).toBe("2026-03-14 09:26 UTC, later");
  expect(say("{reason}", { reason: instant })).toBe(instant);
});

it("shows an instant that there is not as it came", () => {
  expect(say("due {dueAt}", { dueAt: "2026-13-01T00:00:00Z" })).toBe("due 2026-13-01T00:00:00Z");
});

it("shows a dash for what is missing, and a number that came as text as it came", () => {
  expect(say("{a}, {b, number}, {c, plural, one {# row} other {# rows}}")).toBe("–, –, – rows");
  expect(say("{count, plural, one {# row} other {# rows}}", { count: "12" })).toBe("12 rows");
});

it("passes any text of a parameter through as it is, with braces, quotes, tags and signs of ICU", () => {
  const hostile = [
    "{b}",
    "'{'",
    "it's '' {count, plural, one {#}}",
    "<b>x</b>",
    "#",
    "[x]",
    "yes",
    "__proto__",
  ];
  const source = "{a}{hasA, select, yes { and {a}} other {}}{count, plural, one { # {a}} other { # {a}}}";
  const holds = (a: string): void => {
    expect(say(source, { a, b: "x", count: 1 })).toBe(`${a} and ${a} 1 ${a}`);
  };
  hostile.forEach(holds);
  fc.assert(fc.property(fc.string({ minLength: 1, unit: "binary" }), holds));
});

it.each([
  ["You can't do this", "You can't do this"],
  ["{person}'s last 30 days", "Ana's last 30 days"],
  ["others' requests, {person}'s", "others' requests, Ana's"],
])("%j keeps its apostrophes", (source, text) => {
  expect(say(source, { person: "Ana" })).toBe(text);
});
