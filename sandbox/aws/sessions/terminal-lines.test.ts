import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine, decodeAsGo, goJson } from "./terminal-lines";

const lineOf = (text: string) => Buffer.from(text, "utf8");

describe("a line of the agent's log", () => {
  it.each([
    ["a coloured word loses its colour", "\x1b[31mred\x1b[0m", "red"],
    ["bracketed paste before a prompt goes", "\x1b[?2004h$ ", "$ "],
    ["clearing the screen goes", "\x1b[2J\x1b[1;1Hvim", "vim"],
    ["a title that ST ends goes", "\x1b]0;title\x1b\\after", "after"],
    [
      "a title that BEL ends leaves the whole line unstripped",
      "\x1b]0;t\x07a\x1b[31mb",
      "\x1b]0;t\x07a\x1b[31mb",
    ],
    ["a charset selection leaves the whole line unstripped", "\x1b[1mx\x1b(B", "\x1b[1mx\x1b(B"],
    ["a sequence cut off by the line's end leaves it unstripped", "ab\x1b[31", "ab\x1b[31"],
    ["a lone escape leaves it unstripped", "ab\x1b", "ab\x1b"],
    ["letters without C1 bytes stay", "héllo ü", "héllo ü"],
    ["你好 stays", "你好", "你好"],
    ["À is broken", "À", "\ufffd"],
    ["a tick is broken", "✓ ok", "\ufffd ok"],
    ["a euro sign is broken twice", "€5", "\ufffd\ufffd5"],
    ["box lines are broken", "─│", "\ufffd\ufffd"],
    ["an emoji is broken", "😀 hi", "\ufffd hi"],
    ["an unstripped line keeps its characters", "\x1b(B✓", "\x1b(B✓"],
    ["backspace and bell stay", "echo abX\b \bc\x07", "echo abX\b \bc\x07"],
    ["a tab becomes a space", "red\ttab", "red tab"],
    ["every carriage return is deleted", "10%\r50%\r100%\r", "10%50%100%"],
    ["an empty line stays an empty string", "\r", ""],
  ])("%s", (_title, input, expected) => {
    expect(cleanLine(lineOf(input))).toBe(expected);
  });

  it("a byte that is no UTF-8 becomes one U+FFFD each", () => {
    expect(decodeAsGo(Buffer.from([0x61, 0xe2, 0xac, 0x35, 0xff, 0xed, 0xa0, 0x80]))).toBe(
      "a\ufffd\ufffd5\ufffd\ufffd\ufffd\ufffd",
    );
  });

  it("whatever is valid text is decoded unchanged", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => decodeAsGo(Buffer.from(text)) === text));
  });

  it("JSON is Go's: markup and line separators are escaped, the rest is readable again", () => {
    expect(goJson(["a && b > c <d>", "\u2028", "\b\f\x1b\x7f"])).toBe(
      '["a \\u0026\\u0026 b \\u003e c \\u003cd\\u003e","\\u2028","\\b\\f\\u001b\x7f"]',
    );
    fc.assert(fc.property(fc.string(), (text) => JSON.parse(goJson(text)) === text));
  });
});

it("messages captured from a real agent are written byte for byte", () => {
  const calls = readFileSync("fixtures/agent-log/streaming-put-log-events.jsonl", "utf8").trim().split("\n");
  const messages = calls.flatMap((line): { message: string }[] => JSON.parse(line).logEvents);
  expect(messages.length).toBeGreaterThan(8);
  for (const { message } of messages) expect(goJson(JSON.parse(message))).toBe(message);
});
