import { Terminal } from "@xterm/headless";
import { Terminal as BrowserTerminal } from "@xterm/xterm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { innerOf } from "./inner/inner-terminal";
import { eraseSafely } from "./safe-erase";
import { Screen } from "./screen";
import { type Snapshot, SnapshotError } from "./snapshot";
import { putSnapshot, takeSnapshot } from "./take-put";
import { randomSteps, type Step } from "./testing/random-stream";

/** More of them: SNAPSHOT_STREAMS=20000 npx vitest run --project unit lib/terminal-screen */
const STREAMS = Number(process.env.SNAPSHOT_STREAMS ?? 200);
const SIZE = { cols: 80, rows: 24 };

function play(screen: Screen, filter: OutputFilter, steps: readonly Step[]): void {
  for (const step of steps)
    if ("text" in step) screen.write(filter.push(step.text));
    else screen.resize(step);
}

const copy = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot));

function screenOf(...texts: string[]): Screen {
  const screen = new Screen(SIZE);
  const filter = new OutputFilter(() => screen.size);
  for (const text of texts) screen.write(filter.push(text));
  return screen;
}

describe("a snapshot", () => {
  it("makes a screen that shows the same, and goes on showing the same", { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(randomSteps(), fc.nat(), (steps, cutAt) => {
        const cut = cutAt % (steps.length + 1);
        const whole = new Screen(SIZE);
        const filter = new OutputFilter(() => whole.size);
        play(whole, filter, steps.slice(0, cut));
        const snapshot = whole.snapshot();
        const other = Screen.restore(copy(snapshot));
        expect(other.snapshot()).toEqual(snapshot);
        expect(other.text()).toEqual(whole.text());
        play(other, new OutputFilter(() => other.size, filter.state()), steps.slice(cut));
        play(whole, filter, steps.slice(cut));
        expect(other.text()).toEqual(whole.text());
        expect(other.snapshot()).toEqual(whole.snapshot());
      }),
      { numRuns: STREAMS, seed: 20261127 },
    );
  });

  it.each([
    ["the set of characters that restoring the cursor chose", "\x1b(0\x1b7\x1b(B\x1b8", "lqk"],
    ["the attributes that restoring the cursor chooses", "\x1b[31;4:3m\x1b7\x1b[m", "\x1b8red"],
    ["an underline's style and colour", "\x1b[4:3;58:2::9:8:7mcurly\x1b[4:5m", "dashed"],
    ["a wrap that is yet to come", "x".repeat(80), "y"],
    ["a character that joins the one before", "👨", "\u200d👩"],
    ["a character to repeat", "資", "\x1b[3b"],
    ["tab stops", "\x1b[3g\x1b[5G\x1bH\r", "\tx"],
    ["a scroll region and its origin", "\x1b[5;9r\x1b[?6h\x1b[2;2H", "a\x1b[Hb"],
    ["both screens", "normal\x1b[?1049h\x1b[Halternate", "\x1b[?1049lmore"],
    ["lines that end as newlines do", "\x1b[20ha\n", "b\nc"],
    ["how the mouse and pastes are told", "\x1b[?1002;1006;2004h", "x"],
  ])("has %s", (_, before, after) => {
    const whole = screenOf(before);
    const other = Screen.restore(copy(whole.snapshot()));
    for (const screen of [whole, other]) screen.write(after);
    expect(other.text()).toEqual(whole.text());
    expect(other.snapshot()).toEqual(whole.snapshot());
    // It is not as if nothing had been there.
    const neither = new Screen(SIZE);
    neither.write(after);
    expect(neither.snapshot()).not.toEqual(whole.snapshot());
  });

  it("of this build fits the one that pages draw with", () => {
    const whole = screenOf("héllo 資料庫 \x1b[1;4:3;31mred\x1b[?1049h\x1b(0lqk\x1b[5;9r\x1b[?25l");
    const browser = new BrowserTerminal({ ...SIZE, scrollback: 0, allowProposedApi: true });
    putSnapshot(browser, copy(whole.snapshot()));
    expect(takeSnapshot(browser)).toEqual(whole.snapshot());
    expect(() => takeSnapshot(new Terminal({ ...SIZE, scrollback: 0 }))).not.toThrow();
    expect(() => takeSnapshot({} as Terminal)).toThrow(TypeError);
  });

  it("is small: rows that are alike stand there once", () => {
    expect(JSON.stringify(screenOf("$ ls\r\n").snapshot()).length).toBeLessThan(1_700);
    expect(JSON.stringify(screenOf(`${"x".repeat(79)}\r\n`.repeat(60)).snapshot()).length).toBeLessThan(
      2_400,
    );
  });
});

