import { describe, expect, it } from "vitest";
import { deadlineText, momentText, timeLeftStage } from "./time-format";

const NOW = new Date("2026-03-14T09:26:53Z");

describe("how urgent what is left is", () => {
  it.each([
    // A long window: five minutes and one.
    [301, 3600, "calm"],
    [300, 3600, "soon"],
    [61, 3600, "soon"],
    [60, 3600, "last"],
    [1, 3600, "last"],
    [0, 3600, "over"],
    [-5, 3600, "over"],
    // Of five minutes a quarter and a tenth.
    [300, 300, "calm"],
    [76, 300, "calm"],
    [75, 300, "soon"],
    [31, 300, "soon"],
    [30, 300, "last"],
  ] as const)("%i s of %i s is %s", (seconds, whole, stage) => {
    expect(timeLeftStage(seconds, whole)).toBe(stage);
  });
});

describe("a deadline", () => {
  it("is a time in UTC and, where the reader's clock shows another, in theirs", () => {
    const at = new Date("2026-03-14T15:10:00Z");
    expect(deadlineText(at, NOW, "Europe/Berlin")).toEqual({ utc: "15:10 UTC", local: "16:10" });
    expect(deadlineText(at, NOW, "UTC")).toEqual({ utc: "15:10 UTC", local: undefined });
    expect(deadlineText(at, NOW, "Asia/Kolkata")).toEqual({ utc: "15:10 UTC", local: "20:40" });
  });

  it("names its day where that is not today in UTC", () => {
    expect(deadlineText(new Date("2026-03-15T00:05:00Z"), NOW, "UTC").utc).toBe("Sun 00:05 UTC");
    expect(deadlineText(new Date("2025-11-27T15:10:00Z"), NOW, "UTC").utc).toBe("2025-11-27 15:10 UTC");
  });

  it("names the reader's day where that is another", () => {
    const late = deadlineText(new Date("2026-03-14T23:30:00Z"), NOW, "Asia/Kolkata");
    expect(late).toEqual({ utc: "23:30 UTC", local: "Sun 05:00" });
  });
});

describe("a moment", () => {
  it.each([
    ["2026-03-14T03:12:40Z", "03:12:40"],
    ["2026-03-13T23:59:59Z", "Fri 23:59:59"],
    ["2026-03-07T03:12:40Z", "2026-03-07 03:12:40"],
  ])("%s is %s", (at, text) => {
    expect(momentText(new Date(at), NOW)).toBe(text);
  });
});
