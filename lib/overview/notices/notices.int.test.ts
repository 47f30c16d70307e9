import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { tellEndingAccess } from "@/lib/grants/telling/tell-ending-access";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { seeNotices } from "@/lib/inbox/notices/see-notices";
import { remindItems } from "@/lib/inbox/remind-items";
import { ageItem, noticesAbout } from "@/lib/inbox/testing/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import { writeEntry } from "@/lib/requests/entries/write-entry";
import { putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { writeNote } from "@/lib/reviews/noting/write-note";
import { openReview } from "@/lib/reviews/open-review";
import { readFrame } from "../frame";
import { readTalk } from "../talk";
import { readNotices } from "./read-notices";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ask = async (
  what: { nodeIds: string[] } | { selector: { tags: Record<string, string> }; mostNodes: 1 },
) => {
  const wanted = { nodeIds: [], justification: "Disk full, writes failing", windowSeconds: 1800, ...what };
  return (await createRequest(world.people.ana, wanted)).requestId;
};

describe("what a person was told", () => {
  it("is listed until they have seen it, newest first, each with what its sentence says", async () => {
    const { ana, ben } = world.people;
    const denied = await ask({ nodeIds: [NODES.search] });
    await decideAsShown(ben, { requestId: denied, version: 1, verdict: "deny", comment: "use the runbook" });
    const requestId = await ask({ nodeIds: [NODES.payments, NODES.edge] });
    const { entryId } = await writeEntry(ben, { requestId, kind: "question", text: "Which disk?" });
    const shown = await readNotices(ana);
    const common = { actorName: "Ben Okafor", personName: "Ana Duarte", isMine: true, sessionId: null };
    expect(shown).toMatchObject({
      hasMore: false,
      rows: [
        { kind: "question", requestId, ...common, nodes: ["edge-proxy-1", "payments-api-2"], tags: null },
        { kind: "denied", requestId: denied, ...common, nodes: ["search-1"], endsAt: null },
      ],
    });
    expect((await readFrame(ana)).notices).toEqual(shown);
    expect((await readNotices(ben)).rows).toEqual([]);

    // Another's are neither seen nor admitted to.
    const noticeIds = shown.rows.map(({ id }) => id);
    expect(await seeNotices(ben, { noticeIds })).toEqual({ seen: 0 });
    expect(await seeNotices(ana, { noticeIds: [...noticeIds, newId("notice")] })).toEqual({ seen: 2 });
    expect(await seeNotices(ana, { noticeIds })).toEqual({ seen: 0 });
    expect(await readNotices(ana)).toEqual({ rows: [], hasMore: false });
    expect(await noticesAbout({ requestId: denied })).toEqual(["Ana Duarte: denied seen"]);
    // A question that was seen still waits for its answer; an answer that was seen is done with.
    expect((await readTalk(ana)).map(({ kind }) => kind)).toEqual(["question"]);
    await writeEntry(ana, { requestId, kind: "answer", text: "The root disk.", questionId: entryId });
    expect((await readTalk(ben)).map(({ kind }) => kind)).toEqual(["answer"]);
    // Whoever is no approver any more reads nothing of another's request, in the list of what waits neither.
    for (const roles of [["engineer"], []] as const) {
      expect(await readTalk({ ...ben, roles: [...roles] })).toEqual([]);
      expect((await readNotices({ ...ben, roles: [...roles] })).rows).toEqual([]);
    }
    const [answer] = (await readNotices(ben)).rows;
    expect(answer).toMatchObject({ kind: "answer", isMine: false, actorName: "Ana Duarte" });
    await seeNotices(ben, { noticeIds: [answer?.id ?? ""] });
    expect(await readTalk(ben)).toEqual([]);
  });

  it("names the selector, when access ends and whose session is to be reviewed", async () => {
    const { ana, ben, cleo } = world.people;
    const requestId = await ask({ selector: { tags: { Service: "search" } }, mostNodes: 1 });
    const { grantId = "" } = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    const session = { grantId, personId: ana.id, nodeId: NODES.search, openedAt: new Date() };
    const sessionId = await putSession({ ...session, state: "ended" });
    await world.owner(`update grants set ends_at = now() + interval '4 minutes' where id = '${grantId}'`, {
      past: "grants",
    });
    await world.as("jobs");
    await tellEndingAccess();
    const reviewId = (await openReview(jobs, { sessionId })) ?? "";
    await ageItem(reviewId, 2 * 86_400 + 60);
    await remindItems(jobs);
    await world.as("web");
    expect((await readNotices(ana)).rows).toMatchObject([
      { kind: "access-ending", actorName: null, tags: "Service=search", endsAt: expect.any(Date) },
      { kind: "approved", tags: "Service=search", endsAt: null },
    ]);
    expect((await readNotices(cleo)).rows).toMatchObject([
      {
        ...{ kind: "review-due", sessionId, requestId: null, isMine: false, personName: "Ana Duarte" },
        ...{ nodes: ["search-1"], endsAt: expect.any(Date) },
      },
    ]);
    // Whoever is no reviewer any more is not told whose session it was.
    expect((await readNotices({ ...cleo, roles: [] })).rows).toEqual([]);
  });

  it("says in whose session's note they are named, at which moment", async () => {
    const { ana, ben, cleo } = world.people;
    const { grantId = "" } = await decideAsShown(ben, {
      ...{ requestId: await ask({ nodeIds: [NODES.edge] }), version: 1, verdict: "approve" },
    });
    const session = { grantId, personId: ana.id, nodeId: NODES.edge, openedAt: new Date() };
    const sessionId = await putSession({ ...session, state: "ended" });
    await world.owner(`insert into recordings (session_id, started_at) values
      ('${sessionId}', now() - interval '1 minute')`);
    const text = "@Ana Duarte @Ben Okafor why this?";
    await writeNote(cleo, { sessionId, fromMs: 8_300, toMs: 9_000, text });
    const about = { kind: "mention", actorName: "Cleo Marchetti", sessionId, requestId: null, atMs: 8_300 };
    const named = { ...about, nodes: ["edge-proxy-1"], personName: "Ana Duarte", tags: null, endsAt: null };
    expect((await readNotices(ben)).rows[0]).toMatchObject({ ...named, isMine: false });
    expect((await readNotices(ana)).rows[0]).toMatchObject({ ...named, isMine: true });
    // Whoever sees only their own is told of theirs still, and not of another's.
    const kindsOf = async (viewer: PersonActor) => (await readNotices(viewer)).rows.map(({ kind }) => kind);
    expect(await kindsOf({ ...ana, roles: ["engineer"] })).toContain("mention");
    expect(await kindsOf({ ...ben, roles: ["engineer"] })).not.toContain("mention");
  });

  it("comes fifty at a time", async () => {
    const { gus } = world.people;
    const rows = Array.from({ length: 51 }, () => ({
      ...{ id: newId("notice"), personId: gus.id, kind: "review-due", subjectId: newId("review") },
    }));
    await handleOf(owning()).notice.createMany({ data: rows });
    const { rows: shown, hasMore } = await readNotices({ ...gus, roles: ["reviewer"] });
    expect([shown.length, hasMore]).toEqual([50, true]);
    // Nobody is told that there is more of what is no longer theirs to see, and it hides nothing that is.
    expect(await readNotices({ ...gus, roles: ["engineer"] })).toEqual({ rows: [], hasMore: false });
    expect((await readFrame({ ...gus, roles: [] })).notices).toEqual({ rows: [], hasMore: false });
  });
});
