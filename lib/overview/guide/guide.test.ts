import { expect, it } from "vitest";
import { storyLines } from "./guide";
import type { StoryRow } from "./store";

const ANA = "per_ana";
const START: StoryRow = {
  nodeId: "i-1",
  requestId: null,
  requesterId: null,
  isApproved: false,
  sessionId: null,
  isReviewed: false,
  isAuditSeen: false,
};
const asked: StoryRow = { ...START, requestId: "req_1", requesterId: ANA };
const left: StoryRow = { ...asked, isApproved: true, sessionId: "ses_1" };

it.each<[string, StoryRow, number, string | undefined]>([
  ["to ask", START, 0, "/requests/new?node=i-1"],
  ["to approve", asked, 1, "/requests/req_1"],
  ["to open the shell", { ...asked, isApproved: true }, 2, "/requests/req_1"],
  ["to review", left, 3, "/sessions/ses_1"],
  ["to see the audit", { ...left, isReviewed: true }, 4, "/audit?q=ses_1"],
  ["nothing", { ...left, isReviewed: true, isAuditSeen: true }, 5, undefined],
])("the story leads on %s", (_what, story, done, href) => {
  const lines = storyLines({ id: "per_dov" as never, roles: [] }, story);
  expect(lines.map(({ isDone }) => isDone)).toEqual(lines.map((_line, index) => index < done));
  expect(lines.flatMap((line) => line.href ?? [])).toEqual(href === undefined ? [] : [href]);
});

it("each step is for whoever may take it, and nobody approves their own", () => {
  const mine = (id: string, roles: ("engineer" | "approver" | "reviewer" | "administrator")[]) =>
    storyLines({ id: id as never, roles }, asked).flatMap(({ step, isMine }) => (isMine ? [step] : []));
  expect(mine(ANA, ["engineer"])).toEqual(["ask", "open"]);
  expect(mine(ANA, ["engineer", "approver"])).toEqual(["ask", "open"]);
  expect(mine("per_ben", ["engineer", "approver"])).toEqual(["ask", "approve"]);
  expect(mine("per_cleo", ["reviewer"])).toEqual(["review", "audit"]);
  expect(mine("per_dov", ["administrator"])).toEqual(["audit"]);
});
