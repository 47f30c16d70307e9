import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { openWorld, type World } from "@/lib/requests/testing/world";
import { checkProof, checkSpent, levelAt, spendProof } from "../require-proof";
import { keyOf, type ProofSubject } from "../subject";
import { Authenticator, type Otherwise } from "../testing/authenticator";
import { firstPasskey, proveBy, signInAfresh } from "../testing/proofs";
import { readPasskeys, removePasskey, renamePasskey } from "./change-passkey";
import { askPasskey, provePasskey } from "./prove";
import { addPasskey, askForPasskey } from "./register";

let world: World;
let ana: PersonActor;
let ben: PersonActor;
let keyOfBen: Authenticator;

beforeAll(async () => {
  world = await openWorld();
  ({ ana, ben } = world.people);
  await world.as("gateway");
  keyOfBen = await firstPasskey(world.owner, ben);
});
beforeEach(() => world.as("gateway"));
afterAll(() => world.close());

const own = (actor: PersonActor): ProofSubject => ({ purpose: "passkeys", personId: actor.id });
const start = (actor: PersonActor, policySha256 = "a".repeat(64)): ProofSubject => ({
  ...{
    purpose: "start",
    personId: actor.id,
    sessionId: newId("session"),
    nodeId: "i-1",
    windowId: "1",
    policySha256,
  },
});
const check = (subject: ProofSubject, level: "sign-in" | "passkey" = "passkey") =>
  inTransaction((tx) => checkProof(tx, subject, level));
const use = (subject: ProofSubject, by: string | null, level: "sign-in" | "passkey" = "passkey") =>
  inTransaction((tx) => spendProof(tx, subject, level, by));
const NEEDED = { ok: false, code: "STEP_UP_NEEDED", params: { level: "passkey", purpose: "start" } };

async function refusals(actor: PersonActor, code: string): Promise<unknown[]> {
  const events = await eventsOf({ actorId: actor.id });
  return events
    .filter((event) => event.code === code && event.outcome === "refused")
    .map(({ data }) => (data as { error?: string }).error);
}

describe("a first passkey", () => {
  it("needs a sign-in made for it, is told to its person, and can be read by them on web", async () => {
    await expect(askForPasskey(ana)).rejects.toMatchObject({
      code: "STEP_UP_NEEDED",
      params: { level: "sign-in" },
    });
    await signInAfresh(world.owner, ana, own(ana), 121);
    await expect(askForPasskey(ana)).rejects.toMatchObject({ code: "STEP_UP_NEEDED" });
    await firstPasskey(world.owner, ana);
    await world.as("web");
    const { passkeys, level } = await readPasskeys(ana);
    expect([level, passkeys]).toMatchObject([
      "passkey",
      [{ name: "Laptop", counts: true, lastUsedAt: null }],
    ]);
    const codes = (await eventsOf({ actorId: ana.id })).map(({ code, outcome }) => `${code} ${outcome}`);
    expect(codes).toContain("passkey.added done");
    await world.owner(
      `do $$ begin assert (select count(*) from notices where person_id = '${ana.id}' and kind = 'passkey-added') = 1; end $$`,
    );
  });

  it("waits before it counts, as long as the setting says, and can be removed by then without a proof", async () => {
    const { cleo } = world.people;
    config().PASSKEY_WAIT_SECONDS = 86_400;
    const authenticator = await firstPasskey(world.owner, cleo).finally(() => {
      config().PASSKEY_WAIT_SECONDS = 0;
    });
    await expect(askPasskey(cleo, start(cleo))).rejects.toMatchObject({ code: "PASSKEY_WAITING" });
    // A second one isn't vouched for by one that waits.
    await expect(askForPasskey(cleo)).rejects.toMatchObject({ params: { level: "sign-in" } });
    const { passkeys } = await readPasskeys(cleo);
    expect(passkeys).toMatchObject([{ counts: false }]);
    await removePasskey(cleo, { passkeyId: passkeys[0]?.id ?? "" });
    await expect(askPasskey(cleo, start(cleo))).rejects.toMatchObject({ code: "PASSKEY_MISSING" });
    expect(authenticator.credentialId).not.toBe("");
  });
});

