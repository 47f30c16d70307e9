import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startIdentityProvider } from "./server";
import type { IdentitySettings } from "./settings";
import { Browser } from "./testing/browser";

const CALLBACK = "http://localhost:3999/api/auth/callback/oidc";
const SECRET = "a-secret-for-this-test-only";

let settings: IdentitySettings;
let stop: () => Promise<void>;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
  const port = await freePort();
  settings = {
    port,
    stateFolder: folder,
    clientId: "portal",
    clientSecret: SECRET,
    redirectUris: [CALLBACK],
    issuer: `http://127.0.0.1:${port}`,
  };
  stop = await startIdentityProvider(settings);
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

it("a calendar says who is on call, to whoever asks", async () => {
  const answer = await fetch(`${settings.issuer}/on-call.ics`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
  expect((await answer.text()).split("\r\n")).toContain("SUMMARY:Ben Okafor");
});

describe("signing in", () => {
  it("gives the portal the chosen person's subject, name and groups", async () => {
    const browser = new Browser();
    const { claims } = await signIn(browser, "ana");
    expect(claims).toMatchObject({
      iss: settings.issuer,
      sub: "ana",
      name: "Ana Duarte",
      email: "ana@example.test",
      nonce: "n-1",
      groups: ["engineers", "payments-oncall"],
    });
  });

  it("shows one button per person", async () => {
    const page = await (await openChooser(new Browser())).text();
    for (const name of [
      "Ana Duarte",
      "Ben Okafor",
      "Cleo Marchetti",
      "Dov Lindqvist",
      "Eve Novak",
      "Fay Tanaka",
    ])
      expect(page).toContain(`<span class="hidden">Continue as </span>${name}`);
  });

  it("asks again who it is in a browser that signed in before", async () => {
    const browser = new Browser();
    await signIn(browser, "ana");
    const { claims } = await signIn(browser, "ben");
    expect(claims.sub).toBe("ben");
  });

  it("keeps the first person's tokens when another is chosen in the same browser", async () => {
    const browser = new Browser();
    const ana = await signIn(browser, "ana");
    await signIn(browser, "ben");
    expect((await userinfo(ana.accessToken)).sub).toBe("ana");
  });

  it("refuses a request without PKCE", async () => {
    const answer = await new Browser().fetch(
      authorizeAddress({ code_challenge: null, code_challenge_method: null }),
    );
    expect(answer.headers.get("location")).toMatch(/^http:\/\/localhost:3999\/.*error=invalid_request/);
  });

  it("refuses a code whose verifier is another", async () => {
    const { code } = await chooseAndReturn(new Browser(), "ana");
    const answer = await askForToken({
      grant_type: "authorization_code",
      code,
      redirect_uri: CALLBACK,
      code_verifier: "x".repeat(43),
    });
    expect(await answer.json()).toMatchObject({ error: "invalid_grant" });
  });

  it("never signs anybody in without the page", async () => {
    const browser = new Browser();
    await signIn(browser, "ana");
    const answer = await browser.fetch(authorizeAddress({ prompt: "none" }));
    expect(answer.headers.get("location")).toContain("error=login_required");
  });

  it("refuses to send anybody to an address that is not registered", async () => {
    const answer = await new Browser().fetch(authorizeAddress({ redirect_uri: "http://evil.test/callback" }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  it("says so when a sign-in was finished already", async () => {
    const answer = await fetch(`${settings.issuer}/interaction/abcdefghijkl`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Start again from the portal.");
  });
});

describe("tokens", () => {
  it("answer the groups as they are now", async () => {
    const { accessToken } = await signIn(new Browser(), "eve");
    expect((await userinfo(accessToken)).groups).toEqual([]);
    await changeGroups("eve", ["engineers"]);
    expect((await userinfo(accessToken)).groups).toEqual(["engineers"]);
  });

  it("can be refreshed", async () => {
    const { refreshToken } = await signIn(new Browser(), "ana");
    const answer = await askForToken({ grant_type: "refresh_token", refresh_token: refreshToken });
    const body = await answer.json();
    expect((await userinfo(body.access_token)).sub).toBe("ana");
  });

  it("outlive a restart of the provider, changed groups too", async () => {
    const { accessToken } = await signIn(new Browser(), "ana");
    await changeGroups("ana", ["sre-leads"]);
    await stop();
    stop = await startIdentityProvider(settings);
    // The kept-alive connections of before the restart may fail once more.
    const current = await vi.waitFor(() => userinfo(accessToken), { timeout: 5000 });
    expect(current).toMatchObject({ sub: "ana", groups: ["sre-leads"] });
  });

  it("lie in files that only the owner can read", async () => {
    await signIn(new Browser(), "ana");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(["keys.json", "records.json"]);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });
});

describe("the groups page", () => {
  it("refuses a form without a token, and the same token twice", async () => {
    const token = await tokenOf("ana");
    expect((await postGroups({ person: "ana", token: "", group: "engineers" })).status).toBe(403);
    expect((await postGroups({ person: "ana", token, group: "engineers" })).status).toBe(303);
    expect((await postGroups({ person: "ana", token, group: "engineers" })).status).toBe(403);
  });

  it("refuses the token of another person's form", async () => {
    expect(
      (await postGroups({ person: "eve", token: await tokenOf("ana"), group: "sre-leads" })).status,
    ).toBe(403);
  });

  it.each([
    ["a foreign", "http://evil.test"],
    ["the null", "null"],
    ["no", null],
  ])("refuses a form with %s origin", async (_title, origin) => {
    const answer = await postGroups({ person: "ana", token: await tokenOf("ana") }, origin);
    expect(answer.status).toBe(403);
  });

  it("drops groups that the demo doesn't know", async () => {
    await changeGroups("eve", ["engineers", "<b>root</b>"]);
    expect(await (await fetch(`${settings.issuer}/groups?saved=eve`)).text()).toContain(
      "Eve Novak is now in engineers.",
    );
  });
});

it.each(["/", "/groups", "/.well-known/openid-configuration"])(
  "answers 421 to another host name at %s",
  async (path) => {
    expect(await statusFor(path, `evil.test:${settings.port}`)).toBe(421);
    expect(await statusFor(path, `localhost:${settings.port}`)).not.toBe(421);
  },
);

const VERIFIER = randomBytes(32).toString("base64url");

function authorizeAddress(changes: Record<string, string | null> = {}): string {
  const query = new URLSearchParams({
    client_id: "portal",
    response_type: "code",
    redirect_uri: CALLBACK,
    scope: "openid profile email groups",
    state: "s-1",
    nonce: "n-1",
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
  });
  for (const [name, value] of Object.entries(changes))
    if (value === null) query.delete(name);
    else query.set(name, value);
  return `${settings.issuer}/auth?${query}`;
}

async function openChooser(browser: Browser): Promise<Response> {
  const answer = await browser.fetch(authorizeAddress());
  const location = answer.headers.get("location");
  expect(location).toMatch(/^\/interaction\//);
  return browser.fetch(`${settings.issuer}${location}`);
}

async function chooseAndReturn(browser: Browser, person: string): Promise<{ code: string }> {
  const chooser = await openChooser(browser);
  const posted = await browser.fetch(chooser.url, {
    method: "POST",
    headers: { origin: settings.issuer },
    body: new URLSearchParams({ person }),
  });
  expect(posted.status).toBe(303);
  const resumed = await browser.fetch(posted.headers.get("location") ?? "");
  const back = new URL(resumed.headers.get("location") ?? "");
  expect(back.searchParams.get("state")).toBe("s-1");
  return { code: back.searchParams.get("code") ?? "" };
}

async function signIn(browser: Browser, person: string) {
  const { code } = await chooseAndReturn(browser, person);
  const answer = await askForToken({
    grant_type: "authorization_code",
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  });
  const body = await answer.json();
  const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1], "base64url").toString());
  return { claims, accessToken: body.access_token, refreshToken: body.refresh_token };
}

function askForToken(fields: Record<string, string>): Promise<Response> {
  return fetch(`${settings.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`portal:${SECRET}`).toString("base64")}` },
    body: new URLSearchParams(fields),
  });
}

async function userinfo(accessToken: string) {
  const answer = await fetch(`${settings.issuer}/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

async function tokenOf(person: string): Promise<string> {
  const page = await (await fetch(`${settings.issuer}/groups`)).text();
  const form = page.split("<form").find((part) => part.includes(`name="person" value="${person}"`)) ?? "";
  return /name="token" value="([^"]+)"/.exec(form)?.[1] ?? "";
}

function postGroups(fields: Record<string, string>, origin: string | null = settings.issuer) {
  return fetch(`${settings.issuer}/groups`, {
    method: "POST",
    redirect: "manual",
    headers: origin === null ? {} : { origin },
    body: new URLSearchParams(fields),
  });
}

async function changeGroups(person: string, groups: string[]): Promise<void> {
  const body = new URLSearchParams({ person, token: await tokenOf(person) });
  for (const group of groups) body.append("group", group);
  const answer = await fetch(`${settings.issuer}/groups`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: settings.issuer },
    body,
  });
  expect(answer.status).toBe(303);
}

function statusFor(path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port: settings.port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
