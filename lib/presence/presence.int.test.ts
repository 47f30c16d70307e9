import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { registerProcess } from "@/lib/db/processes";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { PersonActor } from "@/lib/kernel/actor";
import type { ProcessId, SessionId } from "@/lib/kernel/ids";
import { eventsOf, putSession } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { leaveSession } from "./leave-session";
import { readParticipants } from "./read-participants";
import { askToType, takeOver } from "./take-over";
import { watchSession } from "./watch-session";

let world: World;
let grantId: string;
let gatewayId: ProcessId;
let sessionId: SessionId;

beforeAll(async () => {
  world = await openWorld();
  const { ana, ben, eve, gus } = world.people;
  for (const { id, signInId } of [ana, ben, eve, gus])
    await world.owner(
      `insert into sign_ins (id, person_id, token_hash, provider_tokens, expires_at)
       values ('${signInId}', '${id}', '${sha256(signInId)}', 'sealed', clock_timestamp() + interval '1 hour')`,
    );
  const created = await createRequest(ana, {
    nodeIds: [NODES.ledger],
    justification: "Worker stuck, queue grows",
    incident: "INC-2232",
    windowSeconds: 1800,
  });
  grantId = created.grantId ?? "";
  await world.as("gateway");
  gatewayId = await registerProcess("gateway");
});
afterAll(() => world.close());

beforeEach(async () => {
  const window =
    "starts_at = clock_timestamp() - interval '1 minute', ends_at = clock_timestamp() + interval '20 minutes'";
  await world.owner(`update grants set ${window} where id = '${grantId}'`, { past: "grants" });
  await world.owner(
    "update sessions set state = 'ended', ended_at = clock_timestamp(), end_reason = 'exited'",
  );
  const { ana } = world.people;
  sessionId = await putSession({
    ...{ grantId, personId: ana.id, nodeId: NODES.ledger, state: "open" },
    openedAt: new Date(),
  });
});

const client = (windowId: string) => ({ windowId, browser: "Firefox, Linux", address: "203.0.113.7" });
const take = (actor: PersonActor, windowId = "w1") =>
  takeOver(actor, { sessionId, gatewayId, client: client(windowId) });
const outcomes = async () =>
  (await eventsOf({ sessionId })).map(({ code, outcome, data }) => [code, outcome, Object(data).error]);

it("one's own session may be typed in, and who types from another window is told", async () => {
  const { ana } = world.people;
  expect(await askToType(ana, { sessionId, windowId: "w1" })).toEqual({ typing: undefined });
  await take(ana);
  expect(await askToType(ana, { sessionId, windowId: "w1" })).toEqual({ typing: undefined });
  const { typing } = await askToType(ana, { sessionId, windowId: "w2" });
  expect(typing).toMatchObject({ windowId: "w1", kind: "keyboard", personName: "Ana Duarte" });
});

it.each(["gus", "ben", "eve"] as const)("%s can't take over another's session", async (name) => {
  const person = world.people[name];
  await expect(askToType(person, { sessionId, windowId: "" })).rejects.toMatchObject({
    code: "NOT_YOUR_SESSION",
  });
  expect(await outcomes()).toEqual([]);
  await expect(take(person)).rejects.toMatchObject({ code: "NOT_YOUR_SESSION" });
  expect(await outcomes()).toEqual([["session.attached", "refused", "NOT_YOUR_SESSION"]]);
  expect(await readParticipants(world.people.ana, sessionId)).toEqual([]);
});

it("a window that ended between the question and the shell lets nobody take over", async () => {
  const { ana } = world.people;
  await askToType(ana, { sessionId, windowId: "w1" });
  await world.owner(`update grants set ends_at = clock_timestamp() where id = '${grantId}'`, {
    past: "grants",
  });
  await expect(take(ana)).rejects.toMatchObject({ code: "GRANT_OVER" });
  expect(await outcomes()).toEqual([["session.attached", "refused", "GRANT_OVER"]]);
});

it("a session that nobody knows is no session", async () => {
  const unknown = { sessionId: "ses_unknown", gatewayId, client: client("w1") };
  await expect(takeOver(world.people.ana, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const asked = askToType(world.people.ana, { sessionId: "ses_unknown", windowId: "w1" });
  await expect(asked).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("who is present is told to whoever may see the session, and to nobody else", async () => {
  const { ana, ben, gus, eve } = world.people;
  await take(ana);
  await watchSession(ben, { sessionId, gatewayId, client: client("w9") });
  const names = (await readParticipants(ben, sessionId)).map(({ personName, kind }) => [personName, kind]);
  expect(names).toEqual([
    ["Ana Duarte", "keyboard"],
    ["Ben Okafor", "watch"],
  ]);
  await expect(readParticipants(gus, sessionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(readParticipants(eve, sessionId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  const gateway = { kind: "system", name: "gateway", origin: gatewayId } as const;
  expect(await readParticipants(gateway, sessionId)).toHaveLength(2);
});

it("nobody leaves in another's place", async () => {
  const { ana, ben } = world.people;
  const { participantId } = await take(ana);
  await leaveSession(ben, { sessionId, participantId, kind: "keyboard" });
  expect(await readParticipants(ana, sessionId)).toHaveLength(1);
  await leaveSession(ana, { sessionId, participantId, kind: "keyboard" });
  expect(await readParticipants(ana, sessionId)).toEqual([]);
  expect((await outcomes()).map(([code]) => code)).toEqual(["session.attached", "session.detached"]);
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
