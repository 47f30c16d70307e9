import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { dueEnd, type RunningRow, type SweptRow, sessionIdOf, sweepSession } from "./sweep-rules";

const NOW = new Date("2026-03-14T09:26:53Z");
const ID = "ses_01jz5m0g4w8n6q2r7t9v1x3y5z";
const AWS_ID = `${ID}-0123456789abcdef0`;
const OWNER = `arn:aws:sts::111122223333:assumed-role/HalliganTarget/${ID}`;
const SETTINGS = { openingSeconds: 30, closingSeconds: 10 };

const ROW: SweptRow = {
  state: "open",
  awsSessionId: AWS_ID,
  createdAt: addSeconds(NOW, -300),
  startIntendedAt: addSeconds(NOW, -299),
  endedAt: null,
};

describe("the name in a session's id", () => {
  it.each([
    [AWS_ID, ID],
    [`${ID}-abcdefghijklmnopqrstuvwxyz`, ID],
    ["ana-0123456789abcdef0", null],
    [ID, null],
    [`${ID}-x-0123456789abcdef0`, null],
    [`x${AWS_ID}`, null],
    ["", null],
  ])("of %s is %s", (awsSessionId, sessionId) => {
    expect(sessionIdOf(awsSessionId)).toBe(sessionId);
  });
});

describe("the sweep", () => {
  const sweep = (row: SweptRow | null, found = {}) =>
    sweepSession(
      { awsSessionId: AWS_ID, owner: OWNER, status: "Connected", ...found },
      "HalliganTarget",
      row,
      NOW,
      SETTINGS,
    );

  it.each<[string, SweptRow | null, string]>([
    ["what no row knows", null, "unknown"],
    ["what was never opened", { ...ROW, state: "created" }, "never-started"],
    [
      "an opening that takes too long",
      { ...ROW, state: "opening", startIntendedAt: addSeconds(NOW, -31) },
      "given-up",
    ],
    ["a second one under one name", { ...ROW, awsSessionId: `${ID}-another0000000000` }, "second"],
    ["what ended", { ...ROW, state: "ended", endedAt: addSeconds(NOW, -11) }, "over"],
    ["what failed", { ...ROW, state: "failed", awsSessionId: null, endedAt: addSeconds(NOW, -11) }, "over"],
  ])("ends %s", (_, row, why) => {
    expect(sweep(row)).toEqual({ kind: "end", why });
  });

  it.each<[string, SweptRow | null, object]>([
    ["what is open", ROW, {}],
    ["an opening under way", { ...ROW, state: "opening", startIntendedAt: addSeconds(NOW, -30) }, {}],
    ["what its own job is ending", { ...ROW, state: "ending" }, {}],
    ["what has just ended", { ...ROW, state: "ended", endedAt: addSeconds(NOW, -10) }, {}],
    ["what AWS is ending already", null, { status: "Terminating" }],
    ["another principal's", null, { awsSessionId: "ana-0123456789abcdef0" }],
    [
      "another role's, whatever it is called",
      null,
      { owner: `arn:aws:sts::111122223333:assumed-role/Admin/${ID}` },
    ],
    ["a user's, whatever it is called", null, { owner: `arn:aws:iam::111122223333:user/${ID}` }],
    ["one whose owner has another name", null, { owner: `${OWNER}x` }],
  ])("leaves %s", (_, row, found) => {
    expect(sweep(row, found)).toEqual({ kind: "leave" });
  });
});

describe("a running session", () => {
  const row: RunningRow = {
    state: "open",
    createdAt: addSeconds(NOW, -300),
    openingAt: null,
    grant: { endsAt: addSeconds(NOW, 1), endedAt: null, endReason: null },
    personDisabledAt: null,
    orphanedSeconds: null,
  };
  const settings = { openingSeconds: 30, abandonedSeconds: 120 };
  const over = { endsAt: NOW, endedAt: null, endReason: null };
  const ended = { ...over, endedAt: NOW, endReason: "ended-by-approver" };

  it.each<[string, Partial<RunningRow>, string | null]>([
    ["with a running grant", {}, null],
    ["at its window's end", { grant: over }, "window-ended"],
    ["that was never opened, at its window's end", { state: "created", grant: over }, "window-ended"],
    ["whose grant was ended", { grant: ended }, "ended-by-approver"],
    [
      "whose grant was ended for a reason of another time",
      { grant: { ...ended, endReason: "else" } },
      "grant-ended",
    ],
    ["of a disabled person", { personDisabledAt: NOW }, "person-disabled"],
    ["that no gateway owns, for a while", { orphanedSeconds: 120 }, null],
    ["that no gateway owns, for too long", { orphanedSeconds: 121 }, "abandoned"],
    ["that is being opened", { state: "opening", openingAt: addSeconds(NOW, -30) }, null],
    ["that is being opened for too long", { state: "opening", openingAt: addSeconds(NOW, -31) }, "give-up"],
    ["that is ending", { state: "ending", grant: over }, null],
    ["that is over", { state: "ended", grant: over }, null],
  ])("%s", (_, change, due) => {
    expect(dueEnd({ ...row, ...change }, NOW, settings)).toBe(due);
  });
});