describe("another passkey", () => {
  it("needs one that counts: a sign-in is not enough, and neither is it to remove one", async () => {
    await signInAfresh(world.owner, ben, own(ben));
    await expect(askForPasskey(ben)).rejects.toMatchObject({ params: { level: "passkey" } });
    const [first] = (await readPasskeys(ben)).passkeys;
    await expect(removePasskey(ben, { passkeyId: first?.id ?? "" })).rejects.toMatchObject({
      code: "STEP_UP_NEEDED",
    });
    await proveBy(keyOfBen, ben, own(ben));
    const { challengeId, options } = await askForPasskey(ben);
    expect(options.excludeCredentials).toMatchObject([{ id: keyOfBen.credentialId }]);
    const phone = new Authenticator(config().PUBLIC_ORIGIN);
    const { passkeyId } = await addPasskey(ben, {
      ...{ challengeId, name: "Phone" },
      response: phone.register(options),
    });
    await renamePasskey(ben, { passkeyId, name: "Old phone" });
    await expect(renamePasskey(ana, { passkeyId, name: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await proveBy(phone, ben, own(ben));
    await removePasskey(ben, { passkeyId });
    expect((await readPasskeys(ben)).passkeys).toMatchObject([{ name: "Laptop" }]);
    await expect(proveBy(phone, ben, own(ben))).rejects.toMatchObject({ code: "PASSKEY_REFUSED" });
  });

  it.each<[string, Otherwise]>([
    ["made for another page", { origin: "http://evil.test" }],
    ["made for another name", { rpId: "evil.test" }],
    ["that answers something else", { challenge: "AAAA" }],
    ["that did not verify its person", { isUnverified: true }],
    ["that is no registration", { type: "webauthn.get" }],
  ])("%s is not taken", async (_title, otherwise) => {
    await proveBy(keyOfBen, ben, own(ben));
    const { challengeId, options } = await askForPasskey(ben);
    const response = new Authenticator(config().PUBLIC_ORIGIN).register(options, otherwise);
    await expect(addPasskey(ben, { challengeId, name: "x", response })).rejects.toMatchObject({
      code: "PASSKEY_UNUSABLE",
    });
  });

  it("that somebody has already is not taken", async () => {
    await proveBy(keyOfBen, ben, own(ben));
    const { challengeId, options } = await askForPasskey(ben);
    const response = keyOfBen.register(options);
    await expect(addPasskey(ben, { challengeId, name: "x", response })).rejects.toMatchObject({
      code: "PASSKEY_KNOWN",
    });
  });
});

describe("a proof by passkey", () => {
  it("counts for exactly what it was given for, once", async () => {
    const subject = start(ben);
    expect(await check(subject)).toEqual(NEEDED);
    await proveBy(keyOfBen, ben, subject);
    expect(await check({ ...start(ben), sessionId: "ses_other" } as ProofSubject)).toEqual(NEEDED);
    expect(await check({ ...subject, policySha256: "b".repeat(64) } as ProofSubject)).toEqual(NEEDED);
    expect(await check({ ...subject, personId: ana.id })).toEqual(NEEDED);
    // A passkey is also good where a sign-in would do.
    expect(await check(subject, "sign-in")).toMatchObject({ ok: true });
    expect(await use(subject, "window:1")).toMatchObject({ ok: true });
    expect(await use(subject, "window:1")).toMatchObject({ ok: true });
    expect(await use(subject, "window:2")).toEqual(NEEDED);
    expect(await use(subject, null)).toEqual(NEEDED);
  });

  it("is used by one of two at the same time", async () => {
    const subject = start(ben);
    await proveBy(keyOfBen, ben, subject);
    const both = await Promise.all([use(subject, "window:1"), use(subject, "window:2")]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it("counts for two minutes", async () => {
    const subject = start(ben);
    await proveBy(keyOfBen, ben, subject);
    const { sha256 } = keyOf(subject);
    await world.owner(
      `update passkey_proofs set created_at = created_at - interval '121 seconds' where subject_sha256 = '${sha256}'`,
      { past: "passkey_proofs" },
    );
    expect(await check(subject)).toEqual(NEEDED);
  });

  it("counts no more once its passkey is removed, neither for who has used it nor for who has not", async () => {
    await proveBy(keyOfBen, ben, own(ben));
    const { challengeId, options } = await askForPasskey(ben);
    const stolen = new Authenticator(config().PUBLIC_ORIGIN);
    const { passkeyId } = await addPasskey(ben, {
      ...{ challengeId, name: "Lost phone" },
      response: stolen.register(options),
    });
    const [unused, used] = [start(ben), start(ben)];
    await proveBy(stolen, ben, unused);
    await proveBy(stolen, ben, used);
    expect(await use(used, "window:1")).toMatchObject({ ok: true });
    await proveBy(keyOfBen, ben, own(ben));
    const before = await inTransaction(databaseNow);
    await removePasskey(ben, { passkeyId });
    expect(await check(unused)).toEqual(NEEDED);
    expect(await use(unused, "window:1")).toEqual(NEEDED);
    expect(await use(used, "window:1")).toEqual(NEEDED);
    expect(await inTransaction((tx) => checkSpent(tx, used, "passkey"))).toEqual(NEEDED);
    // What was done with it before is done.
    expect(await inTransaction((tx) => levelAt(tx, unused, before))).toBe("passkey");
  });

  it.each<[string, Otherwise]>([
    ["with another key under its name", { signedBy: new Authenticator("http://localhost:3000") }],
    ["for another page", { origin: "http://evil.test" }],
    ["for another name", { rpId: "evil.test" }],
    ["for another question", { challenge: Buffer.alloc(32).toString("base64url") }],
    ["without the person's verification", { isUnverified: true }],
    ["with a counter that has been", { counter: 0 }],
    ["that is a registration", { type: "webauthn.create" }],
  ])("%s proves nothing, and the question is gone", async (_title, otherwise) => {
    const subject = start(ben);
    await proveBy(keyOfBen, ben, start(ben));
    const { challengeId, options } = await askPasskey(ben, subject);
    const before = (await refusals(ben, "passkey.used")).length;
    await expect(
      provePasskey(ben, { challengeId, response: keyOfBen.answer(options, otherwise) }),
    ).rejects.toMatchObject({ code: "PASSKEY_REFUSED" });
    expect((await refusals(ben, "passkey.used")).slice(before)).toEqual(["PASSKEY_REFUSED"]);
    await expect(
      provePasskey(ben, { challengeId, response: keyOfBen.answer(options) }),
    ).rejects.toMatchObject({ code: "CHALLENGE_OVER" });
    expect(await check(subject)).toEqual(NEEDED);
  });

  it("that was answered before, comes late, or was asked of another is not taken", async () => {
    const { challengeId, options } = await askPasskey(ben, start(ben));
    const response = keyOfBen.answer(options);
    await provePasskey(ben, { challengeId, response });
    await expect(provePasskey(ben, { challengeId, response })).rejects.toMatchObject({
      code: "CHALLENGE_OVER",
    });

    const late = await askPasskey(ben, start(ben));
    await world.owner(`update passkey_challenges set created_at = created_at - interval '121 seconds'`);
    await expect(
      provePasskey(ben, { challengeId: late.challengeId, response: keyOfBen.answer(late.options) }),
    ).rejects.toMatchObject({ code: "CHALLENGE_OVER" });

    // Whoever is asked answers with another person's passkey, or to another person's question.
    const others = await askPasskey(ana, start(ana));
    await expect(
      provePasskey(ben, { challengeId: others.challengeId, response: keyOfBen.answer(others.options) }),
    ).rejects.toMatchObject({ code: "CHALLENGE_OVER" });
    await expect(
      provePasskey(ana, { challengeId: others.challengeId, response: keyOfBen.answer(others.options) }),
    ).rejects.toMatchObject({ code: "PASSKEY_REFUSED", params: { why: "unknown" } });
  });
});
