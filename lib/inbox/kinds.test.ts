import { describe, expect, it } from "vitest";
import { inboxProblems } from "@/lib/kernel/config/inbox-schedule";
import { addSeconds } from "@/lib/kernel/time";
import { scheduleOf, urgencyOf } from "./kinds";

const now = new Date("2026-03-14T09:26:53Z");
const inSeconds = (seconds: number) => addSeconds(now, seconds);
const HALLIGAN_ROLES = {
  engineer: ["engineers"],
  approver: ["sre-leads", "platform-leads"],
  reviewer: ["security-review"],
  administrator: ["halligan-admins"],
};

describe("the schedule of something that waits", () => {
  it("reminds half-way to a request's lapse, and shows it to administrators at three quarters", () => {
    const item = { kind: "decision", createdAt: now, dueAt: inSeconds(3600) } as const;
    expect(scheduleOf(item, { HALLIGAN_INBOX: {}, HALLIGAN_ROLES })).toEqual({
      remindAt: inSeconds(1800),
      escalateAt: inSeconds(2700),
      escalateTo: ["halligan-admins"],
    });
  });

  it("reminds of a review the day before it is due, and escalates when it is overdue", () => {
    const item = { kind: "review", createdAt: now, dueAt: inSeconds(3 * 86_400) } as const;
    expect(scheduleOf(item, { HALLIGAN_INBOX: {}, HALLIGAN_ROLES })).toMatchObject({
      remindAt: inSeconds(2 * 86_400),
      escalateAt: inSeconds(3 * 86_400),
    });
  });

  it("never lies before its beginning", () => {
    const item = { kind: "review", createdAt: now, dueAt: inSeconds(3600) } as const;
    expect(scheduleOf(item, { HALLIGAN_INBOX: {}, HALLIGAN_ROLES }).remindAt).toEqual(now);
  });

  it("is empty for what is never due", () => {
    const item = { kind: "review", createdAt: now, dueAt: null } as const;
    expect(scheduleOf(item, { HALLIGAN_INBOX: {}, HALLIGAN_ROLES })).toMatchObject({
      remindAt: null,
      escalateAt: null,
    });
  });

  it("is what the configuration says, kind by kind and part by part", () => {
    const HALLIGAN_INBOX = {
      decision: { remind: null, escalate: { beforeDueSeconds: 60 }, escalateTo: ["platform-leads"] },
    };
    const item = { kind: "decision", createdAt: now, dueAt: inSeconds(600) } as const;
    expect(scheduleOf(item, { HALLIGAN_INBOX, HALLIGAN_ROLES })).toEqual({
      remindAt: null,
      escalateAt: inSeconds(540),
      escalateTo: ["platform-leads"],
    });
    const review = { kind: "review", createdAt: now, dueAt: inSeconds(600) } as const;
    expect(scheduleOf(review, { HALLIGAN_INBOX, HALLIGAN_ROLES }).escalateAt).toEqual(inSeconds(600));
  });
});

it.each([
  [-1, "overdue"],
  [0, "overdue"],
  [1, "hour"],
  [3600, "hour"],
  [3601, "day"],
  [86_400, "day"],
  [86_401, "later"],
] as const)("what is due in %d s is %s", (seconds, urgency) => {
  expect(urgencyOf(inSeconds(seconds), now)).toBe(urgency);
});

it("nothing is escalated to a group whose people could not see it", () => {
  const problems = (escalateTo: string[]) => inboxProblems({ review: { escalateTo } }, HALLIGAN_ROLES);
  expect(problems(["halligan-admins", "sre-leads"])).toEqual([]);
  expect(problems(["engineers"])).toEqual([
    "review.escalateTo: engineers gives no role that may see what is escalated to it",
  ]);
});
