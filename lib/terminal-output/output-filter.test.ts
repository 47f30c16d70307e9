import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_MARKS, MOST_SEQUENCE, MOST_STRING } from "./limits";
import { OutputFilter } from "./output-filter";
import { hostileOutput } from "./testing/hostile-output";

const SIZE = { cols: 80, rows: 24 };
const filtered = (text: string, size = SIZE) => new OutputFilter(() => size).push(text);
const esc = (text: string) => text.replaceAll("␛", "\x1b");

describe("what is passed on", () => {
  it.each([
    ["text in any script", "héllo ✓ 你好 😀 👨‍👩‍👧 e\u0301\r\n\ttab\b\x07"],
    ["colours as they are written", "␛[1;38;2;10;20;30;4:3m␛[0m␛[m"],
    ["moves inside of the screen", "␛[12;40H␛[3A␛[K␛[2K␛[5G␛[10d"],
    ["the other screen, the cursor and pastes", "␛[?1049h␛[?25l␛[?2004h␛[?1049l"],
    ["regions, erasing, inserting", "␛[2;20r␛[2J␛[1J␛[3L␛[2M␛[4P␛[4@␛[2S␛[2T␛[3X␛[5b"],
    ["sets of characters", "␛(0lqqk␛(B␛)0\x0e\x0f"],
    ["what saves and restores, and resets", "␛7␛8␛[s␛[u␛c␛[!p␛D␛M␛E␛H"],
    ["questions about the terminal itself", "␛[c␛[>c␛[5n␛[6n␛[?6n␛[?2026$p␛[4$p"],
  ])("%s", (_, text) => {
    expect(filtered(esc(text))).toBe(esc(text));
  });

  it.each([
    ["␛]133;A␛\\␛]133;B␛\\␛]133;C␛\\␛]133;D;130␛\\", "␛]133;A␛\\␛]133;B␛\\␛]133;C␛\\␛]133;D;130␛\\"],
    ["␛]133;A\x07", "␛]133;A␛\\"],
    ["\u009d133;B\u009c", "␛]133;B␛\\"],
    ["␛]133;A;aid=7;cl=m␛\\", "␛]133;A␛\\"],
    [
      "␛]133;D;0;aid=7␛\\␛]133;D;error␛\\␛]133;D;007␛\\␛]133;D;4711␛\\",
      "␛]133;D;0␛\\␛]133;D␛\\␛]133;D;7␛\\␛]133;D␛\\",
    ],
  ])("what a shell says of its prompts, and nothing that it says besides: %j", (text, expected) => {
    expect(filtered(esc(text))).toBe(esc(expected));
  });

  it("broken surrogates become the sign for broken characters", () => {
    expect(filtered("a\ud800b\udc00c")).toBe("a\ufffdb\ufffdc");
  });
});

describe("what is left out", () => {
  it.each([
    [
      "title, folder, clipboard, links, notices, files",
      "␛]0;t\x07␛]7;f\x07␛]133;Z\x07␛]133;A\x18␛]1337;A\x07␛]52;c;eA==\x07␛]8;;http://x\x07␛]9;n\x07␛]1337;File=:eA==\x07",
    ],
    [
      "colours, set and asked for",
      "␛]4;1;rgb:0/0/0\x07␛]10;#000\x07␛]11;?␛\\␛]12;?\x07␛]104\x07␛]110\x07␛]111\x07␛]119\x07",
    ],
    ["settings asked for, images, keys", "␛P$qm␛\\␛Pq#0;2;0;0;0#0~~␛\\␛P+q544e␛\\"],
    ["messages that no terminal reads", "␛Xsos␛\\␛^pm␛\\␛_apc␛\\"],
    ["the window and its size", "␛[8;1000;1000t␛[14t␛[21t␛[?3h␛[?40h"],
    [
      "versions, keyboards and what nobody knows",
      "␛[>q␛[=c␛[>4;2m␛[?u␛[>1u␛[?15n␛[=1;2w␛[1;2;3;4*y␛[?9999$p␛[99$p",
    ],
    ["NUL and DEL", "\0\x7f\x01\x1f"],
    [
      "the same, begun by one character",
      "\u009d0;t\x07\u0090q~\u009c\u009e\u009c\u009f\u009c\u0098\u009c\u009b8;9;9t",
    ],
  ])("%s", (_, text) => {
    expect(filtered(`a${esc(text)}b`)).toBe("ab");
  });

  it("controls inside of a sequence act, and the sequence after them", () => {
    expect(filtered("\x1b[3\r\n1m")).toBe("\r\n\x1b[31m");
  });

  it("CAN, SUB and ESC break a sequence off", () => {
    expect(filtered("\x1b[31\x18a\x1b[31\x1ab\x1b[31\x1b[mc\x1b]0;x\x18d")).toBe("ab\x1b[mcd");
  });

  it("a control of one byte says the same as its escape", () => {
    expect(filtered("\u0084\u0085\u0088\u008d\u009b31m")).toBe("\x1bD\x1bE\x1bH\x1bM\x1b[31m");
  });
});

