import { expect, it } from "vitest";
import { afterTry, keptAnswer, type TryOutcome } from "./rules";

const at = new Date("2026-03-14T09:26:53Z");
const inSeconds = (seconds: number) => new Date(at.getTime() + seconds * 1000);

it.each<[TryOutcome, number, number | undefined, number, string]>([
  ["delivered", 0, undefined, 3600, "delivered"],
  ["refused", 0, undefined, 3600, "failed"],
  ["again", 0, undefined, 3600, "waiting 5"],
  ["again", 1, undefined, 3600, "waiting 30"],
  ["again", 2, undefined, 3600, "waiting 120"],
  ["again", 3, undefined, 3600, "waiting 600"],
  ["again", 50, undefined, 3600, "waiting 600"],
  ["again", 3, undefined, 601, "waiting 600"],
  ["again", 3, undefined, 600, "gave-up"],
  ["again", 0, 60, 3600, "waiting 60"],
  ["again", 0, 1, 3600, "waiting 5"],
  ["again", 0, 7200, 3600, "gave-up"],
])(
  "a try that was %s, after %i before, told to wait %s s, with %i s left: %s",
  (outcome, before, afterSeconds, left, wanted) => {
    const answer = { outcome, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
    const { state, nextTryAt } = afterTry(answer, before, { at, expiresAt: inSeconds(left) });
    const pause = nextTryAt === null ? "" : ` ${(nextTryAt.getTime() - at.getTime()) / 1000}`;
    expect(`${state}${pause}`).toBe(wanted);
  },
);

it("keeps a receiver's words as one short line in which nothing is hidden", () => {
  expect(keptAnswer("550 5.1.1\r\n unknown\u202euser\u0007 \u200b")).toBe("550 5.1.1 unknown user");
  expect(keptAnswer("x".repeat(5_000))).toHaveLength(300);
});