describe("what is no snapshot", () => {
  const good = screenOf("héllo e\u0301 \x1b[4:3mcurly\x1b[?1049h").snapshot();
  const cells = (...numbers: number[]) =>
    btoa(String.fromCharCode(...new Uint8Array(new Uint32Array(numbers).buffer)));
  const withRow = (row: Partial<Snapshot["normal"]["rows"][number]>) => ({
    ...good,
    normal: {
      ...good.normal,
      rows: [{ times: 24, length: 80, cells: cells(0x40_0000 + 32, 0, 0), ...row }],
    },
  });

  it("leaves out nothing that these change", () => {
    expect(() => Screen.restore(good)).not.toThrow();
    expect(() => Screen.restore(withRow({}))).not.toThrow();
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["text", "snapshot"],
    ["another version", { ...good, version: 2 }],
    ["something that we don't know", { ...good, more: 1 }],
    ["a size beyond all screens", { ...good, cols: 1_000_000 }],
    ["a size without rows", { ...good, rows: 0 }],
    ["another size than its rows", { ...good, rows: 40 }],
    ["wider than its rows", { ...good, cols: 90 }],
    ["a cursor outside", { ...good, normal: { ...good.normal, y: 24 } }],
    ["a region outside", { ...good, normal: { ...good.normal, scrollBottom: 24 } }],
    ["a region upside down", { ...good, normal: { ...good.normal, scrollTop: 9, scrollBottom: 3 } }],
    ["a row a million times", withRow({ times: 1_000_000 })],
    ["a row without end", withRow({ length: 1_000_000 })],
    [
      "more cells than columns",
      withRow({ length: 80, cells: cells(...Array.from({ length: 243 }, () => 0)) }),
    ],
    ["a part of a cell", withRow({ cells: btoa("x".repeat(13)) })],
    ["no base64", withRow({ cells: "*".repeat(16) })],
    ["a character beyond Unicode", withRow({ cells: cells(0x40_0000 + 0x11_0000, 0, 0) })],
    ["a cell of three columns", withRow({ cells: cells(0xc0_0000 + 32, 0, 0) })],
    ["a cell that lacks its text", withRow({ cells: cells(0x60_0000, 0, 0) })],
    ["text without its cell", withRow({ combined: [[3, "e\u0301"]] })],
    ["a cell that lacks its underline", withRow({ cells: cells(0x40_0000 + 32, 0, 0x1000_0000) })],
    ["a mouse that we don't know", { ...good, mouse: { protocol: "constructor", encoding: "DEFAULT" } }],
  ])("is refused: %s", (_, value) => {
    const screen = screenOf("before");
    expect(() => Screen.restore(value)).toThrow(SnapshotError);
    expect(() => putSnapshot(screen.terminal, value)).toThrow(SnapshotError);
    screen.write("\x1b[Hafter");
    expect(screen.text()[0]).toBe(`after${screen.text()[0]?.slice(5) ?? ""}`);
  });
});

describe("a screen", () => {
  it("draws what is written at once", () => {
    expect(screenOf("a\r\n", "資料庫").text().slice(0, 3)).toEqual(["a", "資料庫", ""]);
  });

  it("has at least two columns, and no more cells than there can be", () => {
    expect(new Screen({ cols: 0, rows: -5 }).size).toEqual({ cols: 2, rows: 1 });
    expect(new Screen({ cols: 1e9, rows: Number.NaN }).size).toEqual({ cols: 1000, rows: 1 });
  });

  it("keeps as many rows as it has, however small it becomes and whatever was wrapped", () => {
    const screen = screenOf(`${"x".repeat(1_600)}\r\n`);
    let gone = 0;
    screen.resize({ cols: 3, rows: 2 }, (rows) => {
      gone += rows;
    });
    expect([screen.text(), gone > 0]).toEqual([["x", ""], true]);
    screen.write("\r\nend");
    expect(screen.text()).toEqual(["", "end"]);
  });

  it.each(["", "?"])("erases everything up to its last cell with CSI %s1 J", (prefix) => {
    const erased = `first\x1b[24;80Hx\x1b[${prefix}1J`;
    expect(screenOf(erased).text().join("")).toBe("");
    // A terminal with scrollback throws, and draws nothing any more.
    const bare = new Terminal({ ...SIZE, scrollback: 5000, allowProposedApi: true });
    expect(() => innerOf(bare)._inputHandler.parse(erased)).toThrow();
    const safe = new Terminal({ ...SIZE, scrollback: 5000, allowProposedApi: true });
    eraseSafely(safe);
    innerOf(safe)._inputHandler.parse(`${erased}\x1b[Hafter`);
    expect(safe.buffer.active.getLine(0)?.translateToString(true)).toBe("after");
  });
});