describe("limits", () => {
  it.each([
    ["a␛[1000000000b", "a␛[80b"],
    ["␛[2147483647L", "␛[24L"],
    ["␛[2147483647M", "␛[24M"],
    ["␛[99999999999999999999S", "␛[24S"],
    ["␛[2147483647T", "␛[24T"],
    ["␛[2147483647I", "␛[80I"],
    ["␛[2147483647Z", "␛[80Z"],
    ["␛[2147483647@", "␛[80@"],
    ["␛[2147483647P", "␛[80P"],
    ["␛[2147483647X", "␛[80X"],
    ["␛[2147483647 @", "␛[80 @"],
    ["␛[2147483647 A", "␛[80 A"],
    ["␛[2147483647'}", "␛[80'}"],
    ["␛[2147483647'~", "␛[80'~"],
    ["␛[2147483647C", "␛[1000C"],
    ["␛[2147483647;2147483647H", "␛[1000;1000H"],
    ["␛[1;2147483647r", "␛[1;1000r"],
  ])("a count reaches no further than the screen: %s", (text, expected) => {
    expect(filtered(esc(text))).toBe(esc(expected));
  });

  it("a character carries so many marks", () => {
    const marks = "\u0301".repeat(200_000);
    expect(filtered(`a${marks}b${marks}`)).toBe(
      `a${"\u0301".repeat(MOST_MARKS)}b${"\u0301".repeat(MOST_MARKS)}`,
    );
    expect(filtered(`a${"\u{e0100}".repeat(50)}`)).toBe(`a${"\u{e0100}".repeat(MOST_MARKS)}`);
  });

  it("moving the cursor earns no more marks", () => {
    expect(filtered(`a${"\x1b[2G\u0301".repeat(100)}`).match(/\u0301/g)).toHaveLength(MOST_MARKS);
  });

  it("colours have so many numbers, other sequences are left out when they have more", () => {
    expect(filtered(`\x1b[${"1;".repeat(40)}1m`)).toBe(`\x1b[${"1;".repeat(32)}m`);
    expect(filtered(`\x1b[${"1;".repeat(40)}1H`)).toBe("");
    expect(filtered("\x1b[1!!!!!p\x1b[!1p")).toBe("");
  });

  it("a sequence that never ends is given up", () => {
    expect(filtered(`\x1b[${"1".repeat(MOST_SEQUENCE * 2)}text`)).toMatch(/^1+text$/);
    expect(filtered(`\x1b${" ".repeat(MOST_SEQUENCE * 2)}text`)).toMatch(/^ +text$/);
  });

  it("a string that never ends takes a few lines, and a long one without lines so many characters", () => {
    const lines = "a line of text\r\n".repeat(10_000);
    const shown = filtered(`\x1b]0;${lines}`);
    expect(lines.endsWith(shown)).toBe(true);
    expect(lines.length - shown.length).toBeLessThan(4_200);
    expect(filtered(`\x1bP${"x".repeat(MOST_STRING + 10)}`)).toMatch(/^x{1,20}$/);
    expect(filtered(`a\x1b]4;${"1;rgb:00/00/00;".repeat(100_000)}\x07b`)).toBe("ab");
  });

  it("whole screens are cleared as often as what came has earned", () => {
    const size = { cols: 200, rows: 50 };
    const clears = (text: string) =>
      filtered(text, size)
        .split("\x1b")
        .filter((part) => /^(\[2J|c|#8|\[\?1049[hl])/.test(part)).length;
    expect(clears("\x1b[2J".repeat(100_000))).toBeLessThan(30_000);
    expect(clears("\x1bc".repeat(100_000))).toBeLessThan(5_000);
    expect(clears("\x1b#8".repeat(100_000))).toBeLessThan(15_000);
    expect(clears("\x1b[?1049h\x1b[?1049l".repeat(50_000))).toBeLessThan(60_000);
    const frame = `\x1b[H\x1b[2J\x1b[3J${"x".repeat(40)}`;
    expect(clears(frame.repeat(20_000))).toBe(20_000);
  });
});

describe("any output", () => {
  it("comes out the same wherever its chunks are cut", () => {
    fc.assert(
      fc.property(hostileOutput(), fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const at = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].sort((a, b) => a - b);
        const filter = new OutputFilter(() => SIZE);
        const parts = at.slice(1).map((end, index) => filter.push(text.slice(at[index], end)));
        const last = /[\ud800-\udbff]$/.test(text) ? filter.push("x") : "";
        expect(parts.join("") + last).toBe(filtered(text + (last === "" ? "" : "x")));
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes out the same when another filter goes on from any cut", () => {
    fc.assert(
      fc.property(hostileOutput(), fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const at = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].sort((a, b) => a - b);
        let filter = new OutputFilter(() => SIZE);
        const parts = at.slice(1).map((end, index) => {
          const part = filter.push(text.slice(at[index], end));
          const state = JSON.stringify(filter.state());
          // What PostgreSQL's jsonb takes.
          expect(state).not.toMatch(/\\u0000|\\ud[89a-f]/);
          filter = new OutputFilter(() => SIZE, JSON.parse(state));
          return part;
        });
        expect(parts.join("") + filter.push("x")).toBe(filtered(`${text}x`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("goes on with what is saved, and with how many marks a character has", () => {
    const clears = "\x1b[2J".repeat(1_500) + "\u0301".repeat(9);
    const first = new OutputFilter(() => ({ cols: 200, rows: 50 }));
    const before = first.push(clears);
    const second = new OutputFilter(() => ({ cols: 200, rows: 50 }), first.state());
    expect(before + second.push(clears)).toBe(filtered(clears + clears, { cols: 200, rows: 50 }));
    expect(before + second.push("")).not.toBe(clears);
  });

  it("leaves the filter at ground between sequences and characters only", () => {
    const grounds = (text: string) => {
      const filter = new OutputFilter(() => SIZE);
      filter.push(text);
      return filter.isAtGround;
    };
    expect(["", "a", "a\x1b[31m", "\x1b]0;t\x07", "😀"].map(grounds)).toEqual([true, true, true, true, true]);
    expect(["\x1b", "\x1b[3", "\x1b]0;t", "\x1bP", "\ud83d"].map(grounds)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it("comes out the same when it is filtered again, and never longer than twice", () => {
    fc.assert(
      fc.property(hostileOutput(), (text) => {
        const once = filtered(text);
        expect(filtered(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(text.length * 2);
      }),
      { numRuns: 2_000 },
    );
  });
});
