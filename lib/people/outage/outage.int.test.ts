import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction, reading } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { confirmGroups } from "../confirm-groups";
import { groupsToContinue } from "../confirmation/await-groups";
import { startSignIn } from "../sign-in/sign-in";
import { tokenHash } from "../sign-in/sign-in-token";
import { findSignIn } from "../store";
import { startTestProvider, type TestProvider } from "../testing/provider";
import { probeProvider, probeSeconds } from "./probe-provider";
import { findAway, saveProbe } from "./store";

let database: TestDatabase;
let provider: TestProvider;
let ana: PersonActor;
const sql = (text: string) => database.asSuperuser((client) => client.query(text));
const failed = () => inTransaction((tx) => saveProbe(tx, { isThere: false, awaySeconds: 180 }));
const answered = () => inTransaction((tx) => saveProbe(tx, { isThere: true, awaySeconds: 180 }));
const away = () => findAway(reading());
/** As if everything that was written had been so long ago. */
const later = (seconds: number) =>
  sql(
    `update provider_probes set ${["tried_at", "answered_at", "failing_since", "away_at"]
      .map((name) => `${name} = ${name} - interval '${seconds} seconds'`)
      .join(", ")}`,
  );
const setAge = (seconds: number) =>
  sql(`update people set groups_read_at = clock_timestamp() - interval '${seconds} seconds'`);
const isGlass = async () => true;

/** Nine tries, one every twenty seconds, after one that was answered. */
async function goAway() {
  await answered();
  for (let count = 0; count <= 9; count += 1) {
    await later(20);
    await failed();
  }
}

beforeAll(async () => {
  provider = await startTestProvider();
  database = await openTestDatabase({ OIDC_ISSUER: provider.issuer });
  config().DATABASE_URL = database.urls.owner;
  const { token } = await startSignIn(
    {
      ...{ issuer: provider.issuer, subject: "ana", name: "ana", email: "ana@example.test" },
      ...{ groups: ["engineers"], tokens: { accessToken: "ana-access" } },
    },
    { origin: "test" },
  );
  const found = await findSignIn(reading(), tokenHash(token));
  if (!found) throw new Error("there is no such sign-in");
  const { id, name, roles, groups, groupsReadAt } = found.person;
  ana = { kind: "person", id, name, roles, groups, groupsReadAt, signInId: found.signInId, origin: "test" };
});
afterAll(async () => {
  await database.close();
  await provider.stop();
});
beforeEach(async () => {
  provider.script.behaviour = "fails";
  await sql("delete from provider_probes");
  await sql("delete from groups_questions");
});

describe("the identity provider", () => {
  it("is away after three minutes in which no try was answered, and a minute after the last such try it isn't", async () => {
    await answered();
    for (let count = 0; count < 9; count += 1) {
      await later(20);
      await failed();
      expect(await away(), `${count}`).toBeNull();
    }
    await later(20);
    await failed();
    expect(await away()).toMatchObject({ since: expect.any(Date) });
    await later(20);
    await answered();
    expect(await away()).toEqual({ since: null });
    await later(61);
    expect(await away()).toBeNull();
  });

  it.each([
    ["one process reaches it", answered],
    ["nobody tried for longer than a minute", () => later(61)],
  ])("is not away when %s in between", async (_title, meanwhile) => {
    await answered();
    for (let count = 0; count < 5; count += 1) {
      await later(20);
      await failed();
    }
    await meanwhile();
    for (let count = 0; count < 5; count += 1) {
      await later(20);
      await failed();
    }
    expect(await away()).toBeNull();
  });

  it("that never answered is not away: it was never there", async () => {
    for (let count = 0; count < 12; count += 1) {
      await failed();
      await later(20);
    }
    await failed();
    expect(await away()).toBeNull();
  });

  it("is asked as it is: no answer is one, and an answer is none", async () => {
    config().PROVIDER_AWAY_SECONDS = 180;
    await provider.stop();
    await probeProvider();
    const { rows } = await sql("select answered_at, failing_since from provider_probes");
    expect(rows).toEqual([{ answered_at: null, failing_since: expect.any(Date) }]);
    provider = await startTestProvider();
    config().OIDC_ISSUER = provider.issuer;
    await probeProvider();
    const after = await sql("select answered_at, failing_since from provider_probes");
    expect(after.rows).toEqual([{ answered_at: expect.any(Date), failing_since: null }]);
    expect([probeSeconds(180), probeSeconds(3), probeSeconds(86_400)]).toEqual([20, 1, 20]);
  });
});

describe("groups of the last day", () => {
  it("serve a broken glass while the provider is away, and nothing else", async () => {
    await setAge(86_000);
    await expect(confirmGroups(ana, isGlass)).rejects.toMatchObject({ code: "GROUPS_UNCONFIRMED" });
    expect((await groupsToContinue(ana.signInId, isGlass)).ok).toBe(false);
    await goAway();
    expect(await confirmGroups(ana, isGlass)).toMatchObject({ roles: ["engineer"], groups: ["engineers"] });
    expect((await groupsToContinue(ana.signInId, isGlass)).ok).toBe(true);
    await expect(confirmGroups(ana)).rejects.toMatchObject({ code: "GROUPS_UNCONFIRMED" });
    expect((await groupsToContinue(ana.signInId)).ok).toBe(false);
  });

  it("serve no longer than a day", async () => {
    await goAway();
    await setAge(86_401);
    await expect(confirmGroups(ana, isGlass)).rejects.toMatchObject({ code: "GROUPS_UNCONFIRMED" });
    expect((await groupsToContinue(ana.signInId, isGlass)).ok).toBe(false);
  });

  it("serve nobody of whom the provider said no since, nor whoever was disabled", async () => {
    await goAway();
    await setAge(3_600);
    await sql(`insert into groups_questions (sign_in_id, wanted_at, answered_at, refusal)
      values ('${ana.signInId}', now(), now(), 'sign-in-again')`);
    await expect(confirmGroups(ana, isGlass)).rejects.toMatchObject({ code: "GROUPS_UNCONFIRMED" });
    expect((await groupsToContinue(ana.signInId, isGlass)).ok).toBe(false);
    await sql("delete from groups_questions");
    await sql("update people set disabled_at = now()");
    await expect(confirmGroups(ana, isGlass)).rejects.toMatchObject({ code: "PERSON_DISABLED" });
    await sql("update people set disabled_at = null");
  });
});
