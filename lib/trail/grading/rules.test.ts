import { describe, expect, it } from "vitest";
import type { LineComparison } from "../comparing/compare-lines";
import type { LineDifference } from "../comparing/difference";
import { completenessOf, corroborationOf, judgeLog, LATE_SECONDS, type LogFacts } from "./rules";

const AT = new Date("2026-03-14T09:26:53Z");
const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

describe("how complete a recording is", () => {
  const closed = { isShell: true, openedAt: AT, endedAt: AT, recording: { closedAt: AT }, gapCount: 0 };
  it.each([
    ["all of it is there", closed, 0, "complete"],
    ["one gap", { ...closed, gapCount: 1 }, 0, "partial"],
    ["no recording", { ...closed, recording: null }, 0, "missing"],
    ["no screen", { ...closed, isShell: false }, 0, "not-recordable"],
    ["it runs", { ...closed, endedAt: null }, 0, null],
    ["it never opened", { ...closed, openedAt: null, recording: null }, 0, null],
    ["not closed, yet", { ...closed, recording: { closedAt: null } }, 119, null],
    ["never closed", { ...closed, recording: { closedAt: null } }, 120, "partial"],
  ])("%s", (_, facts, seconds, grade) => {
    expect(completenessOf(facts, after(seconds))).toBe(grade);
  });
});

const line = (text: string, seconds: number) => ({ number: 7, text, at: after(seconds) });
const missing = (seconds: number, isTail = true): LineDifference => ({
  ...{
    kind: "missing",
    recorded: line("x", seconds),
    logged: null,
    recordedLines: 3,
    loggedLines: 0,
    isTail,
  },
});
const added = (seconds: number, isTail = true): LineDifference => ({
  ...{ kind: "added", recorded: null, logged: line("x", seconds), recordedLines: 0, loggedLines: 2, isTail },
});
const changed = (theirs: string, isTail = true): LineDifference => ({
  ...{
    kind: "changed",
    recorded: line("$ sleep", 0),
    logged: line(theirs, 0),
    recordedLines: 1,
    loggedLines: 1,
  },
  isTail,
});
const found = (differences: LineDifference[], about: Partial<LineComparison> = {}): LineComparison => ({
  ...{ matched: 9, recordedLines: 9, loggedLines: 9, differences, differenceCount: differences.length },
  ...{ filledLines: 0, filled: [], looseLines: 0, leftOff: null, ...about },
});
/** Ended and printed last at AT; asked for a minute later. */
const FACTS: LogFacts = {
  ...{ source: "stream", form: "streamed", comparison: found([]), foreignLines: 0, isCut: false },
  ...{
    isRecorded: true,
    isMoved: false,
    isKnownAgent: true,
    hasOutput: true,
    endedAt: AT,
    endReason: "exited",
  },
  ...{ lastOutputAt: AT, checkedAt: after(LATE_SECONDS.stream) },
};
const EARLY = { checkedAt: after(LATE_SECONDS.stream - 1) };
const NONE = { form: null, comparison: null } as const;

describe("what a log says", () => {
  it.each<[string, Partial<LogFacts>, string, string[]]>([
    ["every line agrees", {}, "agreed", []],
    ["there is none", NONE, "absent", []],
    ["there is none yet", { ...NONE, ...EARLY }, "pending", []],
    ["nobody has asked", { ...NONE, checkedAt: null }, "pending", []],
    ["nothing was printed", { ...NONE, hasOutput: false }, "not-comparable", []],
    ["an agent that nobody has measured", { isKnownAgent: false }, "not-comparable", []],
    ["a PowerShell transcript", { form: "transcript", comparison: null }, "not-comparable", []],
    ["no recording to hold against it", { isRecorded: false }, "not-comparable", []],
    ["a recording that lies in a bucket", { isMoved: true }, "not-comparable", []],
    ["left off at a gap", { comparison: found([], { leftOff: "gap" }) }, "not-comparable", []],
    ["another session's lines", { foreignLines: 1 }, "differs", ["foreign-lines"]],
    ["a stretch in the middle", { comparison: found([missing(0, false)]) }, "differs", ["missing-lines"]],
    ["lines we never received", { comparison: found([added(0, false)]) }, "differs", ["added-lines"]],
    ["another line", { comparison: found([changed("$ rm", false)]) }, "differs", ["changed-lines"]],
    ["the last two seconds lost", { comparison: found([missing(-2)]) }, "agreed", []],
    ["the last two seconds, so far", { comparison: found([missing(-2)]), ...EARLY }, "pending", []],
    ["more than that lost", { comparison: found([missing(-2.001)]) }, "differs", ["missing-lines"]],
    ["more than that, so far", { comparison: found([missing(-2.001)]), ...EARLY }, "pending", []],
    ["its node may have died", { comparison: found([missing(-9)]), endReason: "aws-ended" }, "differs", []],
    ["the last line unfinished", { comparison: found([changed("$ sl")]) }, "agreed", []],
    ["the last line another", { comparison: found([changed("$ rm")]) }, "differs", ["changed-lines"]],
    [
      "nothing of it agrees",
      { comparison: found([missing(0)], { matched: 0 }) },
      "differs",
      ["missing-lines"],
    ],
    ["goes on after an exit", { comparison: found([added(0)]) }, "differs", ["added-lines"]],
    ["goes on after our end", { comparison: found([added(-2)]), endReason: "window-ended" }, "agreed", []],
    [
      "added before our end",
      { comparison: found([added(-3)]), endReason: "window-ended" },
      "differs",
      ["added-lines"],
    ],
    [
      "kept only in part",
      { comparison: found([missing(-9)]), form: "object", isCut: true },
      "not-comparable",
      [],
    ],
    [
      "an object's end lost",
      { comparison: found([missing(0)]), form: "object" },
      "differs",
      ["missing-lines"],
    ],
  ])("%s", (_, facts, verdict, alarms) => {
    const judged = judgeLog({ ...FACTS, ...facts });
    expect(judged.log.verdict).toBe(verdict);
    expect(judged.alarms).toEqual(alarms);
    expect(judged.differences.length > 0).toBe(verdict === "differs" && facts.foreignLines === undefined);
  });

  it.each([
    [["agreed", "differs"], "differs"],
    [["agreed", "absent"], "agreed"],
    [["pending", "absent"], "pending"],
    [["not-comparable", "absent"], "not-comparable"],
    [["absent"], "absent"],
    [[], "absent"],
  ] as const)("of several, %j, is %s", (verdicts, all) => {
    expect(corroborationOf(verdicts.map((verdict) => ({ verdict })))).toBe(all);
  });
});
