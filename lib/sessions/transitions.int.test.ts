import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, type Tx } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { isStep } from "@/lib/kernel/transitions";
import { putSession } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import type { SessionRecord } from "./record";
import { lockSession, moveSession } from "./store";
import { rowOf } from "./testing/store";
import { SESSION_TRANSITIONS } from "./transitions";
import { SESSION_STATES, type SessionState } from "./views";

let world: World;
let grantId: string;
beforeAll(async () => {
  world = await openWorld();
  const asked = { nodeIds: [NODES.ledger], justification: "Worker stuck, queue grows", windowSeconds: 600 };
  grantId = (await createRequest(world.people.ana, asked)).grantId ?? "";
  await world.as("gateway");
});
afterEach(() => world.owner("delete from sessions"));
afterAll(() => world.close());

const AT = new Date("2026-03-14T09:26:53Z");
const ENDED = { endedAt: AT, endReason: "exited" } as const;

/** Each state entered with what it needs. */
const ENTER: Record<SessionState, (tx: Tx, session: SessionRecord) => Promise<void>> = {
  created: (tx, session) => moveSession(tx, session, "created", {}),
  opening: (tx, session) =>
    moveSession(tx, session, "opening", { gatewayId: "prc_1", epoch: 1, cols: 80, rows: 24 }),
  open: (tx, session) =>
    moveSession(tx, session, "open", {
      ...{ openedAt: AT, awsSessionId: `${session.id}-1`, streamUrl: "wss://x.test/", clientId: "c" },
    }),
  ending: (tx, session) =>
    moveSession(tx, session, "ending", { endRequestedAt: AT, endReason: "ended-by-person" }),
  ended: (tx, session) => moveSession(tx, session, "ended", ENDED),
  failed: (tx, session) => moveSession(tx, session, "failed", { ...ENDED, failure: { code: "INTERNAL" } }),
};

const put = (state: SessionState) =>
  putSession({ grantId, personId: world.people.ana.id, nodeId: NODES.ledger, state });

/** One step by a use case's means: locked, then moved. */
async function step(sessionId: string, to: SessionState): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session) throw new Error(`no ${sessionId}`);
    await ENTER[to](tx, session);
  });
}

const PAIRS = SESSION_STATES.flatMap((from) => SESSION_STATES.map((to) => [from, to] as const));
const STEPS = PAIRS.filter(([from, to]) => isStep<SessionState>(SESSION_TRANSITIONS, from, to));
const NO_STEPS = PAIRS.filter(([from, to]) => !isStep<SessionState>(SESSION_TRANSITIONS, from, to));

describe("a session", () => {
  it.each(STEPS)("goes from %s to %s", async (from, to) => {
    const sessionId = await put(from);
    await step(sessionId, to);
    expect((await rowOf(sessionId)).state).toBe(to);
  });

  it.each(NO_STEPS)("can't go from %s to %s", async (from, to) => {
    const sessionId = await put(from);
    const before = await rowOf(sessionId);
    await expect(step(sessionId, to)).rejects.toThrow(
      new TypeError(`${sessionId} can't go from ${from} to ${to}`),
    );
    expect(await rowOf(sessionId)).toEqual(before);
  });

  it("is not moved by whoever read it before another moved it, and did not lock it", async () => {
    const sessionId = await put("open");
    const late = inTransaction((tx) =>
      moveSession(tx, { id: sessionId, state: "opening" }, "failed", { ...ENDED, failure: {} }),
    );
    await expect(late).rejects.toThrow(TypeError);
    expect((await rowOf(sessionId)).state).toBe("open");
  });
});

it("every state but the first is led to, and what is over stays over", () => {
  const reached = new Set<SessionState>(Object.values(SESSION_TRANSITIONS).flat());
  expect(SESSION_STATES.filter((state) => !reached.has(state))).toEqual(["created"]);
  expect(SESSION_STATES.filter((state) => SESSION_TRANSITIONS[state].length === 0)).toEqual([
    "ended",
    "failed",
  ]);
});
