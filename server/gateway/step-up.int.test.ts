import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { Authenticator } from "@/lib/step-up/testing/authenticator";
import { Rows } from "@/server/testing/rows";
import { type PersonName, Visitor } from "@/server/testing/visitor";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const PASSKEYS = { purpose: "passkeys" } as const;

/** A write of the portal's page to the gateway. */
const write = (visitor: Visitor, path: string, input: unknown, headers: Record<string, string> = {}) =>
  visitor.fetch(`${world.gatewayOrigin}/gateway/${path}`, {
    method: "POST",
    headers: { origin: world.portalOrigin, "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });

/** Walks to the provider and back up to the portal's answer. @returns where that leads */
async function signInAgain(
  visitor: Visitor,
  who: PersonName,
  { change, meanwhile }: { change?: (address: URL) => void; meanwhile?: () => Promise<void> } = {},
): Promise<{ back: string; callback: string }> {
  const { url } = await visitor.post<{ url: string }>("/api/step-up/sign-in", {
    ...{ asked: PASSKEYS, returnTo: "/passkeys" },
  });
  const address = new URL(url);
  expect(address.searchParams.get("max_age")).toBe("0");
  change?.(address);
  const chooser = await visitor.follow(address.href);
  let answer = await visitor.fetch(chooser.url, {
    method: "POST",
    headers: {
      origin: new URL(chooser.url).origin,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: `person=${who}`,
  });
  let at = chooser.url;
  while (!at.startsWith(world.portalOrigin)) {
    at = new URL(answer.headers.location ?? "", at).href;
    if (at.startsWith(world.portalOrigin)) break;
    answer = await visitor.fetch(at);
  }
  await meanwhile?.();
  const back = await visitor.fetch(at);
  return { back: back.headers.location ?? `${back.status}`, callback: at };
}

/** A quarter of an hour goes by for every walk to the provider. */
async function grow(): Promise<void> {
  await rows.all("alter table fresh_sign_ins disable trigger user");
  await rows.all(
    "update fresh_sign_ins set created_at = created_at - interval '15 minutes' where proven_at is null",
  );
  await rows.all("alter table fresh_sign_ins enable trigger user");
}

describe("a sign-in made for something", () => {
  it("comes back to the page that asked, lets a first passkey be added, and is not taken twice", async () => {
    expect(refusalIn(await write(ana, "passkeys/ask", {}))).toEqual([403, "STEP_UP_NEEDED"]);
    const signedIn = await rows.one("select count(*) from sign_ins");
    const { back, callback } = await signInAgain(ana, "ana");
    expect(back).toBe(`${world.portalOrigin}/passkeys?again=done`);
    // It is the same stay: no other sign-in began, and none ended.
    expect(await rows.one("select count(*) from sign_ins")).toEqual(signedIn);
    expect(refusalIn(await ana.get(callback))).toEqual([404, "NOT_FOUND"]);

    const asked = await write(ana, "passkeys/ask", {});
    expect(asked.status).toBe(200);
    const { challengeId, options } = JSON.parse(asked.body);
    expect(options.rp).toEqual({ name: "Halligan", id: new URL(world.portalOrigin).hostname });
    const response = new Authenticator(world.portalOrigin).register(options);
    const added = await write(ana, "passkeys/add", { challengeId, name: "Laptop", response });
    expect([added.status, JSON.parse(added.body)]).toMatchObject([200, { passkeyId: expect.any(String) }]);
    // Used up: by now a passkey is asked for.
    expect(refusalIn(await write(ana, "passkeys/ask", {}))).toEqual([403, "STEP_UP_NEEDED"]);
  });

  it("as somebody else confirms nothing, and the stay goes on as it was", async () => {
    const { back } = await signInAgain(ana, "ben");
    expect(back).toBe(`${world.portalOrigin}/passkeys?again=SIGN_IN_OTHER_PERSON`);
    expect((await ana.get(`${world.portalOrigin}/passkeys`)).status).toBe(200);
  });

  it("confirms nothing where max_age was taken out of the address", async () => {
    const { back } = await signInAgain(ana, "ana", {
      change: ({ searchParams }) => searchParams.delete("max_age"),
    });
    expect(back).toBe(`${world.portalOrigin}/passkeys?again=SIGN_IN_NOT_FRESH`);
  });

  it("is not taken from another browser, nor for somebody else's page", async () => {
    const other = await Visitor.signIn(world, "ana");
    const { url } = await ana.post<{ url: string }>("/api/step-up/sign-in", {
      ...{ asked: PASSKEYS, returnTo: "/passkeys" },
    });
    const state = new URL(url).searchParams.get("state") ?? "";
    const stolen = `${world.portalOrigin}/api/auth/callback/oidc?${new URLSearchParams({ code: "x", state })}`;
    expect(refusalIn(await other.get(stolen))).toEqual([404, "NOT_FOUND"]);
    for (const returnTo of ["//evil.test", "https://evil.test", "/x?y", "/\\evil.test"])
      expect
        .soft(refusalIn(await ana.write("/api/step-up/sign-in", { asked: PASSKEYS, returnTo })))
        .toEqual([400, "INVALID_INPUT"]);
  });

  it("left at the provider confirms nothing after a quarter of an hour, whoever was seen there since", async () => {
    const { back } = await signInAgain(ana, "ana", { meanwhile: grow });
    expect(back).toBe(`${world.portalOrigin}/passkeys?again=CHALLENGE_OVER`);
  });

  it("is refused to whoever only watches: what the provider denies is said on the page that asked", async () => {
    const { url } = await ana.post<{ url: string }>("/api/step-up/sign-in", {
      ...{ asked: PASSKEYS, returnTo: "/passkeys" },
    });
    const state = new URL(url).searchParams.get("state") ?? "";
    const query = new URLSearchParams({ error: "access_denied", state });
    const back = await ana.get(`${world.portalOrigin}/api/auth/callback/oidc?${query}`);
    expect(back.headers.location).toBe(`${world.portalOrigin}/passkeys?again=PROVIDER_REFUSED`);
  });
});

describe("what is written at the gateway", () => {
  const WRITES = ["step-up/ask", "step-up/prove", "passkeys/ask", "passkeys/add", "passkeys/rename"];

  it.each([...WRITES, "passkeys/remove"])("%s is taken of our own pages alone, as JSON", async (path) => {
    for (const headers of [
      { origin: "http://evil.test" },
      { origin: "null" },
      { origin: world.gatewayOrigin },
      { "sec-fetch-site": "cross-site" },
    ])
      expect.soft(refusalIn(await write(ana, path, {}, headers))).toEqual([403, "FOREIGN_ORIGIN"]);
    expect
      .soft(refusalIn(await write(ana, path, {}, { "content-type": "text/plain" })))
      .toEqual([400, "INVALID_INPUT"]);
    const address = `${world.gatewayOrigin}/gateway/${path}`;
    expect.soft((await ana.get(address, { origin: world.portalOrigin })).status).toBe(405);
    const stranger = new Visitor(world);
    expect.soft(refusalIn(await write(stranger, path, {}))).toEqual([401, "NOT_SIGNED_IN"]);
    const asked = await ana.fetch(address, { method: "OPTIONS", headers: { origin: world.portalOrigin } });
    expect
      .soft([asked.status, asked.headers["access-control-allow-origin"]])
      .toEqual([204, world.portalOrigin]);
  });

  it("is refused where it makes no sense", async () => {
    const nobody = { purpose: "start", sessionId: newId("session"), windowId: "w1" };
    expect(refusalIn(await write(ana, "step-up/ask", nobody))).toEqual([404, "NOT_FOUND"]);
    for (const input of [{}, { purpose: "else" }, { purpose: "start", sessionId: "x" }, [], null])
      expect.soft(refusalIn(await write(ana, "step-up/ask", input))).toEqual([400, "INVALID_INPUT"]);
    const { status } = await write(ana, "passkeys/rename", {
      ...{ passkeyId: newId("passkey"), name: "x".repeat(101) },
    });
    expect(status).toBe(400);
    const big = await write(ana, "step-up/prove", { response: "x".repeat(70_000) });
    expect(refusalIn(big)).toEqual([413, "TOO_LARGE"]);
  });
});
