import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, reading } from "@/lib/db/client";
import { asSuperuser, WAITING } from "@/lib/db/testing/superuser";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { newId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { createSession } from "./opening/create-session";
import { findSession, insertSession } from "./store";
import { FITTING, LATE, MISFITS } from "./testing/rows";
import { insertRow, rowOf } from "./testing/store";
import { SESSION_STATES, type SessionState } from "./views";

const ASKED = { nodeIds: [NODES.ledger], justification: "Worker stuck, queue grows", windowSeconds: 600 };

let world: World;
let grantId: string;
beforeAll(async () => {
  world = await openWorld();
  grantId = (await createRequest(world.people.ana, ASKED)).grantId ?? "";
});
afterEach(() => world.owner("delete from sessions"));
afterAll(() => world.close());

const subject = () => ({ grantId, personId: world.people.ana.id, nodeId: NODES.ledger });
const insert = (state: SessionState, change: object = {}) =>
  insertRow({ ...subject(), ...FITTING[state], ...change, state });

describe("the table of sessions, as the record says,", () => {
  it.each(SESSION_STATES)("takes a session that is %s", async (state) => {
    const sessionId = await insert(state);
    expect(await findSession(reading(), sessionId)).toMatchObject({ ...FITTING[state], state });
  });

  it.each(LATE)("takes what AWS answered late to a session that is %s", async (state, late) => {
    expect(await rowOf(await insert(state, late))).toMatchObject(late);
  });

  it.each(MISFITS)("refuses one that is %s with %s as %s", async (state, column, value) => {
    await expect(insert(state, { [column]: value })).rejects.toThrow(`sessions_${state}`);
  });
});

describe("of one grant and node", () => {
  const begin = () => ({
    ...{ id: newId("session"), ...subject(), accountId: "111122223333", region: "eu-west-1" },
    ...{ documentName: "Halligan-Shell-60m-0a1b2c3d", osUser: null, createdAt: new Date() },
  });

  const isWaiting = (client: pg.Client) => async () => (await client.query(WAITING)).rowCount;

  it("one of two sessions begins that take no turns", async () => {
    const begun: Promise<boolean>[] = [];
    await asSuperuser(async (client) => {
      await inTransaction(async (tx) => {
        begun.push(Promise.resolve(await insertSession(tx, begin())));
        begun.push(inTransaction((other) => insertSession(other, begin())));
        await expect.poll(isWaiting(client), { timeout: 5_000 }).toBe(1);
      });
    });
    expect(await Promise.all(begun)).toEqual([true, false]);
  });

  it("a second one is refused, on record, to whoever did not see the first", async () => {
    const { gus } = world.people;
    const { grantId: unused = "" } = await createRequest(gus, {
      ...ASKED,
      windowStart: "first-use",
    });
    let late: Promise<unknown> = Promise.resolve();
    const other = newId("session");
    await asSuperuser(async (client) => {
      // Past the lock on the grant, which a foreign key would wait for.
      await client.query("begin; set local session_replication_role = replica");
      await client.query(
        `insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state)
         values ($1, 'brokered', $2, $3, '111122223333', 'eu-west-1', $4, 'd', 'created')`,
        [other, unused, gus.id, NODES.ledger],
      );
      late = createSession(gus, { grantId: unused, nodeId: NODES.ledger });
      late.catch(() => undefined);
      await expect.poll(isWaiting(client), { timeout: 5_000 }).toBe(1);
      await client.query("commit");
    });
    await expect(late).rejects.toMatchObject({ code: "SESSION_RUNNING", params: { sessionId: other } });
    expect(await eventsOf({ grantId: unused })).toMatchObject([
      { code: "grant.issued" },
      { code: "session.created", outcome: "refused", data: { error: "SESSION_RUNNING" } },
    ]);
  });

  it("a session may begin while the one before is ending", async () => {
    await insert("ending");
    expect(await inTransaction((tx) => insertSession(tx, begin()))).toBe(true);
  });
});
