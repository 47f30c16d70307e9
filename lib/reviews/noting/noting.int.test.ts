import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { noticesAbout } from "@/lib/inbox/testing/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { eventsOf, putSession } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { readNotes } from "./read-notes";
import { MOST_NOTES } from "./rules";
import { suggestMentions } from "./suggest-mentions";
import { withdrawNote } from "./withdraw-note";
import { writeNote } from "./write-note";

let world: World;
let grantId: string;
beforeAll(async () => {
  world = await openWorld();
  const created = await createRequest(world.people.ana, {
    nodeIds: [NODES.ledger],
    justification: "Worker stuck, queue grows",
    windowSeconds: 1800,
  });
  grantId = created.grantId ?? "";
});
afterAll(() => world.close());

/** A session that is over and was recorded for ten minutes. */
async function recorded(person: PersonActor = world.people.ana): Promise<SessionId> {
  const session = { grantId, personId: person.id, nodeId: NODES.ledger, state: "ended" } as const;
  const sessionId = await putSession({ ...session, openedAt: new Date() });
  await world.owner(`insert into recordings (session_id, started_at, closed_at)
    values ('${sessionId}', now() - interval '10 minutes', now())`);
  return sessionId;
}
const note = { fromMs: 83_000, toMs: 83_000, text: "Why was this restarted?" } as const;
const refused = (code: string) => ({ code });

