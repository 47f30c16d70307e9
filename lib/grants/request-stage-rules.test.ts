import { describe, expect, it } from "vitest";
import { REQUEST_STATES } from "@/lib/requests/views";
import { isOver, REQUEST_STAGES, requestStage } from "./request-stage-rules";

const open = [
  { id: "ses_1", nodeId: "i-1", state: "open", createdAt: new Date(0), openedAt: null, endedAt: null },
];
const unseen = {
  completeness: null,
  corroboration: null,
  endReason: null,
  verdict: null,
  reviewedAt: null,
  reviewDueAt: null,
};
const sessions = open.map((session) => ({ ...session, ...unseen }));

const inState = (state: string) => sessions.map((session) => ({ ...session, state }));

describe("a request's stage", () => {
  it.each([
    ["waiting", null, "waiting"],
    ["denied", null, "denied"],
    ["withdrawn", null, "withdrawn"],
    ["lapsed", null, "expired"],
    ["approved", { isRunning: true, opensAt: null, openSessions: [] }, "approved"],
    ["approved", { isRunning: true, opensAt: null, openSessions: sessions }, "active"],
    ["approved", { isRunning: true, opensAt: null, openSessions: inState("opening") }, "approved"],
    ["approved", { isRunning: true, opensAt: null, openSessions: inState("ending") }, "approved"],
    ["approved", { isRunning: false, opensAt: null, openSessions: [] }, "ended"],
    // An extension before the end of what it extends.
    ["approved", { isRunning: false, opensAt: new Date(1), openSessions: [] }, "approved"],
    // The shell's end is on its way.
    ["approved", { isRunning: false, opensAt: null, openSessions: sessions }, "ended"],
    ["approved", null, "ended"],
  ] as const)("of %s with %j is %s", (state, grant, stage) => {
    expect(requestStage(state, grant && { ...grant, openSessions: [...grant.openSessions] })).toBe(stage);
  });

  it("is known for every state", () => {
    for (const state of REQUEST_STATES) expect(REQUEST_STAGES).toContain(requestStage(state, null));
  });

  it("is over only where nothing is left to use", () => {
    expect(REQUEST_STAGES.filter(isOver)).toEqual(["ended", "denied", "expired", "withdrawn"]);
  });
});
