import type { AccountConfig } from "@/lib/kernel/config/config";
import { secondsBetween } from "@/lib/kernel/time";
import type { CheckView, TestState, TestView } from "../views";
import { plannedChecks } from "./plan";
import { remedyOf } from "./remedy";
import type { StoredCheck } from "./store";

/** Each step has its own deadline; when all are over, what has not answered will not. */
export const ANSWER_WITHIN_SECONDS = 60;

/**
 * How the connection test of a region stands: its steps as the settings plan them, with what came of each.
 * @param stored the newest answers; older ones than the order are of another test
 */
export function testView(
  account: AccountConfig,
  region: string,
  test: { stored: readonly StoredCheck[]; orderedAt: Date | null; at: Date },
): TestView {
  const { orderedAt } = test;
  const checks = plannedChecks(account).map(({ role, action }): CheckView => {
    const found = test.stored.find((one) => one.role === role && one.action === action);
    const none = { role, action, words: null, remedy: null };
    if (orderedAt === null) return { ...none, state: "never" };
    if (!found || found.checkedAt < orderedAt)
      return {
        ...none,
        state: secondsBetween(orderedAt, test.at) < ANSWER_WITHIN_SECONDS ? "waiting" : "unanswered",
      };
    const { outcome, words } = found;
    if (outcome === "denied" || outcome === "failed") {
      const remedy = remedyOf(account, region, { role, action, outcome, words: words ?? "" });
      return { role, action, state: outcome, words, remedy };
    }
    return { ...none, state: outcome === "not-run" && words === "not-needed" ? "not-needed" : outcome };
  });
  return { state: stateOf(checks), orderedAt, checks };
}

function stateOf(checks: readonly CheckView[]): TestState {
  const has = (...states: CheckView["state"][]) => checks.some(({ state }) => states.includes(state));
  if (has("waiting")) return "running";
  if (has("denied", "failed")) return "broken";
  if (has("unanswered")) return "unanswered";
  return has("never") ? "never" : "passed";
}
