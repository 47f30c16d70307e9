import { beforeEach, describe, expect, it } from "vitest";
import type { NoticeList, NoticeRow } from "@/lib/overview/notices/views";
import { NoticeCenter } from "./notice-center";
import { countText, hrefOf, pageOf } from "./notice-rules";

const DRAWN = new Date("2026-11-27T03:10:00Z");
const row = (id: string, secondsAfter = 5): NoticeRow => ({
  ...{ id, kind: "approved", at: new Date(DRAWN.getTime() + secondsAfter * 1000).toISOString() },
  ...{ actorName: "Ben Okafor", requestId: `req_${id}`, sessionId: null, atMs: null, isMine: true },
  ...{ personName: "Ana Duarte", nodes: ["payments-api-2"], tags: null, endsAt: null, protection: null },
});
const listOf = (...rows: NoticeRow[]): NoticeList => ({ rows, hasMore: false });
const idsOf = (rows: readonly NoticeRow[]) => rows.map(({ id }) => id);

let answer: NoticeList | undefined;
let reads: number;
let seen: string[];
let isKept: boolean;
let arrivals: string[];
let center: NoticeCenter;
beforeEach(() => {
  [answer, reads, seen, isKept, arrivals] = [listOf(row("old", -600)), 0, [], true, []];
  center = new NoticeCenter(
    { rows: [row("old", -600)], hasMore: true },
    {
      read: async () => {
        reads += 1;
        return answer;
      },
      see: async (ids) => {
        if (isKept) seen.push(...ids);
        return isKept;
      },
    },
    (rows) => arrivals.push(...idsOf(rows)),
  );
});

describe("what a person is told while a page is open", () => {
  it("is new once; what was there from the start is not", async () => {
    await center.told();
    expect(center.read().arrived).toEqual([]);
    answer = listOf(row("new"), row("old", -600));
    await center.told();
    await center.told();
    expect(idsOf(center.read().arrived)).toEqual(["new"]);
    expect(idsOf(center.read().list.rows)).toEqual(["new", "old"]);
    expect(arrivals).toEqual(["new"]);
  });

  it("stays unseen when its toast is put away", async () => {
    answer = listOf(row("new"));
    await center.told();
    center.dismiss("new");
    await center.told();
    expect(center.read().arrived).toEqual([]);
    expect(idsOf(center.read().list.rows)).toEqual(["new"]);
    expect(seen).toEqual([]);
  });

  it("goes when it is seen here or elsewhere, and comes back when that could not be kept", async () => {
    answer = listOf(row("two"), row("one"));
    await center.told();
    const seeing = center.see(["one"]);
    expect(idsOf(center.read().arrived)).toEqual(["two"]);
    await seeing;
    expect([seen, reads]).toEqual([["one"], 1]);
    answer = listOf();
    await center.told();
    expect(center.read()).toEqual({ list: listOf(), arrived: [] });
    answer = listOf(row("three"));
    await center.told();
    isKept = false;
    await center.see(["three"]);
    expect(idsOf(center.read().list.rows)).toEqual(["three"]);
    expect(center.read().arrived).toEqual([]);
  });

  it("is not new when an older one comes up because those above it were seen", async () => {
    answer = { rows: [row("older", -7200), row("oldest", -9000)], hasMore: false };
    await center.told();
    expect(center.read().arrived).toEqual([]);
    expect(idsOf(center.read().list.rows)).toEqual(["older", "oldest"]);
  });

  it("is read once more for all that is heard while it is read, and kept when nobody answers", async () => {
    await Promise.all([center.told(), center.told(), center.told()]);
    expect(reads).toBe(2);
    answer = undefined;
    await center.told();
    expect(idsOf(center.read().list.rows)).toEqual(["old"]);
  });
});

it("a notice leads to the request, the session or the page it is about", () => {
  expect(hrefOf({ kind: "approved", requestId: "req_1", sessionId: null, atMs: null })).toBe(
    "/requests/req_1",
  );
  expect(hrefOf({ kind: "review-due", requestId: null, sessionId: "ses_1", atMs: null })).toBe(
    "/sessions/ses_1",
  );
  expect(hrefOf({ kind: "mention", requestId: null, sessionId: "ses_1", atMs: 83_400 })).toBe(
    "/sessions/ses_1?t=83.4",
  );
  expect(pageOf({ kind: "review-due", requestId: null, sessionId: "ses_1" })).toBe("/sessions/ses_1");
  const added = { kind: "passkey-added", requestId: null, sessionId: null, atMs: null } as const;
  expect(hrefOf(added)).toBe("/passkeys");
  expect([countText(listOf()), countText({ ...listOf(row("a")), hasMore: true })]).toEqual(["", "1+"]);
});
