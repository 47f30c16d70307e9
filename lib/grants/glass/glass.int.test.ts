import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { countInboxByKind, listInbox } from "@/lib/inbox/list-inbox";
import { remindItems } from "@/lib/inbox/remind-items";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { readRequest } from "@/lib/requests/reading/read-request";
import { eventsOf } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { createRequest } from "../requesting/create-request";
import { decideAsShown } from "../testing/decide";
import { breakGlass } from "./break-glass";
import { offerGlass } from "./offer-glass";
import { writeGlassNote } from "./write-note";

let world: World;
beforeAll(async () => {
  world = await openWorld({ BREAK_GLASS_PER_MONTH: "2" });
});
afterAll(() => world.close());

const asked = {
  nodeId: NODES.payments,
  justification: "TLS fails since the certificate was renewed, nobody answers",
  windowSeconds: 900,
  confirmation: "payments-api-2",
};
const onEdge = { ...asked, nodeId: NODES.edge, confirmation: "edge-proxy-1" };
const codesOf = async (requestId: string) =>
  (await eventsOf({ requestId })).map(({ code, outcome }) => `${code} ${outcome}`);
const told = async (kind: string, subjectId: string) =>
  (
    await handleOf(owning()).$queryRaw<{ name: string }[]>`
      select people.name from notices join people on people.id = notices.person_id
      where notices.kind = ${kind} and subject_id = ${subjectId} and done_at is null order by people.name`
  ).map(({ name }) => name);
const waitsFor = async (name: keyof World["people"]) =>
  (await listInbox(reading(), world.people[name])).rows.map(({ kind, subjectId }) => `${kind} ${subjectId}`);
/** Nothing of before counts. */
const forget = async (name: keyof World["people"]) => {
  const personId = world.people[name].id;
  await world.owner(
    `update grants set ended_at = now(), end_reason = 'window-ended' where person_id = '${personId}' and ended_at is null`,
    { past: "grants" },
  );
  await world.owner(
    `update break_glasses set month = date '2000-01-01' + abs(hashtext(request_id)) % 9000,
       note = case when broken_at is not null then coalesce(note, 'Written') end,
       noted_at = case when broken_at is not null then coalesce(noted_at, now()) end
     where person_id = '${personId}' and month > '2025-01-01'`,
    { past: "break_glasses" },
  );
};

const putPasskey = (personId: string, countsFrom: string) =>
  world.owner(`insert into passkeys (id, person_id, credential_id, public_key, counter, is_synced, name, created_at, counts_from)
    values ('${newId("passkey")}', '${personId}', '${newId("passkey")}', '\\x00', 0, false, 'Laptop', now(), ${countsFrom})`);

