import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { lapseRequests } from "../lapse-requests";
import { readRequest } from "../reading/read-request";
import { eventsOf } from "../testing/store";
import { jobs, NODES, openWorld, type World } from "../testing/world";
import { withdrawRequest } from "../withdraw-request";
import { openRequest } from "./open-request";
import { remindApprovers } from "./remind-approvers";
import { MOST_WRITTEN } from "./rules";
import { writeEntry } from "./write-entry";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ask = async (nodeId: string = NODES.payments) => {
  const { requestId } = await createRequest(world.people.ana, {
    ...{ nodeIds: [nodeId], justification: "Disk full, writes failing", windowSeconds: 600 },
  });
  return requestId;
};
const question = (who: PersonActor, requestId: string, text = "Did the clean-up runbook help?") =>
  writeEntry(who, { requestId, kind: "question", text });
const codesOf = async (requestId: string) =>
  (await eventsOf({ requestId })).map(({ code, outcome }) => `${code} ${outcome}`);
const noticesOf = async (requestId: string) =>
  (
    await handleOf(owning()).notice.findMany({
      where: { requestId },
      include: { person: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    })
  ).map(({ kind, person, doneAt }) => `${person.name}: ${kind}${doneAt ? " done" : ""}`);

describe("a question on a request", () => {
  it("is answered by its requester, told to the other side, read by whoever sees the request, and decides nothing", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await ask(NODES.search);
    const { entryId } = await question(ben, requestId);
    expect(await noticesOf(requestId)).toEqual(["Ana Duarte: question"]);
    const asked = await readRequest(ana, requestId);
    expect(asked).toMatchObject({ state: "waiting", version: 1, openQuestionId: entryId });
    expect(asked.actions).toMatchObject({ comment: { allowed: true }, ask: { code: "SELF_APPROVAL" } });

    await writeEntry(ana, { requestId, kind: "answer", text: "It freed 2%.", questionId: entryId });
    expect(await noticesOf(requestId)).toEqual(["Ana Duarte: question done", "Ben Okafor: answer"]);
    expect(await readRequest(fay, requestId)).toMatchObject({
      openQuestionId: null,
      entries: [
        { kind: "question", personName: "Ben Okafor", text: "Did the clean-up runbook help?" },
        { kind: "answer", personName: "Ana Duarte", text: "It freed 2%.", answersId: entryId },
      ],
    });
    expect(await codesOf(requestId)).toEqual([
      ...["request.created done", "request.questioned done", "request.answered done"],
    ]);
    expect((await eventsOf({ requestId })).at(-1)?.data).toMatchObject({
      ...{ text: "It freed 2%.", answersId: entryId, contentSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    // What was shown when they decide is still what they saw.
    expect(await decideAsShown(fay, { requestId, version: 1, verdict: "approve" })).toMatchObject({
      state: "approved",
    });
  });

  it("is over with its request: decided, withdrawn or expired, it waits for nobody", async () => {
    const { ana, ben } = world.people;
    const [denied, withdrawn, expired] = [await ask(), await ask(), await ask()];
    for (const requestId of [denied, withdrawn, expired]) await question(ben, requestId);
    await decideAsShown(ben, {
      ...{ requestId: denied, version: 1, verdict: "deny", comment: "use the runbook" },
    });
    await withdrawRequest(ana, { requestId: withdrawn });
    await world.owner(`update requests set lapses_at = now() where id = '${expired}'`, { past: "requests" });
    await world.as("jobs");
    await lapseRequests(jobs);
    await world.as("web");
    for (const requestId of [denied, withdrawn, expired]) {
      expect((await noticesOf(requestId))[0]).toBe("Ana Duarte: question done");
      expect((await readRequest(ana, requestId)).openQuestionId).toBeNull();
    }
  });
});

describe("comments", () => {
  it("of approvers are told to the requester, of the requester to all who wrote, and to nobody their own", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await ask(NODES.edge);
    await writeEntry(ben, { requestId, kind: "comment", text: "Looking at it." });
    await writeEntry(fay, { requestId, kind: "comment", text: "So am I." });
    await writeEntry(ana, { requestId, kind: "comment", text: "It got worse." });
    expect((await noticesOf(requestId)).sort()).toEqual([
      ...["Ana Duarte: comment", "Ana Duarte: comment", "Ben Okafor: comment", "Fay Tanaka: comment"],
    ]);
  });

  it("come to an end; an answer always has room", async () => {
    const { ana, ben } = world.people;
    const requestId = await ask();
    const { entryId } = await question(ben, requestId);
    for (let count = 1; count < MOST_WRITTEN; count += 1)
      await writeEntry(ben, { requestId, kind: "comment", text: "And?" });
    await expect(writeEntry(ben, { requestId, kind: "comment", text: "And?" })).rejects.toMatchObject({
      ...{ code: "TOO_MANY_ENTRIES", params: { most: MOST_WRITTEN } },
    });
    await writeEntry(ana, { requestId, kind: "answer", text: "Yes.", questionId: entryId });
  });
});

describe("what is refused, with its event", () => {
  it.each([
    ["a question by the requester", "ana", { kind: "question" }, "SELF_APPROVAL"],
    ["a comment by somebody without a part in it", "gus", { kind: "comment" }, "ROLE_MISSING"],
    ["a comment by an administrator who decides nothing", "dov", { kind: "comment" }, "ROLE_MISSING"],
    ["a comment by Eve", "eve", { kind: "comment" }, "ROLE_MISSING"],
    ["an answer by an approver", "ben", { kind: "answer", questionId: "question" }, "NOT_THE_REQUESTER"],
    ["an answer to what was no question", "ana", { kind: "answer", questionId: "comment" }, "NOT_FOUND"],
    ["an answer to nothing", "ana", { kind: "answer" }, "NOT_FOUND"],
    ["an answer to another request's question", "ana", { kind: "answer", questionId: "other" }, "NOT_FOUND"],
    ["a text that can't be seen", "ben", { kind: "comment", text: "\u200b\u3164 \u2800" }, "INVALID_INPUT"],
    ["a text that is too long", "ben", { kind: "comment", text: "x".repeat(1001) }, "INVALID_INPUT"],
  ] as const)("%s", async (_what, name, written, code) => {
    const { ben } = world.people;
    const requestId = await ask();
    const ids = {
      question: (await question(ben, requestId)).entryId,
      comment: (await writeEntry(ben, { requestId, kind: "comment", text: "Hm." })).entryId,
      other: (await question(ben, await ask())).entryId,
    };
    const { questionId, ...rest } = { questionId: undefined, ...written };
    const named = questionId === undefined ? {} : { questionId: ids[questionId] };
    const before = await noticesOf(requestId);
    const call = writeEntry(world.people[name], { requestId, text: "Why?", ...rest, ...named });
    await expect(call).rejects.toMatchObject({ code });
    expect((await codesOf(requestId)).at(-1)).toMatch(/^request\.(commented|questioned|answered) refused$/);
    expect(await noticesOf(requestId)).toEqual(before);
    expect((await readRequest(ben, requestId)).entries).toHaveLength(2);
  });

  it("a second answer, and anything once it is decided", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await ask();
    const { entryId: questionId } = await question(ben, requestId);
    const answers = await Promise.allSettled(
      [1, 2].map(() => writeEntry(ana, { requestId, kind: "answer", text: "Yes.", questionId })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find((one) => one.status === "rejected")).toMatchObject({
      reason: { code: "QUESTION_ANSWERED" },
    });
    await decideAsShown(ben, { ...{ requestId, version: 1, verdict: "deny", comment: "use the runbook" } });
    await expect(question(fay, requestId)).rejects.toMatchObject({ code: "ALREADY_DECIDED" });
    await expect(writeEntry(ana, { requestId, kind: "comment", text: "Thank you." })).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
    });
  });

  it("reading somebody else's request, with what was written on it", async () => {
    const requestId = await ask();
    await question(world.people.ben, requestId);
    await expect(readRequest(world.people.gus, requestId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("that an approver opened it", () => {
  it("is recorded once, and of nobody else", async () => {
    const { ana, ben, cleo, dov, gus } = world.people;
    const requestId = await ask();
    expect((await readRequest(ben, requestId)).isFirstLook).toBe(true);
    const looks = await Promise.all([openRequest(ben, { requestId }), openRequest(ben, { requestId })]);
    expect(looks.map(({ isFirst }) => isFirst).sort()).toEqual([false, true]);
    expect((await readRequest(ben, requestId)).isFirstLook).toBe(false);
    for (const person of [ana, cleo, dov])
      expect(await openRequest(person, { requestId })).toEqual({ isFirst: false });
    await expect(openRequest(gus, { requestId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await readRequest(ana, requestId)).entries).toMatchObject([
      { kind: "opened", personName: "Ben Okafor", text: null },
    ]);
    expect(await codesOf(requestId)).toEqual([
      "request.created done",
      "request.opened done",
      // Gus, who may not see it
      "request.opened refused",
    ]);
  });

  it("is no matter any more once it is decided", async () => {
    const { ben, fay } = world.people;
    const requestId = await ask();
    await decideAsShown(ben, { ...{ requestId, version: 1, verdict: "deny", comment: "use the runbook" } });
    expect(await openRequest(fay, { requestId })).toEqual({ isFirst: false });
  });
});

describe("a reminder", () => {
  const age = async (requestId: string, seconds: number) => {
    const earlier = `created_at = created_at - interval '${seconds} seconds'`;
    await world.owner(`update requests set ${earlier} where id = '${requestId}'`, { past: "requests" });
    await world.owner(`update request_entries set ${earlier} where request_id = '${requestId}'`, {
      past: "request_entries",
    });
  };
  const seenBy = async (person: PersonActor, requestId: string) =>
    (await listInbox(reading(), person, {}, { limit: 100 })).rows.find(
      ({ subjectId }) => subjectId === requestId,
    );

  it("brings the request up again for its approvers, every ten minutes and five times", async () => {
    const { ana, ben } = world.people;
    const requestId = await ask();
    const remind = () => remindApprovers(ana, { requestId });
    await expect(remind()).rejects.toMatchObject({
      ...{ code: "REMINDED_LATELY", params: { nextAt: expect.stringMatching(/^\d{4}-.*Z$/) } },
    });
    await age(requestId, 299);
    await expect(remind()).rejects.toMatchObject({ code: "REMINDED_LATELY" });
    await age(requestId, 1);
    expect((await seenBy(ben, requestId))?.remindedAt).toBeNull();
    const twice = await Promise.allSettled([remind(), remind()]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await seenBy(ben, requestId))?.remindedAt).toEqual(expect.any(Date));
    for (let count = 2; count <= 5; count += 1) {
      await age(requestId, 595);
      await expect(remind()).rejects.toMatchObject({ code: "REMINDED_LATELY" });
      await age(requestId, 5);
      await remind();
    }
    await age(requestId, 600);
    await expect(remind()).rejects.toMatchObject({ code: "REMINDERS_USED", params: { most: 5 } });
    const { entries, actions } = await readRequest(ana, requestId);
    expect(entries.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => "reminder"));
    expect(actions.remind).toMatchObject({ allowed: false, code: "REMINDERS_USED" });
    expect((await codesOf(requestId)).filter((code) => code === "request.reminded done")).toHaveLength(5);
  });

  it("is its requester's alone, while the request waits", async () => {
    const { ana, ben, gus } = world.people;
    const requestId = await ask();
    await age(requestId, 400);
    for (const person of [ben, gus])
      await expect(remindApprovers(person, { requestId })).rejects.toMatchObject({
        code: "NOT_THE_REQUESTER",
      });
    await withdrawRequest(ana, { requestId });
    await expect(remindApprovers(ana, { requestId })).rejects.toMatchObject({ code: "REQUEST_OVER" });
    expect((await codesOf(requestId)).at(-1)).toBe("request.reminded refused");
  });
});
