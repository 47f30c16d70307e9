import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { listen } from "@/lib/db/connection/notify";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import { actorFromCookies } from "./actor";
import { confirmGroups } from "./confirm-groups";
import { disablePerson } from "./disabling/disable-person";
import { enablePerson } from "./disabling/enable-person";
import { listPeople } from "./list-people";
import { findSignIns } from "./list-store";
import type { ProviderTokens } from "./provider/tokens";
import { readPerson } from "./read-person";
import { readSettings } from "./settings/read-settings";
import { signInCookie } from "./sign-in/cookies";
import { endSignIn } from "./sign-in/end-sign-in";
import { startSignIn } from "./sign-in/sign-in";
import { tokenHash } from "./sign-in/sign-in-token";
import { findPerson, findSignIn } from "./store";
import { startTestProvider, type TestProvider } from "./testing/provider";

let database: TestDatabase;
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider();
  database = await openTestDatabase({ OIDC_ISSUER: provider.issuer, GROUPS_MAX_AGE_SECONDS: "60" });
});
afterAll(async () => {
  await database.close();
  await provider.stop();
});
beforeEach(() => {
  provider.script.behaviour = "answers";
  provider.script.refreshCount = 0;
});

async function signIn(
  subject: string,
  groups: string[],
  tokens: ProviderTokens = { accessToken: `${subject}-access` },
): Promise<PersonActor> {
  provider.script.tokens.set(tokens.accessToken, { sub: subject, groups });
  const identity = {
    issuer: provider.issuer,
    subject,
    name: subject,
    email: `${subject}@example.test`,
    groups,
    tokens,
  };
  const { signInId, token } = await startSignIn(identity, { origin: "test" });
  const found = await findSignIn(reading(), tokenHash(token));
  if (!found) throw new Error("there is no such sign-in");
  const { id, name, roles, groupsReadAt } = found.person;
  return {
    kind: "person",
    id,
    name,
    roles,
    groups: found.person.groups,
    groupsReadAt,
    signInId,
    origin: "test",
  };
}

async function isSignInOver({ id, signInId }: PersonActor): Promise<boolean | undefined> {
  const found = (await findSignIns(reading(), id)).find((signIn) => signIn.id === signInId);
  return found && !found.isRunning;
}

/** A minute and a second pass. */
async function age(actor: PersonActor): Promise<void> {
  await database.asSuperuser((client) =>
    client.query("update people set groups_read_at = groups_read_at - interval '61 seconds' where id = $1", [
      actor.id,
    ]),
  );
}

async function eventsOf(
  actor: PersonActor,
): Promise<{ code: string; outcome: string; data: Record<string, unknown> }[]> {
  const { rows } = await database.asSuperuser((client) =>
    client.query("select code, outcome, data from audit_events where person_id = $1 order by at, id", [
      actor.id,
    ]),
  );
  return rows;
}

describe("signing in", () => {
  it("makes one person of issuer and subject, however often", async () => {
    const first = await signIn("ana", ["engineers"]);
    const second = await signIn("ana", ["engineers"]);
    expect(second.id).toBe(first.id);
    expect(second.signInId).not.toBe(first.signInId);
    expect((await eventsOf(first)).map(({ code }) => code)).toEqual([
      "person.roles-changed",
      "sign-in.started",
      "sign-in.started",
    ]);
  });

  it("makes one person of two sign-ins at once", async () => {
    const both = await Promise.all([signIn("twin", ["engineers"]), signIn("twin", ["engineers"])]);
    expect(both[0].id).toBe(both[1].id);
  });

  it("with the same subject of another issuer, or the same mail address, is another person", async () => {
    const known = await signIn("ben", ["engineers"]);
    const stranger = {
      ...{ issuer: "http://other.test", subject: "ben", name: "Ben", email: "ben@example.test" },
      ...{ groups: [], tokens: { accessToken: "t" } },
    };
    const { token } = await startSignIn(stranger, { origin: "test" });
    const found = await findSignIn(reading(), tokenHash(token));
    expect(found?.person.id).not.toBe(known.id);
    expect(found?.person.roles).toEqual([]);
  });

  it("ends the sign-in that the browser had before", async () => {
    const before = await signIn("gus", []);
    const identity = { issuer: provider.issuer, subject: "gus", name: "Gus", email: null, groups: [] };
    await startSignIn(
      { ...identity, tokens: { accessToken: "t" } },
      { replaces: before.signInId, origin: "test" },
    );
    expect(await isSignInOver(before)).toBe(true);
  });

  it("leaves nothing in the row that signs anybody in, and takes no token from the browser", async () => {
    const identity = { issuer: provider.issuer, subject: "ivy", name: "Ivy", email: null, groups: [] };
    const started = await startSignIn({ ...identity, tokens: { accessToken: "t" } }, { origin: "test" });
    const cookie = (token: string) => ({ [signInCookie().name]: token });
    const { rows } = await database.asSuperuser((client) =>
      client.query("select * from sign_ins where id = $1", [started.signInId]),
    );
    expect((await actorFromCookies(cookie(started.token), "test")).signInId).toBe(started.signInId);
    for (const value of Object.values(rows[0]).map(String)) {
      expect(value).not.toContain(started.token);
      await expect(actorFromCookies(cookie(value), "test")).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
    }
    const again = await startSignIn({ ...identity, tokens: { accessToken: "t" } }, { origin: "test" });
    expect(again.token).not.toBe(started.token);
  });

  it("keeps no token that can be read in the row", async () => {
    const actor = await signIn("secretive", [], {
      accessToken: "very-secret-token",
      refreshToken: "even-more",
    });
    const { rows } = await database.asSuperuser((client) =>
      client.query("select provider_tokens from sign_ins where id = $1", [actor.signInId]),
    );
    expect(rows[0].provider_tokens).not.toMatch(/very-secret|even-more/);
  });
});

