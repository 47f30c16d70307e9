import { expect, it } from "vitest";
import { cleanLine } from "./clean-line";
import { decodeUtf8, Utf8Stream } from "./decode-utf8";

const clean = (line: string | Uint8Array) =>
  cleanLine(typeof line === "string" ? Buffer.from(line) : line).text;

// Measured with the real agent, by hand: docs of fixtures/agent-log.
it.each([
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b[?2004h$ ", "$ "],
  ["\u001b[2J\u001b[1;1Hvim", "vim"],
  ["\u001b]0;title\u001b\\after", "after"],
  ["\u001b]0;title\u0007after-osc", "\u001b]0;title\u0007after-osc"],
  ["\u001b]0;t\u0007\u001b[31mred\u001b[0m", "\u001b]0;t\u0007\u001b[31mred\u001b[0m"],
  ["\u001b[1mbold\u001b(B\u001b[m", "\u001b[1mbold\u001b(B\u001b[m"],
  ["héllo ü", "héllo ü"],
  ["你好", "你好"],
  ["À", "\ufffd"],
  ["✓ ok", "\ufffd ok"],
  ["€5", "\ufffd\ufffd5"],
  ["─│", "\ufffd\ufffd"],
  ["😀 hi", "\ufffd hi"],
  ["red\ttab\r", "red tab"],
  ["10%\r50%\r100%\r", "10%50%100%"],
  ["$ echo abX\b \bc", "$ echo abX\b \bc"],
  ["\u0007bell", "\u0007bell"],
  ["a && b > c", "a && b > c"],
  ["\u0000", "\ufffd"],
])("%j is uploaded as %j", (line, uploaded) => {
  expect(clean(line)).toBe(uploaded);
});

it("bytes that are no UTF-8 become one sign each", () => {
  expect(clean(Buffer.from([0x61, 0xff, 0xfe, 0xe0, 0x62]))).toBe("a\ufffd\ufffd\ufffdb");
  expect(decodeUtf8(Buffer.from([0xf0, 0x9f, 0x98]))).toBe("\ufffd\ufffd\ufffd");
  expect(decodeUtf8(Buffer.from([0xed, 0xa0, 0x80]))).toBe("\ufffd\ufffd\ufffd");
});

it("a sequence that nobody has measured leaves two possibilities, a measured one does not", () => {
  expect(cleanLine(Buffer.from("\u001b=x")).orElse).toBe("\u001b=x");
  expect(cleanLine(Buffer.from("\u001bP1$r0m\u001b\\x")).orElse).not.toBeNull();
  expect(cleanLine(Buffer.from("\u001b[1mx\u001b(B")).orElse).toBeNull();
});

it("a character that two pieces share is read whole, wherever it is cut", () => {
  const bytes = Buffer.from("é€😀x");
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const stream = new Utf8Stream();
    expect(stream.push(bytes.subarray(0, cut)) + stream.push(bytes.subarray(cut)) + stream.end()).toBe(
      "é€😀x",
    );
  }
});
