import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { endOf, isForgotten, isOfNode, isOutside, type ListedSession, outsideSessionOf } from "./rules";

const NOW = new Date("2026-03-14T09:26:53Z");
const ID = "ses_01jz5m0g4w8n6q2r7t9v1x3y5z";
const OURS = `arn:aws:sts::111122223333:assumed-role/HalliganTarget/${ID}`;
const AWS_ID = `${ID}-0123456789abcdef0`;
const FOUND: ListedSession = {
  ...{ awsSessionId: "mallory-0123456789abcdef0", nodeId: "i-0b7d20e94a6c8135f" },
  ...{ owner: "arn:aws:iam::111122223333:user/mallory", status: "Connected", documentName: "d" },
  ...{ reason: undefined, startedAt: addSeconds(NOW, -60), endedAt: undefined },
};

describe("a session that AWS lists is past the portal", () => {
  it.each<[string, Partial<ListedSession>, { awsSessionId: string | null } | null, boolean]>([
    ["when another principal opened it", {}, null, true],
    ["not when our row has its id", { awsSessionId: AWS_ID, owner: OURS }, { awsSessionId: AWS_ID }, false],
    [
      "not while our row waits for its id",
      { awsSessionId: AWS_ID, owner: OURS },
      { awsSessionId: null },
      false,
    ],
    ["when no row has its name", { awsSessionId: AWS_ID, owner: OURS }, null, true],
    [
      "when it is the second of its name",
      { awsSessionId: AWS_ID, owner: OURS },
      { awsSessionId: `${ID}-2` },
      true,
    ],
    [
      "when another role has taken a name of ours",
      { awsSessionId: AWS_ID, owner: `arn:aws:sts::111122223333:assumed-role/Admin/${ID}` },
      { awsSessionId: null },
      true,
    ],
  ])("%s", (_, change, own, outside) => {
    expect(isOutside({ ...FOUND, ...change }, "HalliganTarget", own)).toBe(outside);
  });
});

it.each([
  ["i-0b7d20e94a6c8135f", "mallory-0123456789abcdef0", true],
  ["mi-0d5a8c31f6e2b7940", "mallory-0123456789abcdef0", true],
  ["ecs:prod_0123_4567", "mallory-0123456789abcdef0", false],
  ["i-0b7d20e94a6c8135f", "../../etc/passwd", false],
  ["i-0b7d20e94a6c8135f", "", false],
  ["", "mallory-0123456789abcdef0", false],
])("a session on %s called %s is one of a node: %s", (nodeId, awsSessionId, is) => {
  expect(isOfNode({ nodeId, awsSessionId })).toBe(is);
});

describe("what is put down", () => {
  const put = (change: Partial<ListedSession>, isActive = true) =>
    outsideSessionOf({ ...FOUND, ...change }, isActive, { at: NOW, watchBeganAt: addSeconds(NOW, -60) });

  it("is an alarm from the watch's first moment on, and history before", () => {
    expect(put({}).isBeforeWatch).toBe(false);
    expect(put({ startedAt: addSeconds(NOW, -61) }).isBeforeWatch).toBe(true);
  });

  it("has no instant of the future, none that is missing, and no end before its beginning", () => {
    expect(put({ startedAt: addSeconds(NOW, 5) }).openedAt).toEqual(NOW);
    expect(put({ startedAt: new Date(Number.NaN) }).openedAt).toEqual(NOW);
    expect(put({ startedAt: undefined }).openedAt).toEqual(NOW);
    expect(put({}).endedAt).toBeNull();
    expect(put({ endedAt: undefined }, false).endedAt).toEqual(NOW);
    expect(endOf({ endedAt: addSeconds(NOW, -90) }, addSeconds(NOW, -60), NOW)).toEqual(addSeconds(NOW, -60));
  });

  it("has texts that a database keeps, of bounded length", () => {
    const long = put({
      owner: "x".repeat(9_000),
      reason: `a\u0000${"y".repeat(9_000)}`,
      documentName: "z".repeat(9_000),
    });
    expect([long.owner.length, long.reason?.length, long.documentName.length]).toEqual([2_048, 512, 512]);
    expect(long.reason?.startsWith("a\ufffd")).toBe(true);
    expect(put({ reason: "" }).reason).toBeNull();
  });
});

it("one that AWS no longer has is over after a day, and not before", () => {
  expect(isForgotten(addSeconds(NOW, -86_400), NOW)).toBe(false);
  expect(isForgotten(addSeconds(NOW, -86_401), NOW)).toBe(true);
});