describe("confirming groups", () => {
  it("asks nobody within a minute", async () => {
    const ana = await signIn("ana", ["engineers"]);
    provider.script.behaviour = "is silent";
    expect((await confirmGroups(ana)).roles).toEqual(["engineer"]);
  });

  it("takes a role away that the provider took away", async () => {
    const ben = await signIn("ben-1", ["engineers", "sre-leads"]);
    await age(ben);
    provider.script.tokens.set("ben-1-access", { sub: "ben-1", groups: ["engineers"] });
    const confirmed = await confirmGroups(ben);
    expect(confirmed.roles).toEqual(["engineer"]);
    expect((await readPerson(ben, ben.id)).roles).toEqual(["engineer"]);
    expect((await eventsOf(ben)).at(-1)).toMatchObject({
      code: "person.roles-changed",
      data: { roles: ["engineer"], rolesBefore: ["engineer", "approver"] },
    });
  });

  it.each([
    ["is silent", "no-answer"],
    ["drips", "no-answer"],
    ["fails", "no-answer"],
  ] as const)("is refused, and recorded, when the provider %s", async (behaviour, reason) => {
    const subject = `silent-${behaviour.replace(" ", "-")}`;
    const actor = await signIn(subject, ["engineers"]);
    await age(actor);
    provider.script.behaviour = behaviour;
    await expect(confirmGroups(actor)).rejects.toMatchObject({
      code: "GROUPS_UNCONFIRMED",
      params: { reason },
    });
    expect((await eventsOf(actor)).at(-1)).toMatchObject({
      ...{ code: "person.groups-confirmed", outcome: "refused" },
      data: { error: "GROUPS_UNCONFIRMED", reason },
    });
  });

  it("is refused when the answer is about somebody else", async () => {
    const actor = await signIn("cleo-1", ["security-review"]);
    await age(actor);
    provider.script.tokens.set("cleo-1-access", { sub: "mallory", groups: ["halligan-admins"] });
    await expect(confirmGroups(actor)).rejects.toMatchObject({
      ...{ code: "GROUPS_UNCONFIRMED", params: { reason: "other-person" } },
    });
    expect((await readPerson(actor, actor.id)).roles).toEqual(["reviewer"]);
  });

  it("takes a claim that can't be read for no group at all", async () => {
    const actor = await signIn("odd", ["engineers"]);
    await age(actor);
    provider.script.tokens.set("odd-access", { sub: "odd", groups: { engineers: true } });
    expect((await confirmGroups(actor)).roles).toEqual([]);
  });

  it("refreshes a token that has run out, once for several who ask at the same time", async () => {
    const past = Math.floor(Date.now() / 1000) - 10;
    const actor = await signIn("dov-1", ["engineers"], {
      accessToken: "old",
      refreshToken: "r",
      expiresAt: past,
    });
    await age(actor);
    provider.script.refreshes.set("r", "new");
    provider.script.tokens.set("new", { sub: "dov-1", groups: ["halligan-admins"] });
    const confirmed = await Promise.all([confirmGroups(actor), confirmGroups(actor), confirmGroups(actor)]);
    for (const { roles } of confirmed) expect(roles).toEqual(["administrator"]);
    expect(provider.script.refreshCount).toBe(1);
  });

  it("refreshes a token that the provider no longer takes", async () => {
    const actor = await signIn("dov-2", ["engineers"], { accessToken: "withdrawn", refreshToken: "r2" });
    provider.script.tokens.delete("withdrawn");
    provider.script.refreshes.set("r2", "newer");
    provider.script.tokens.set("newer", { sub: "dov-2", groups: ["engineers"] });
    await age(actor);
    expect((await confirmGroups(actor)).roles).toEqual(["engineer"]);
  });

  it.each<[string, ProviderTokens]>([
    ["there is nothing to refresh with", { accessToken: "gone", expiresAt: 1 }],
    ["the refresh token is no longer good", { accessToken: "gone", refreshToken: "bad", expiresAt: 1 }],
  ])("is refused when %s", async (_title, tokens) => {
    const actor = await signIn("eve-1", [], tokens);
    await age(actor);
    await expect(confirmGroups(actor)).rejects.toMatchObject({
      ...{ code: "GROUPS_UNCONFIRMED", params: { reason: "sign-in-again" } },
    });
  });
});

