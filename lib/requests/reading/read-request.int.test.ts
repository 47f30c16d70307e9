import { afterAll, beforeAll, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { endGrant } from "@/lib/grants/end-grant";
import { readGrant } from "@/lib/grants/read-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { newId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { readNode } from "@/lib/nodes/read-node";
import { listRequests } from "../lists/list-requests";
import { putSession } from "../testing/store";
import { NODES, openWorld, type World } from "../testing/world";
import { readRequest } from "./read-request";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const now = new Date();
const LONG_AGO = addSeconds(now, -31 * 86_400);

const ask = (nodeIds: string[], who = world.people.ana) =>
  createRequest(who, {
    nodeIds,
    justification: "Disk full, writes failing",
    windowSeconds: 600,
  });

/** A session of Ana's that is over, with its review. */
async function had(
  nodeId: string,
  {
    grantId,
    at,
    openedAt = at,
    verdict,
  }: { grantId: string; at: Date; openedAt?: Date | null; verdict?: string },
) {
  const { ana } = world.people;
  const opened = openedAt === null ? {} : { openedAt };
  const id = await putSession({ grantId, personId: ana.id, nodeId, state: "ended", ...opened });
  const db = handleOf(owning());
  await db.session.update({ where: { id }, data: { createdAt: at } });
  const closed = verdict ? { state: "closed", verdict, closedAt: at, closedById: world.people.cleo.id } : {};
  await db.review.create({
    data: { id: newId("review"), sessionId: id, state: "open", dueAt: at, createdAt: at, ...closed },
  });
  return id;
}

it("shows what the person did in the last thirty days, and the last shell on each node", async () => {
  const { ana, ben } = world.people;
  const earlier = await ask([NODES.payments, NODES.edge]);
  const { grantId } = await decideAsShown(ben, {
    ...{ requestId: earlier.requestId, version: 1, verdict: "approve" },
  });
  if (!grantId) throw new Error("one yes is enough here");
  const minutesAgo = (minutes: number) => addSeconds(now, -60 * minutes);
  const long = { grantId, at: LONG_AGO };
  await had(NODES.payments, { ...long, verdict: "violation" });
  const onSearch = await had(NODES.search, long);
  await had(NODES.payments, { grantId, at: minutesAgo(30), verdict: "in-order" });
  const onPayments = await had(NODES.payments, { grantId, at: minutesAgo(20), verdict: "violation" });
  await had(NODES.payments, { grantId, at: minutesAgo(10), openedAt: null, verdict: "in-order" });
  await had(NODES.edge, { grantId, at: minutesAgo(5) });

  const { requestId } = await ask([NODES.payments, NODES.search]);
  const { history, lastSessions } = await readRequest(ben, requestId);
  expect(history).toEqual({
    ...{ sessions: 3, sessionsOnTheseNodes: 2 },
    ...{ inOrder: 1, followUps: 0, violations: 1, waitForReview: 2 },
  });
  const [search, payments] = [NODES.search, NODES.payments];
  expect(lastSessions).toEqual([
    {
      ...{ nodeId: search, sessionId: onSearch, personName: ana.name, createdAt: LONG_AGO },
      verdict: null,
    },
    {
      ...{ nodeId: payments, sessionId: onPayments, personName: ana.name, createdAt: minutesAgo(20) },
      verdict: "violation",
    },
  ]);
});

it("says what is known of its nodes now, and how the shells under its access were reviewed", async () => {
  const { ben } = world.people;
  const { requestId } = await ask([NODES.search]);
  const { grantId } = await decideAsShown(ben, { ...{ requestId, version: 1, verdict: "approve" } });
  if (!grantId) throw new Error("one approval is enough here");
  const at = addSeconds(now, -60);
  const reviewed = await had(NODES.search, { grantId, at, verdict: "follow-up" });
  const waiting = await had(NODES.search, { grantId, at: addSeconds(at, 10) });
  const node = { where: { id: NODES.search } };
  const db = handleOf(owning());

  const { sessions } = await readGrant(ben, grantId);
  expect(sessions).toMatchObject([
    { id: waiting, verdict: null, reviewedAt: null },
    { id: reviewed, verdict: "follow-up", reviewedAt: at },
  ]);
  expect((await readRequest(ben, requestId)).nodesNow).toMatchObject([
    { nodeId: NODES.search, state: "online" },
  ]);
  await db.node.update({ ...node, data: { isOnline: false } });
  expect((await readRequest(ben, requestId)).nodesNow).toMatchObject([
    { nodeId: NODES.search, state: "offline", onlineUntil: null },
  ]);
  await db.node.update({ ...node, data: { isOnline: true } });
});

it("is no longer approved in lists once the access that came of it has ended", async () => {
  const { gus, ben } = world.people;
  const { requestId } = await ask([NODES.edge], gus);
  const stateInLists = async () => {
    const listed = (await listRequests(ben)).rows.find(({ id }) => id === requestId);
    const onNode = (await readNode(ben, NODES.edge)).recentRequests.find(({ id }) => id === requestId);
    return [listed, onNode].map((row) => `${row?.state}${row?.isAccessOver ? ", over" : ""}`);
  };
  expect(await stateInLists()).toEqual(["waiting", "waiting"]);
  const decided = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
  expect(await stateInLists()).toEqual(["approved", "approved"]);
  await endGrant(gus, { grantId: decided.grantId ?? "" });
  expect(await stateInLists()).toEqual(["approved, over", "approved, over"]);
});