describe("a note on a recording", () => {
  it("is written by a reviewer, read by whoever may see the session, and is an event of the audit", async () => {
    const { ana, ben, cleo, eve, gus, hal } = world.people;
    const sessionId = await recorded();
    const first = await writeNote(cleo, { sessionId, ...note });
    await writeNote(hal, { sessionId, fromMs: 4_000, toMs: 9_500, text: "這裡\n<b>{owner}</b> \u202e=1+1" });
    expect(await eventsOf({ sessionId })).toMatchObject([
      { code: "recording.noted", outcome: "done", data: { ...note, toldIds: [] } },
      { code: "recording.noted", outcome: "done", data: { fromMs: 4_000, toMs: 9_500 } },
    ]);
    for (const [viewer, canWrite] of [
      [cleo, true],
      [hal, true],
      [ben, false],
      // Whose session it was reads what is said of it, and writes nothing.
      [ana, false],
    ] as const)
      expect(await readNotes(viewer, sessionId)).toMatchObject({
        canWrite,
        notes: [
          { authorName: "Hal Virtanen", fromMs: 4_000, toMs: 9_500, isMine: viewer === hal },
          { id: first.noteId, authorName: "Cleo Marchetti", ...note, told: [], isMine: viewer === cleo },
        ],
      });
    for (const [viewer, code] of [
      [gus, "NOT_FOUND"],
      [eve, "ROLE_MISSING"],
    ] as const)
      await expect(readNotes(viewer, sessionId)).rejects.toMatchObject(refused(code));
  });

  it("is refused to whoever held the session and to all who do not review, which is on record", async () => {
    const { ana, ben, cleo, dov, hal } = world.people;
    const sessionId = await recorded(hal);
    await world.as("gateway");
    await inTransaction((tx) =>
      appendEvent(tx, { code: "session.attached", actor: cleo, subject: { sessionId } }),
    );
    await world.as("web");
    for (const [actor, code] of [
      [hal, "REVIEW_OWN"],
      [cleo, "REVIEW_OWN"],
      [ana, "ROLE_MISSING"],
      [ben, "ROLE_MISSING"],
      [dov, "ROLE_MISSING"],
    ] as const) {
      await expect(writeNote(actor, { sessionId, ...note })).rejects.toMatchObject(refused(code));
      await expect(
        suggestMentions({ ...actor, roles: [...actor.roles] }, { sessionId, q: "" }),
      ).rejects.toMatchObject(actor === ana ? refused("NOT_FOUND") : refused(code));
    }
    const events = (await eventsOf({ sessionId })).filter(({ code }) => code === "recording.noted");
    expect(events.map(({ outcome }) => outcome)).toEqual(Array(5).fill("refused"));
    expect((await readNotes(ben, sessionId)).notes).toEqual([]);
  });

  it("is refused where there is nothing to note on, and beyond it", async () => {
    const { cleo } = world.people;
    const sessionId = await recorded();
    const write = (about: object) => writeNote(cleo, { sessionId, ...note, ...about });
    await expect(write({ sessionId: newId("session") })).rejects.toMatchObject(refused("NOT_FOUND"));
    const bare = await putSession({
      grantId,
      personId: world.people.ana.id,
      nodeId: NODES.ledger,
      state: "ended",
    });
    await expect(write({ sessionId: bare })).rejects.toMatchObject(refused("RECORDING_MISSING"));
    await expect(write({ fromMs: 606_000, toMs: 606_000 })).rejects.toMatchObject({
      ...refused("INVALID_INPUT"),
      params: { fields: ["fromMs", "toMs"] },
    });
    await expect(write({ toMs: 1 })).rejects.toMatchObject(refused("INVALID_INPUT"));
    await expect(write({ text: " \u200b " })).rejects.toMatchObject(refused("INVALID_INPUT"));
  });

  it("stays when the recording is deleted, after which there are no new ones", async () => {
    const { ana, cleo, dov, fay } = world.people;
    const sessionId = await recorded();
    const { noteId } = await writeNote(cleo, { sessionId, ...note });
    await world.owner(
      `insert into recording_deletions (id, session_id, state, reason, asked_by_id, confirmed_by_id, confirmed_at,
        begun_at, ranges, bytes, closed_at) values ('${newId("deletion")}', '${sessionId}', 'deleted', 'personal data', '${dov.id}',
        '${fay.id}', now(), now(), 0, 0, now())`,
      { past: "recording_deletions" },
    );
    await world.owner(`delete from recordings where session_id = '${sessionId}'`, { past: "recordings" });
    await expect(writeNote(cleo, { sessionId, ...note })).rejects.toMatchObject(refused("RECORDING_DELETED"));
    for (const viewer of [ana, cleo])
      expect((await readNotes(viewer, sessionId)).notes).toMatchObject([{ id: noteId, text: note.text }]);
    await withdrawNote(cleo, { sessionId, noteId });
  });

  it("is withdrawn by its author alone, once, also of two at once; the audit keeps what it said", async () => {
    const { ben, cleo, hal } = world.people;
    const sessionId = await recorded();
    const { noteId } = await writeNote(cleo, { sessionId, ...note, text: "@Ben Okafor see this" });
    const elsewhere = await recorded();
    await expect(withdrawNote(hal, { sessionId, noteId })).rejects.toMatchObject(refused("NOTE_NOT_OWN"));
    await expect(withdrawNote(ben, { sessionId, noteId })).rejects.toMatchObject(refused("ROLE_MISSING"));
    await expect(withdrawNote(cleo, { sessionId: elsewhere, noteId })).rejects.toMatchObject(
      refused("NOT_FOUND"),
    );
    const both = await Promise.allSettled([1, 2].map(() => withdrawNote(cleo, { sessionId, noteId })));
    expect(both.map((one) => (one.status === "rejected" ? one.reason.code : "done")).sort()).toEqual([
      ...["NOTE_WITHDRAWN", "done"],
    ]);
    expect((await readNotes(ben, sessionId)).notes).toMatchObject([
      { id: noteId, text: "", told: [], withdrawnAt: expect.any(Date) },
    ]);
    expect(await noticesAbout({ subjectId: noteId })).toEqual(["Ben Okafor: mention done"]);
    expect((await eventsOf({ sessionId })).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ text: "@Ben Okafor see this" }),
    );
  });

  it("tells whom it names, if they may see the session, and nobody else", async () => {
    const { ana, cleo, gus } = world.people;
    const sessionId = await recorded();
    const text = "@ben okafor @Ana Duarte @Gus Moreau @Eve Novak @Cleo Marchetti @Nobody: who did this?";
    const { noteId, told } = await writeNote(cleo, { sessionId, ...note, text });
    expect([...told].sort()).toEqual(["Ana Duarte", "Ben Okafor"]);
    expect(await noticesAbout({ subjectId: noteId })).toEqual(["Ana Duarte: mention", "Ben Okafor: mention"]);
    expect((await readNotes(ana, sessionId)).notes[0]?.told.sort()).toEqual(["Ana Duarte", "Ben Okafor"]);
    const names = async (q: string) =>
      (await suggestMentions(cleo, { sessionId, q })).people.map(({ name }) => name);
    expect(await names("")).toEqual([
      "Ana Duarte",
      "Ben Okafor",
      "Dov Lindqvist",
      "Fay Tanaka",
      "Hal Virtanen",
    ]);
    expect(await names("BEN")).toEqual(["Ben Okafor"]);
    expect(await names("mor")).toEqual([]);
    // Of the other engineer's session it is he who may see it, and Ana who may not.
    const other = await recorded(gus);
    expect(
      (await suggestMentions(cleo, { sessionId: other, q: "" })).people.map(({ name }) => name),
    ).toContain("Gus Moreau");
    expect((await writeNote(cleo, { sessionId: other, ...note, text })).told.sort()).toEqual([
      ...["Ben Okafor", "Gus Moreau"],
    ]);
  });

  it("is the last one for which there is room, of two at once; a withdrawn one makes none", async () => {
    const { cleo, hal } = world.people;
    const sessionId = await recorded();
    await world.owner(`insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
      select 'aud_' || lpad(n::text, 26, '0'), 'recording.noted', 'done', 'person', '${cleo.id}', '${sessionId}',
        '{"fromMs":1,"toMs":1,"text":"many","toldIds":[]}' from generate_series(1, ${MOST_NOTES - 1}) n`);
    const both = await Promise.allSettled(
      [cleo, hal].map((actor) => writeNote(actor, { sessionId, ...note })),
    );
    expect(both.map((one) => (one.status === "rejected" ? one.reason.code : "done")).sort()).toEqual([
      ...["TOO_MANY_NOTES", "done"],
    ]);
    await withdrawNote(cleo, { sessionId, noteId: `aud_${"1".padStart(26, "0")}` });
    await expect(writeNote(cleo, { sessionId, ...note })).rejects.toMatchObject({
      ...refused("TOO_MANY_NOTES"),
      params: { most: MOST_NOTES },
    });
    expect((await readNotes(cleo, sessionId)).notes).toHaveLength(MOST_NOTES);
  });

  it("that holds something else than a note is none, and hides no other", async () => {
    const { cleo } = world.people;
    const sessionId = await recorded();
    for (const [index, data] of [
      '{"fromMs":"x"}',
      "[]",
      '{"fromMs":1,"toMs":-1,"text":"x"}',
      '{"text":3}',
    ].entries())
      await world.owner(`insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
        values ('${newId("auditEvent")}', '${index === 1 ? "recording.note-withdrawn" : "recording.noted"}', 'done',
        'person', '${cleo.id}', '${sessionId}', '${data}')`);
    await writeNote(cleo, { sessionId, ...note });
    expect((await readNotes(cleo, sessionId)).notes).toMatchObject([{ text: note.text }]);
  });
});
