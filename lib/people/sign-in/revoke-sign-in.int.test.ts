import { afterAll, beforeAll, expect, it } from "vitest";
import { listen } from "@/lib/db/connection/notify";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import { actorFromCookies } from "../actor";
import { signInCookie } from "./cookies";
import { revokeSignIn } from "./revoke-sign-in";
import { startSignIn } from "./sign-in";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Browser {
  actor: PersonActor;
  /** Asks again who is there, as the next page does. */
  again: () => Promise<PersonActor>;
}

async function signIn(subject: string, groups: string[]): Promise<Browser> {
  const identity = { issuer: "http://127.0.0.1:4002", subject, name: subject, email: null, groups };
  const { token } = await startSignIn({ ...identity, tokens: { accessToken: "t" } }, { origin: "test" });
  const again = () => actorFromCookies({ [signInCookie().name]: token }, "test");
  return { actor: await again(), again };
}

async function events(actor: PersonActor) {
  const { rows } = await database.asSuperuser((client) =>
    client.query(
      "select outcome, data from audit_events where actor_id = $1 and code = 'sign-in.revoked' order by at, id",
      [actor.id],
    ),
  );
  return rows;
}

it("an administrator ends one sign-in of somebody, and leaves the others", async () => {
  const dov = await signIn("dov", ["halligan-admins"]);
  const lost = await signIn("ana", ["engineers"]);
  const kept = await signIn("ana", ["engineers"]);
  const told: unknown[] = [];
  const stopListening = await listen({ sign_in_ended: (payload) => told.push(payload) }, () => {});
  const wanted = {
    personId: lost.actor.id,
    signInId: lost.actor.signInId,
    reason: "the laptop was stolen",
  };
  await revokeSignIn(dov.actor, wanted);
  await expect(lost.again()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect((await kept.again()).id).toBe(lost.actor.id);
  await expect.poll(() => told).toEqual([{ signInId: lost.actor.signInId }]);
  await stopListening();

  // Once more is no mistake, and no second event.
  await revokeSignIn(dov.actor, wanted);
  expect(await events(dov.actor)).toEqual([
    { outcome: "done", data: { signInId: lost.actor.signInId, reason: "the laptop was stolen" } },
  ]);
});

it("whoever has no role ends their own elsewhere", async () => {
  const here = await signIn("gil", []);
  const there = await signIn("gil", []);
  const { id: personId } = here.actor;
  await revokeSignIn(here.actor, { personId, signInId: there.actor.signInId, reason: "a borrowed machine" });
  await expect(there.again()).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  expect((await here.again()).id).toBe(personId);
});

it("nobody else ends another's, also not by calling it their own", async () => {
  const ben = await signIn("ben", ["engineers", "sre-leads"]);
  const cleo = await signIn("cleo", ["security-review"]);
  const { signInId } = ben.actor;
  const reason = "because I can";
  await expect(revokeSignIn(cleo.actor, { personId: ben.actor.id, signInId, reason })).rejects.toMatchObject({
    code: "ROLE_MISSING",
  });
  await expect(revokeSignIn(cleo.actor, { personId: cleo.actor.id, signInId, reason })).rejects.toMatchObject(
    {
      code: "NOT_FOUND",
    },
  );
  const none = newId("signIn");
  await expect(
    revokeSignIn(ben.actor, { personId: ben.actor.id, signInId: none, reason }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await ben.again()).id).toBe(ben.actor.id);
  expect((await events(cleo.actor)).map(({ outcome }) => outcome)).toEqual(["refused", "refused"]);
});
