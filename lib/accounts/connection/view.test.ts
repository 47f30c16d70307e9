import { describe, expect, it } from "vitest";
import { readConfig } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { addSeconds } from "@/lib/kernel/time";
import { plannedChecks } from "./plan";
import type { StoredCheck } from "./store";
import { ANSWER_WITHIN_SECONDS, testView } from "./view";

const read = readConfig(testEnvironment("postgresql://x@127.0.0.1/x"));
if (!read.ok) throw new TypeError("the test's own settings are wrong");
const [account] = read.config.HALLIGAN_ACCOUNTS;
if (!account) throw new TypeError("the test has no account");

const at = new Date("2026-03-14T09:26:53Z");
const passed = (checkedAt: Date): StoredCheck[] =>
  plannedChecks(account).map((check) => ({ ...check, outcome: "passed", words: null, checkedAt }));
const view = (stored: StoredCheck[], orderedAt: Date | null) =>
  testView(account, "eu-west-1", { stored, orderedAt, at });
const statesOf = (stored: StoredCheck[], orderedAt: Date | null) =>
  new Set(view(stored, orderedAt).checks.map(({ state }) => state));

describe("the connection test of a region", () => {
  it("that nobody has ordered says so, whatever the table holds", () => {
    expect(view([], null).state).toBe("never");
    expect(statesOf(passed(at), null)).toEqual(new Set(["never"]));
  });

  it("waits for its answers, and no longer than they can take", () => {
    expect(view([], addSeconds(at, 1 - ANSWER_WITHIN_SECONDS)).state).toBe("running");
    expect(view([], addSeconds(at, -ANSWER_WITHIN_SECONDS)).state).toBe("unanswered");
  });

  it("counts answers of an earlier test as none", () => {
    const orderedAt = addSeconds(at, -1);
    expect(view(passed(addSeconds(orderedAt, -1)), orderedAt).state).toBe("running");
    expect(view(passed(orderedAt), orderedAt).state).toBe("passed");
  });

  it("is broken by one step, with what mends it", () => {
    const stored = passed(at).map(
      (check): StoredCheck =>
        check.action === "logs:FilterLogEvents"
          ? { ...check, outcome: "denied", words: "AccessDeniedException: User: x is not authorized" }
          : check,
    );
    const { state, checks } = view(stored, at);
    expect(state).toBe("broken");
    expect(checks.filter(({ remedy }) => remedy !== null)).toMatchObject([
      { role: "reader", action: "logs:FilterLogEvents", state: "denied", remedy: { code: "identity" } },
    ]);
  });

  it("tells what there was nothing to try on from what could not be tried", () => {
    const skipped = (words: string) =>
      passed(at).map((check): StoredCheck => ({ ...check, outcome: "not-run", words }));
    expect(statesOf(skipped("not-needed"), at)).toEqual(new Set(["not-needed"]));
    expect(statesOf(skipped("not-reached"), at)).toEqual(new Set(["not-run"]));
  });
});