describe("breaking the glass", () => {
  it("opens one node for a short time without anybody's approval, and tells approvers and reviewers at once", async () => {
    const { ana } = world.people;
    const { requestId, grantId, cosignerFor } = await breakGlass(ana, asked);
    expect(cosignerFor).toBeUndefined();
    const seen = await readRequest(ana, requestId);
    expect(seen).toMatchObject({ kind: "break-glass", state: "approved", grantId });
    expect(seen.grant).toMatchObject({ isRunning: true, windowSeconds: 900 });
    expect(seen.glass).toMatchObject({ unit: 1, budget: 2, cosignerFor: null, note: null, verdict: null });
    const { brokenAt, noteDueAt } = seen.glass ?? {};
    expect((noteDueAt?.getTime() ?? 0) - (brokenAt?.getTime() ?? 0)).toBe(86_400_000);
    expect(await codesOf(requestId)).toEqual([
      "request.created done",
      "glass.broken done",
      "request.approved done",
      "grant.issued done",
    ]);
    expect(await told("glass-broken", requestId)).toEqual(
      expect.arrayContaining(["Ben Okafor", "Cleo Marchetti", "Fay Tanaka"]),
    );
    expect(await told("glass-broken", requestId)).not.toContain("Ana Duarte");
    expect(await told("note-owed", requestId)).toEqual(["Ana Duarte"]);
    expect(await waitsFor("ben")).toContain(`ratification ${requestId}`);
    expect(await waitsFor("ana")).not.toContain(`ratification ${requestId}`);
    await forget("ana");
  });

  it("of two tabs that want the last one of the month lets one through; the other waits for a co-signer", async () => {
    const { ana } = world.people;
    const first = await breakGlass(ana, asked);
    expect(first.grantId).toBeDefined();
    const nodes = await handleOf(reading()).node.findMany({
      where: { id: { in: [NODES.edge, NODES.search] } },
    });
    const tabs = await Promise.all(
      nodes.map(({ id, name }) => breakGlass(ana, { ...asked, nodeId: id, confirmation: name })),
    );
    expect(tabs.map(({ cosignerFor }) => cosignerFor ?? "broken").sort()).toEqual(["broken", "budget-spent"]);
    const waiting = tabs.find(({ cosignerFor }) => cosignerFor)?.requestId ?? "";
    const seen = await readRequest(ana, waiting);
    expect(seen).toMatchObject({ state: "waiting", grantId: null });
    expect(seen.obligations.approvals).toEqual([{ count: 1, groups: ["platform-leads", "sre-leads"] }]);
    expect(await told("glass-broken", waiting)).toEqual([]);

    const { grantId } = await decideAsShown(world.people.ben, {
      requestId: waiting,
      version: 1,
      verdict: "approve",
    });
    expect(grantId).toBeDefined();
    expect((await readRequest(ana, waiting)).glass).toMatchObject({
      unit: null,
      cosignerFor: "budget-spent",
    });
    expect((await readRequest(ana, waiting)).glass?.brokenAt).not.toBeNull();
    expect(await codesOf(waiting)).toEqual([
      "request.created done",
      "glass.cosigner-asked done",
      "request.approved done",
      "grant.issued done",
      "glass.cosigned done",
    ]);
    expect(await told("glass-broken", waiting)).toContain("Fay Tanaka");
    await forget("ana");
  });

  it("takes a co-signer while a note is overdue, and needs none once it is written", async () => {
    const { ana } = world.people;
    const { requestId } = await breakGlass(ana, asked);
    await world.owner(
      `update break_glasses set note_due_at = now() - interval '1 second' where request_id = '${requestId}'`,
      { past: "break_glasses" },
    );
    expect((await breakGlass(ana, onEdge)).cosignerFor).toBe("note-overdue");
    await expect(
      handleOf(reading()).$executeRaw`
        insert into break_glasses (request_id, person_id, unit, budget) select id, requester_id, 2, 2 from requests
        where requester_id = ${ana.id} and state = 'waiting' limit 1`,
    ).rejects.toThrow(/owes a note/);
    await writeGlassNote(ana, {
      requestId,
      note: "Rolled the certificate back; the chain lacked its intermediate.",
    });
    expect(await told("note-owed", requestId)).toEqual([]);
    await forget("ana");
    expect((await breakGlass(ana, onEdge)).cosignerFor).toBeUndefined();
    await forget("ana");
  });

  it("takes the place of one's own request that waits", async () => {
    const { ana } = world.people;
    const waiting = await createRequest(ana, { ...asked, nodeIds: [NODES.payments] });
    const { requestId } = await breakGlass(ana, { ...asked, insteadOf: waiting.requestId });
    expect((await readRequest(ana, waiting.requestId)).state).toBe("withdrawn");
    expect((await readRequest(ana, requestId)).state).toBe("approved");
    await forget("ana");
  });

  it("takes the node's id where nobody can type its name as it is read", async () => {
    const { ana } = world.people;
    await world.owner(`update nodes set name = E'edge\u200b-proxy-1 ' where id = '${NODES.edge}'`);
    expect(await offerGlass(ana, NODES.edge)).toMatchObject({ phrase: NODES.edge });
    await expect(breakGlass(ana, onEdge)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { grantId } = await breakGlass(ana, { ...onEdge, confirmation: NODES.edge });
    expect(grantId).toBeDefined();
    await world.owner(`update nodes set name = 'edge-proxy-1' where id = '${NODES.edge}'`);
    await forget("ana");
  });

  it("uses nothing up and wakes nobody where a passkey is asked for and none counts", async () => {
    const { ana } = world.people;
    config().STEP_UP.production = "passkey";
    await expect(breakGlass(ana, onEdge)).rejects.toMatchObject({ code: "PASSKEY_MISSING" });
    await putPasskey(ana.id, "now() + interval '1 day'");
    await expect(breakGlass(ana, onEdge)).rejects.toMatchObject({ code: "PASSKEY_WAITING" });
    expect(await offerGlass(ana, NODES.edge)).toMatchObject({ unit: 1, stepUp: "passkey" });
    await putPasskey(ana.id, "now()");
    expect(await breakGlass(ana, onEdge)).toMatchObject({ grantId: expect.any(String) });
    config().STEP_UP.production = "none";
    await forget("ana");
  });

  it.each([
    ["Cleo, who reviews", "cleo", {}, "ROLE_MISSING"],
    ["Eve", "eve", {}, "ROLE_MISSING"],
    ["another name than the node's", "ana", { confirmation: "payments-api-3" }, "INVALID_INPUT"],
    ["more than the rule's window", "ana", { windowSeconds: 901 }, "WINDOW_TOO_LONG"],
    ["a reason that says nothing", "ana", { justification: "urgent" }, "INVALID_INPUT"],
    [
      "staging, which opens for the asking",
      "ana",
      { nodeId: NODES.search, confirmation: "search-index-1" },
      "NOT_PERMITTED_BY_RULE",
    ],
    ["a node that isn't there", "ana", { nodeId: "i-00000000000000000" }, "NODE_UNKNOWN"],
  ] as const)("is refused to %s, on record", async (_, name, change, code) => {
    const input = { ...asked, ...change };
    if (code === "NOT_PERMITTED_BY_RULE")
      await world.owner(
        `update nodes set protection = 'staging', name = 'search-index-1' where id = '${NODES.search}'`,
      );
    await expect(breakGlass(world.people[name], input)).rejects.toMatchObject({ code });
    const last = (await eventsOf({ actorId: world.people[name].id })).at(-1);
    expect(last).toMatchObject({ code: "glass.broken", outcome: "refused", data: { error: code } });
  });

  it("is refused for what one has already", async () => {
    const { gus } = world.people;
    await breakGlass(gus, asked);
    await expect(breakGlass(gus, asked)).rejects.toMatchObject({ code: "GRANT_RUNNING" });
    await forget("gus");
  });
});

describe("afterwards", () => {
  it("its note waits in the inbox of whoever owes it, and in nobody else's until it is overdue", async () => {
    const { ana, dov } = world.people;
    const before = (await countInboxByKind(ana)).note;
    const { requestId } = await breakGlass(ana, asked);
    const note = `note ${requestId}`;
    expect(await waitsFor("ana")).toContain(note);
    expect((await countInboxByKind(ana)).note).toBe(before + 1);
    for (const other of ["ben", "cleo", "dov"] as const) expect(await waitsFor(other)).not.toContain(note);
    await world.owner("update inbox_items set escalate_at = now() where kind = 'note' and done_at is null");
    await world.as("jobs");
    await remindItems({ kind: "system", name: "jobs", origin: "test" });
    await world.as("web");
    expect(await waitsFor("dov")).toContain(note);
    expect((await listInbox(reading(), dov)).rows).toContainEqual(
      expect.objectContaining({ kind: "note", subjectId: requestId, part: "find" }),
    );
    await writeGlassNote(ana, { requestId, note: "The chain lacked its intermediate; put it back." });
    for (const name of ["ana", "dov"] as const) expect(await waitsFor(name)).not.toContain(note);
    await forget("ana");
  });

  it("the note is whoever's who broke the glass, written once, and says something", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await breakGlass(ana, asked);
    const note = "The certificate chain lacked its intermediate; put it back and reloaded.";
    await expect(writeGlassNote(ben, { requestId, note })).rejects.toMatchObject({
      code: "NOT_THE_REQUESTER",
    });
    await expect(writeGlassNote(ana, { requestId, note: "done" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await writeGlassNote(ana, { requestId, note });
    await expect(writeGlassNote(ana, { requestId, note })).rejects.toMatchObject({ code: "GLASS_NOTED" });
    await forget("ana");
  });

  it("neither note nor verdict nor unit can be changed, nor the row deleted", async () => {
    const { ana } = world.people;
    const { requestId } = await breakGlass(ana, asked);
    await writeGlassNote(ana, { requestId, note: "The chain lacked its intermediate; put back." });
    for (const change of [
      "note = 'Nothing happened'",
      "verdict = 'ratified', verdict_reason = 'fine', judged_by_id = person_id",
      "broken_at = null",
    ])
      await expect(
        handleOf(reading()).$executeRawUnsafe(
          `update break_glasses set ${change} where request_id = '${requestId}'`,
        ),
      ).rejects.toThrow();
    await expect(
      world.owner(`delete from break_glasses where request_id = '${requestId}'`),
    ).rejects.toThrow();
    await forget("ana");
  });
});