describe("an administrator", () => {
  it("switches a person's access off at once, and the gateways are told", async () => {
    const dov = await signIn("dov", ["halligan-admins"]);
    const eve = await signIn("eve", ["engineers"]);
    const heard: unknown[] = [];
    const stop = await listen({ sign_in_ended: (notice) => heard.push(notice) }, () => {});
    await disablePerson(dov, { personId: eve.id, reason: "laptop lost" });
    await expect.poll(() => heard, { timeout: 5_000 }).toContainEqual({ personId: eve.id });
    await stop();
    expect(await isSignInOver(eve)).toBe(true);
    expect(await findPerson(reading(), eve.id)).toMatchObject({ isDisabled: true });
    await expect(confirmGroups(eve)).rejects.toMatchObject({ code: "PERSON_DISABLED" });
    expect((await eventsOf(eve)).filter(({ code }) => code === "person.disabled")).toMatchObject([
      { data: { reason: "laptop lost" } },
    ]);

    await enablePerson(dov, { personId: eve.id, reason: "found again" });
    expect(await isSignInOver(eve)).toBe(true);
    expect((await signIn("eve", ["engineers"])).id).toBe(eve.id);
  });

  it("can't disable their own account, and of two who disable each other one is left", async () => {
    const dov = await signIn("dov", ["halligan-admins"]);
    const fay = await signIn("fay", ["halligan-admins"]);
    await expect(disablePerson(dov, { personId: dov.id, reason: "on leave" })).rejects.toMatchObject({
      code: "SELF_DISABLE",
    });
    expect(await findPerson(reading(), dov.id)).toMatchObject({ isDisabled: false });
    const results = await Promise.allSettled([
      disablePerson(dov, { personId: fay.id, reason: "she did it" }),
      disablePerson(fay, { personId: dov.id, reason: "he did it" }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find(({ status }) => status === "rejected");
    expect(refused).toMatchObject({ reason: { code: "PERSON_DISABLED" } });
    const left = results[0]?.status === "fulfilled" ? dov : fay;
    const gone = left === dov ? fay : dov;
    await enablePerson(left, { personId: gone.id, reason: "back" });
  });

  it("is who may do it: others are refused, and that is recorded", async () => {
    const ana = await signIn("ana", ["engineers"]);
    const ben = await signIn("ben", ["engineers", "sre-leads"]);
    await expect(disablePerson(ana, { personId: ben.id, reason: "because" })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
    await expect(enablePerson(ana, { personId: ben.id, reason: "because" })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
    expect(
      (await eventsOf(ben)).filter(({ outcome }) => outcome === "refused").map(({ code }) => code),
    ).toEqual(["person.disabled", "person.enabled"]);
    await expect(listPeople(ana)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readPerson(ana, ben.id)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("can't disable somebody whom nobody knows", async () => {
    const dov = await signIn("dov", ["halligan-admins"]);
    await expect(disablePerson(dov, { personId: newId("person"), reason: "because" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

it("signing out twice leaves one event", async () => {
  const actor = await signIn("fay-out", ["platform-leads"]);
  await endSignIn(actor);
  await endSignIn(actor);
  expect((await eventsOf(actor)).filter(({ code }) => code === "sign-in.ended")).toHaveLength(1);
});

describe("the list of people", () => {
  const names = async (viewer: PersonActor, filters: Parameters<typeof listPeople>[1]) =>
    (await listPeople(viewer, filters)).rows.map(({ name }) => name);
  let dov: PersonActor;
  beforeAll(async () => {
    dov = await signIn("list-dov", ["halligan-admins"]);
    await signIn("list-ana", ["engineers", "list-oncall"]);
    const gone = await signIn("list-gone", ["engineers"]);
    await endSignIn(gone);
    const off = await signIn("list-off", ["engineers", "sre-leads"]);
    await disablePerson(dov, { personId: off.id, reason: "left" });
    await signIn("list-nobody", ["visitors"]);
  });

  it.each([
    [{ search: "list-" }, ["list-ana", "list-dov", "list-gone", "list-nobody", "list-off"]],
    [{ search: "list- ONCALL" }, ["list-ana"]],
    [{ search: "list-gone@example.test" }, ["list-gone"]],
    [{ search: "list-", role: "engineer" }, ["list-ana", "list-gone", "list-off"]],
    [{ search: "list-", role: "approver" }, ["list-off"]],
    [{ search: "list-", state: "signed-in" }, ["list-ana", "list-dov", "list-nobody"]],
    [{ search: "list-", state: "disabled" }, ["list-off"]],
    [{ search: "list-", state: "without-role" }, ["list-nobody"]],
    [{ search: "list-%" }, []],
  ] as const)("narrowed by %j has %j", async (filters, expected) => {
    expect(await names(dov, filters)).toEqual(expected);
  });

  it("comes in pages that neither repeat nor lose anybody", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPeople>> = await listPeople(
        dov,
        { search: "list-" },
        { limit: 2, ...(cursor ? { cursor } : {}) },
      );
      seen.push(...page.rows.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(["list-ana", "list-dov", "list-gone", "list-nobody", "list-off"]);
  });

  it("says of each when they signed in last, and whether they are here", async () => {
    const { rows } = await listPeople(dov, { search: "list-" });
    expect(
      Object.fromEntries(rows.map(({ name, signIns, isDisabled }) => [name, [signIns, isDisabled]])),
    ).toEqual({
      "list-ana": [1, false],
      "list-dov": [1, false],
      "list-gone": [0, false],
      "list-nobody": [1, false],
      "list-off": [0, true],
    });
    for (const { lastSignInAt } of rows) expect(lastSignInAt).toBeInstanceOf(Date);
  });
});

describe("a person's page", () => {
  it("has what they did and where they are signed in, for administrators and for themselves", async () => {
    const dov = await signIn("page-dov", ["halligan-admins"]);
    const first = await signIn("page-ana", ["engineers"]);
    await endSignIn(first);
    const ana = await signIn("page-ana", ["engineers"]);
    const detail = await readPerson(dov, ana.id);
    expect(detail).toMatchObject({
      history: { requests: 0, sessions: 0, decisions: 0, reviews: 0 },
      signIns: [
        { isRunning: true, endedAt: null },
        { isRunning: false, endReason: "signed-out" },
      ],
    });
    expect(await readPerson(ana, ana.id)).toMatchObject({ name: "page-ana" });
    await expect(readPerson(ana, dov.id)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readPerson(dov, "per_of-nobody' or true")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the settings", () => {
  it("are an administrator's to see, each with where it came from, and never a secret", async () => {
    const ana = await signIn("settings-ana", ["engineers"]);
    await expect(readSettings(ana)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    const dov = await signIn("settings-dov", ["halligan-admins"]);
    const seen = await readSettings(dov);
    const of = (name: string) => seen.settings.find((setting) => setting.name === name);
    expect(of("WINDOW_MAX_SECONDS")).toMatchObject({
      origin: "default",
      value: { kind: "seconds", seconds: 3600 },
    });
    expect(of("OIDC_CLIENT_ID")).toMatchObject({ origin: "environment", value: { kind: "text" } });
    for (const name of ["DATABASE_URL", "HALLIGAN_SECRET", "OIDC_CLIENT_SECRET"])
      expect(of(name)).toMatchObject({ value: { kind: "secret" } });
    const shown = JSON.stringify(seen);
    for (const secret of [process.env.HALLIGAN_SECRET, process.env.DATABASE_URL, "test-external-id"])
      expect(shown).not.toContain(secret);
  });
});
