import { contentOf } from "@/lib/audit/row-content";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { handleOf, inTransaction, reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId, type PersonId, type RequestId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { readInventory } from "@/lib/nodes/inventory/read-inventory";
import { rolesOf } from "@/lib/people/roles";
import { groupsAsked } from "@/lib/policy/approvals";
import { evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { openRequest } from "@/lib/requests/entries/open-request";
import { writeEntry } from "@/lib/requests/entries/write-entry";
import { readAgain } from "@/lib/requests/reading/read-again";
import { type ApprovedContent, requestHash } from "@/lib/requests/request-hash";
import { DENIED_LATELY, HISTORY, type PastRequest, PEOPLE, TALK } from "./history";

// The one place beside stores that writes rows: what has long happened can't go through use cases, whose clock is the
// database's. Each row has the audit event that the use case would have left.

const HOUR = 3600;

/**
 * Writes a little history into an empty sandbox: closed requests of the last week, all of them or nothing, and one of
 * now on which a question waits for its answer.
 * @returns whether it wrote; a database that has people or sealed events already is left as it is
 */
export async function writeHistory(): Promise<boolean> {
  const db = handleOf(reading());
  // Behind a sealed batch a past event would rightly pass for a forged one.
  if ((await db.person.count()) > 0 || (await db.auditBatch.count()) > 0) return false;
  for (const { accountId } of config().HALLIGAN_ACCOUNTS)
    await readInventory({ kind: "system", name: "command-line", origin: "seed" }, accountId);
  const { people, deniedId } = await inTransaction(async (tx) => {
    const now = await databaseNow(tx);
    const entered = await insertPeople(tx, addSeconds(now, -8 * 24 * HOUR));
    const ids = new Map<PastRequest, RequestId | undefined>();
    for (const past of HISTORY)
      ids.set(past, await insertRequest(tx, past, addSeconds(now, -past.hoursAgo * HOUR), entered));
    return { people: entered, deniedId: ids.get(DENIED_LATELY) };
  });
  // What happens from here on has the database's own clock: the use cases do it.
  if (deniedId) await requestAgain(personOf(people, "ana"), personOf(people, "ben"), deniedId);
  // Old events would pass for unsealed ones until the jobs process comes to them.
  await sealDue();
  return true;
}

type People = ReadonlyMap<string, PersonActor>;

async function insertPeople(tx: Tx, at: Date): Promise<People> {
  const people = new Map<string, PersonActor>();
  for (const { subject, name, groups } of PEOPLE) {
    const id = newId("person");
    const roles = rolesOf(groups, config().HALLIGAN_ROLES);
    await handleOf(tx).person.create({
      data: {
        id,
        issuer: config().OIDC_ISSUER,
        subject,
        email: `${subject}@example.test`,
        name,
        groups,
        roles,
        groupsReadAt: at,
        createdAt: at,
      },
    });
    const signInId = newId("signIn");
    people.set(subject, {
      ...{ kind: "person", id, name, roles, groups, groupsReadAt: at, signInId, origin: "seed" },
    });
  }
  return people;
}

/** @returns its id; undefined: it was left out */
async function insertRequest(
  tx: Tx,
  past: PastRequest,
  createdAt: Date,
  people: People,
): Promise<RequestId | undefined> {
  const node = await handleOf(tx).node.findFirst({ where: { name: past.node } });
  // The sandbox's nodes can be chosen: a history of nodes that aren't there is left out.
  if (!node) return undefined;
  const asker = personOf(people, past.asker);
  const settings = config();
  const { accountId, region } = node;
  const protection = node.protection === "staging" ? "staging" : "production";
  const answer = evaluateRequest({
    action: "request",
    person: { ...asker, onCall: [] },
    nodes: [{ ...node, protection, tags: {} }],
    windowSeconds: past.windowSeconds,
    osUser: null,
    at: createdAt,
    policy: await activePolicy(tx),
    settings: ruleSettings(settings),
  });
  if (!answer.permitted) return undefined;
  const id = newId("request");
  const closedAt = addSeconds(
    createdAt,
    past.outcome === "lapsed" ? settings.REQUEST_LAPSE_SECONDS : past.closedAfterSeconds,
  );
  const { justification, incident, windowSeconds } = past;
  const { ruleVersion, obligations, rules } = answer;
  await handleOf(tx).request.create({
    data: {
      ...{ id, justification, incident, windowSeconds, ruleVersion, obligations, createdAt, closedAt },
      requesterId: asker.id,
      state: past.outcome,
      version: 2,
      lapsesAt: addSeconds(createdAt, settings.REQUEST_LAPSE_SECONDS),
      nodes: { create: { nodeId: node.id, accountId, region, protection } },
    },
  });
  await insertEvent(tx, createdAt, {
    code: "request.created",
    actorId: asker.id,
    requestId: id,
    nodeId: node.id,
    data: {
      ...{ nodes: [node.id], justification, incident, windowSeconds, ruleVersion, rules },
      ...(await contentOf(tx, "request", id)),
    },
  });
  if (obligations.approvals.length > 0)
    await handleOf(tx).inboxItem.create({
      data: {
        id: newId("inboxItem"),
        kind: "decision",
        subjectId: id,
        groups: groupsAsked(obligations.approvals),
        exceptPersonIds: [asker.id],
        createdAt,
        dueAt: addSeconds(createdAt, settings.REQUEST_LAPSE_SECONDS),
        doneAt: closedAt,
      },
    });
  const content: ApprovedContent = {
    kind: "regular",
    ...{ id, requesterId: asker.id, justification, incident, windowSeconds, windowStart: "approval" },
    nodes: [{ id: node.id, accountId, region, protection }],
    ...{ selector: null, mostNodes: null, osUsers: [], ruleVersion, obligations, extension: null },
  };
  const hash = requestHash(content, 1);
  const asked = { id, hash, askerId: asker.id, nodeId: node.id, ruleVersion, obligations };
  await insertClosing(tx, past, asked, closedAt, people);
  return id;
}

/** The requester asks for the same with the same words; an approver writes on it and asks back. */
async function requestAgain(
  requester: PersonActor,
  approver: PersonActor,
  deniedId: RequestId,
): Promise<void> {
  const {
    id: _,
    selector: _none,
    incident,
    mostNodes: _many,
    osUser: _least,
    ...same
  } = await readAgain(requester, deniedId);
  const { requestId } = await createRequest(requester, {
    ...same,
    ...(incident === null ? {} : { incident }),
  });
  await openRequest(approver, { requestId });
  await writeEntry(approver, { requestId, kind: "comment", text: TALK.comment });
  await writeEntry(approver, { requestId, kind: "question", text: TALK.question });
}

interface Asked {
  id: RequestId;
  hash: string;
  askerId: PersonId;
  nodeId: string;
  ruleVersion: string;
  obligations: object;
}

async function insertClosing(
  tx: Tx,
  past: PastRequest,
  asked: Asked,
  at: Date,
  people: People,
): Promise<void> {
  const requestId = asked.id;
  if (past.outcome === "withdrawn")
    return insertEvent(tx, at, { code: "request.withdrawn", actorId: asked.askerId, requestId, data: {} });
  if (past.outcome === "lapsed")
    return insertEvent(tx, at, { code: "request.lapsed", actorId: null, requestId, data: {} });
  const decider = past.decider === null ? null : personOf(people, past.decider);
  const deciderId = decider?.id ?? null;
  const verdict = past.outcome === "approved" ? "approve" : "deny";
  const { ruleVersion } = asked;
  await handleOf(tx).decision.create({
    data: {
      ...{ id: newId("decision"), requestId, personId: deciderId, verdict, comment: past.comment },
      ...{ requestVersion: 1, requestHash: asked.hash, ruleVersion, createdAt: at },
      groups: [...(decider?.groups ?? [])],
    },
  });
  await insertEvent(tx, at, {
    code: past.outcome === "approved" ? "request.approved" : "request.denied",
    actorId: deciderId,
    requestId,
    personId: asked.askerId,
    data: {
      comment: past.comment,
      version: 1,
      ruleVersion,
      outcome: past.outcome,
      windowSeconds: past.windowSeconds,
      ...(await contentOf(tx, "decision", `${requestId} ${deciderId ?? "web"}`)),
    },
  });
  if (past.outcome === "approved") await insertGrant(tx, past, asked, at, deciderId);
}

async function insertGrant(
  tx: Tx,
  past: PastRequest,
  asked: Asked,
  startsAt: Date,
  deciderId: PersonId | null,
): Promise<void> {
  const id = newId("grant");
  const endsAt = addSeconds(startsAt, past.windowSeconds);
  const { id: requestId, askerId: personId, nodeId, ruleVersion, obligations } = asked;
  await handleOf(tx).grant.create({
    data: {
      ...{ id, requestId, personId, startsAt, endsAt, ruleVersion, obligations },
      windowSeconds: past.windowSeconds,
      ...{ endedAt: endsAt, endReason: "window-ended" },
      nodes: { create: { nodeId } },
    },
  });
  const subject = { requestId, grantId: id, personId };
  // A moment after its decision, so that the audit tells it in this order.
  await insertEvent(tx, addSeconds(startsAt, 0.01), {
    code: "grant.issued",
    actorId: deciderId,
    ...subject,
    data: {
      ...{ windowSeconds: past.windowSeconds, endsAt: endsAt.toISOString(), nodes: [nodeId], ruleVersion },
      ...(await contentOf(tx, "grant", id)),
    },
  });
  await insertEvent(tx, endsAt, {
    code: "grant.ended",
    actorId: null,
    ...subject,
    data: { reason: "window-ended", ...(await contentOf(tx, "grant-end", id)) },
  });
}

/** What web writes as itself, when a rule decides without asking anybody. */
const BY_RULE: readonly string[] = ["request.approved", "grant.issued"];

/** @param event.actorId null: one of our own processes */
async function insertEvent(
  tx: Tx,
  at: Date,
  event: {
    code: string;
    actorId: PersonId | null;
    requestId: string;
    grantId?: string;
    nodeId?: string;
    personId?: string;
    data: object;
  },
): Promise<void> {
  const id = newId("auditEvent");
  const actor = event.actorId
    ? { actorKind: "person", actorId: event.actorId }
    : { actorKind: "system", actorId: BY_RULE.includes(event.code) ? "web" : "jobs" };
  await handleOf(tx).auditEvent.create({
    data: { ...event, ...actor, id, at, outcome: "done", origin: "seed" },
  });
}

function personOf(people: People, subject: string): PersonActor {
  const person = people.get(subject);
  if (!person) throw new TypeError(`the history names ${subject}, whom nobody knows`);
  return person;
}
