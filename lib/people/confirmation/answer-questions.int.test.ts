import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { reading } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import type { ProviderTokens } from "../provider/tokens";
import { startSignIn } from "../sign-in/sign-in";
import { tokenHash } from "../sign-in/sign-in-token";
import { findSignIn } from "../store";
import { startTestProvider, type TestProvider } from "../testing/provider";
import { answerQuestions } from "./answer-questions";
import { awaitGroups, groupsToContinue } from "./await-groups";

let database: TestDatabase;
let provider: TestProvider;
let stopAnswering: () => Promise<void>;

beforeAll(async () => {
  provider = await startTestProvider();
  database = await openTestDatabase({
    OIDC_ISSUER: provider.issuer,
    GROUPS_MAX_AGE_SECONDS: "60",
    GROUPS_GRACE_SECONDS: "900",
  });
  // Gateway and web in one process here; each with its own login: server/gateway/groups.int.test.ts.
  config().DATABASE_URL = database.urls.owner;
  stopAnswering = answerQuestions();
});
afterAll(async () => {
  await stopAnswering();
  await database.close();
  await provider.stop();
});
beforeEach(() => {
  provider.script.behaviour = "answers";
});

async function signIn(subject: string, tokens?: ProviderTokens): Promise<PersonActor> {
  const accessToken = `${subject}-access`;
  if (!tokens) provider.script.tokens.set(accessToken, { sub: subject, groups: ["engineers"] });
  const { token } = await startSignIn(
    {
      ...{ issuer: provider.issuer, subject, name: subject, email: `${subject}@example.test` },
      groups: ["engineers"],
      tokens: tokens ?? { accessToken },
    },
    { origin: "test" },
  );
  const found = await findSignIn(reading(), tokenHash(token));
  if (!found) throw new Error("there is no such sign-in");
  const { id, name, roles, groups, groupsReadAt } = found.person;
  return { kind: "person", id, name, roles, groups, groupsReadAt, signInId: found.signInId, origin: "test" };
}

const query = <T>(sql: string, ...values: unknown[]): Promise<T[]> =>
  database.asSuperuser(async (client) => (await client.query(sql, values)).rows as T[]);

const setAge = ({ id }: PersonActor, seconds: number) =>
  query(
    "update people set groups_read_at = clock_timestamp() - make_interval(secs => $2) where id = $1",
    id,
    seconds,
  );

const questionsOf = ({ signInId }: PersonActor) =>
  query<{ refusal: string | null }>("select refusal from groups_questions where sign_in_id = $1", signInId);

/** After the first one, which the sign-in itself leaves. */
const eventsOf = async ({ id }: PersonActor) =>
  (
    await query<{ code: string; outcome: string; data: Record<string, unknown> }>(
      `select code, outcome, data from audit_events
     where person_id = $1 and code in ('person.roles-changed', 'person.groups-confirmed') order by at, id`,
      id,
    )
  ).slice(1);

describe("whoever can't ask the provider", () => {
  it("is told the groups as they are now, when those that are known are too old", async () => {
    const ana = await signIn("ana");
    provider.script.tokens.set("ana-access", { sub: "ana", groups: [] });
    expect((await awaitGroups(ana)).roles).toEqual(["engineer"]);
    await setAge(ana, 61);
    const confirmed = await awaitGroups(ana);
    expect([confirmed.roles, confirmed.groups]).toEqual([[], []]);
    expect(await questionsOf(ana)).toEqual([]);
    expect((await eventsOf(ana)).at(-1)).toMatchObject({
      code: "person.roles-changed",
      data: { roles: [], rolesBefore: ["engineer"] },
    });
  });

  it("has them confirmed at half their age, before they are too old, and waits for nothing", async () => {
    const ben = await signIn("ben");
    await setAge(ben, 29);
    expect((await groupsToContinue(ben.signInId)).ok).toBe(true);
    expect(await questionsOf(ben)).toEqual([]);
    await setAge(ben, 31);
    expect((await groupsToContinue(ben.signInId)).ok).toBe(true);
    await vi.waitFor(async () => expect((await readAge(ben)) < 29).toBe(true), { timeout: 10_000 });
  });

  it("goes on through an outage, opens nothing new in it, and stops when the grace is over", async () => {
    const cleo = await signIn("cleo");
    provider.script.behaviour = "fails";
    await setAge(cleo, 61);
    await expect(awaitGroups(cleo)).rejects.toMatchObject({
      code: "GROUPS_UNCONFIRMED",
      params: { reason: "no-answer" },
    });
    expect((await groupsToContinue(cleo.signInId)).ok).toBe(true);
    await setAge(cleo, 961);
    expect(await groupsToContinue(cleo.signInId)).toMatchObject({ code: "GROUPS_UNCONFIRMED" });
    expect(await eventsOf(cleo)).toEqual([]);
    provider.script.behaviour = "answers";
    await vi.waitFor(async () => expect((await groupsToContinue(cleo.signInId)).ok).toBe(true), {
      timeout: 10_000,
    });
  });

  it("is refused at once when the provider no longer knows the sign-in, and asks no more by itself", async () => {
    const dov = await signIn("dov", { accessToken: "unknown" });
    await setAge(dov, 61);
    await expect(awaitGroups(dov)).rejects.toMatchObject({ params: { reason: "sign-in-again" } });
    for (let round = 0; round < 3; round += 1)
      expect(await groupsToContinue(dov.signInId)).toMatchObject({ params: { reason: "sign-in-again" } });
    expect(await questionsOf(dov)).toEqual([{ refusal: "sign-in-again" }]);
    expect(await eventsOf(dov)).toMatchObject([
      { outcome: "refused", data: { error: "GROUPS_UNCONFIRMED", reason: "sign-in-again" } },
    ]);
    // Signed in again elsewhere: the groups are the person's.
    await setAge(dov, 0);
    expect((await groupsToContinue(dov.signInId)).ok).toBe(true);
  });

  it("is refused when the provider speaks of somebody else", async () => {
    const fay = await signIn("fay");
    provider.script.tokens.set("fay-access", { sub: "ben", groups: ["engineers"] });
    await setAge(fay, 61);
    await expect(awaitGroups(fay)).rejects.toMatchObject({ params: { reason: "other-person" } });
  });
});

async function readAge({ id }: PersonActor): Promise<number> {
  const [row] = await query<{ age: number }>(
    "select extract(epoch from clock_timestamp() - groups_read_at)::float8 as age from people where id = $1",
    id,
  );
  return row?.age ?? Number.NaN;
}
