import { describe, expect, it } from "vitest";
import type { Evaluation } from "../evaluate";
import type { Obligations } from "../obligations";
import { differencesOf, LOOSENING, REHEARSAL_KINDS } from "./compare";

const NEEDED: Obligations = {
  approvals: [{ count: 1, groups: ["sre-leads", "platform-leads"] }],
  longestWindowSeconds: 3600,
  stepUp: "sign-in",
  watcher: "none",
  inputRecording: "counted",
  missingAgentLog: "flag",
  spool: "never",
};
const permitted = (obligations: Partial<Obligations>): Evaluation => ({
  ...{ permitted: true, ruleVersion: "test", rules: ["r"] },
  obligations: { ...NEEDED, ...obligations },
});
const refused = (code: "NOT_PERMITTED_BY_RULE" | "WINDOW_TOO_LONG" | "ROLE_MISSING"): Evaluation => ({
  ...{ permitted: false, ruleVersion: "test", rules: [], code, params: {} },
});
const of = (count: number, ...groups: string[]) => ({ count, groups });

describe("a request under other rules", () => {
  it.each([
    ["needs the same", permitted({}), []],
    ["could have been longer, which it was not", permitted({ longestWindowSeconds: 7200 }), []],
    [
      "needs the same, written in another order",
      permitted({ approvals: [of(1, "platform-leads", "sre-leads")] }),
      [],
    ],
    ["needs nobody", permitted({ approvals: [] }), ["no-approval"]],
    [
      "could be approved by one group more",
      permitted({ approvals: [of(1, "sre-leads", "platform-leads", "x")] }),
      ["fewer-approvals"],
    ],
    ["could be approved by others instead", permitted({ approvals: [of(1, "x")] }), ["other-approvers"]],
    ["needs two, of others too", permitted({ approvals: [of(2, "sre-leads", "x")] }), ["other-approvers"]],
    ["needs one of fewer groups", permitted({ approvals: [of(1, "sre-leads")] }), ["more-approvals"]],
    ["needs two", permitted({ approvals: [of(2, "sre-leads", "platform-leads")] }), ["more-approvals"]],
    [
      "needs one of each",
      permitted({ approvals: [of(1, "sre-leads"), of(1, "platform-leads")] }),
      ["more-approvals"],
    ],
    ["is refused", refused("NOT_PERMITTED_BY_RULE"), ["refused"]],
    ["is nobody's to ask", refused("ROLE_MISSING"), ["refused"]],
    ["is too long", refused("WINDOW_TOO_LONG"), ["shorter-window"]],
    ["needs no sign-in", permitted({ stepUp: "none" }), ["milder-terms"]],
    ["has keystrokes kept", permitted({ inputRecording: "kept" }), ["stricter-terms"]],
    ["ends without an agent log", permitted({ missingAgentLog: "end" }), ["stricter-terms"]],
    ["may run on the spool", permitted({ spool: "break-glass" }), ["milder-terms"]],
    [
      "differs in several ways, the milder first",
      permitted({ approvals: [], stepUp: "none", watcher: "required" }),
      ["no-approval", "milder-terms", "stricter-terms"],
    ],
  ] as const)("%s", (_title, answer, kinds) => {
    expect(differencesOf(NEEDED, answer)).toEqual(kinds);
  });

  it.each([
    [
      "two of two groups are met by one of each",
      [of(1, "a"), of(1, "b")],
      [of(2, "a", "b")],
      "fewer-approvals",
    ],
    ["one of each is not met by two of both", [of(2, "a", "b")], [of(1, "a"), of(1, "b")], "more-approvals"],
    ["three are more than two", [of(3, "a")], [of(2, "a")], "fewer-approvals"],
    ["a demand that goes is milder", [of(1, "a"), of(1, "b")], [of(1, "b")], "fewer-approvals"],
    ["who asked nobody before asks somebody", [], [of(1, "b")], "more-approvals"],
    [
      "places are found for everybody, whatever their order",
      [of(1, "a", "b"), of(1, "a")],
      [of(1, "a"), of(1, "a", "b", "c")],
      "fewer-approvals",
    ],
  ] as const)("%s", (_title, before, after, kind) => {
    const needed = {
      ...NEEDED,
      approvals: before.map(({ count, groups }) => ({ count, groups: [...groups] })),
    };
    const approvals = after.map(({ count, groups }) => ({ count, groups: [...groups] }));
    expect(differencesOf(needed, permitted({ approvals }))).toEqual([kind]);
  });

  it("what lets more happen stands before what lets less happen", () => {
    expect(REHEARSAL_KINDS.slice(0, LOOSENING.length)).toEqual(LOOSENING);
    expect(LOOSENING).not.toContain("refused");
  });
});
