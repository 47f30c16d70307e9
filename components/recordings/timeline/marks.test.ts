import { describe, expect, it } from "vitest";
import { markText } from "./mark-text";
import { markBeside, marksOf } from "./marks";

describe("marks", () => {
  const marks = marksOf([
    [0, "r", "100x30"],
    [9_500, "m", "lost"],
    [9_750, "m", "gap: frames 3 to 5 were never received"],
  ]);

  it("are new sizes, gaps, comings and goings, in order", () => {
    expect(marks.map(({ ms, kind }) => [ms, kind])).toEqual([
      [0, "size"],
      [9_500, "event"],
      [9_750, "gap"],
    ]);
  });

  it("are stretches where something was typed and not printed, but for keys to a full-screen program", () => {
    const [dark, inProgram] = marksOf([
      [100, "m", "dark: 7 bytes from 100 to 3000"],
      [200, "m", "dark in a program: 7 bytes from 200 to 3000"],
    ]);
    expect(dark).toMatchObject({ kind: "dark", toMs: 3_000 });
    expect(dark && markText(dark, "Ana")).toBe(
      "Typed and not printed: 7 bytes or more in 3 s (a password, or hidden input)",
    );
    expect(inProgram).toMatchObject({ kind: "event", toMs: 3_000 });
    expect(inProgram && markText(inProgram, "Ana")).toBe(
      "Typed in a full-screen program and not printed: 7 bytes or more in 3 s",
    );
  });

  it.each([
    [0, 1, 9_500],
    [9_500, 1, 9_750],
    [9_750, 1, undefined],
    [10_000, -1, 0],
    [12_000, -1, 9_750],
    [500, -1, undefined],
  ] as const)("beside millisecond %d with step %d are at %s", (ms, step, at) => {
    expect(markBeside(marks, ms, step)?.ms).toBe(at);
  });
});
