import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { isLogLate, type LateLogFacts } from "./rules";

const firstLineAt = new Date("2026-03-14T09:26:53Z");
const facts = (change: Partial<LateLogFacts> = {}): LateLogFacts => ({
  ...{ isOpen: true, log: "streamed", firstLineAt, hasLog: false, checkedAt: addSeconds(firstLineAt, 180) },
  ...change,
});

describe("a log that has not begun", () => {
  it.each([
    [179, false],
    [180, true],
    [181, true],
  ])("is late when AWS was asked %i seconds after the first line: %s", (seconds, isLate) => {
    expect(isLogLate(facts({ checkedAt: addSeconds(firstLineAt, seconds) }), 180)).toBe(isLate);
  });

  it.each<[string, Partial<LateLogFacts>]>([
    ["is uploaded when the session is over", { log: "at-end" }],
    ["is not written", { log: "none" }],
    ["is of a document that nobody has read", { log: null }],
    ["has begun", { hasLog: true }],
    ["is of a session that has printed no whole line", { firstLineAt: null }],
    ["is of a session that is over", { isOpen: false }],
  ])("is not late when it %s", (_, change) => {
    expect(isLogLate(facts(change), 180)).toBe(false);
  });
});
