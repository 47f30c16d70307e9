import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "../../tools/launch/ports.mjs";
import { startIdentityProvider } from "./server";
import type { IdentitySettings } from "./settings";
import { Browser } from "./testing/browser";

const CALLBACK = "http://localhost:3999/api/auth/callback/oidc";
const CODE = "the-code-of-this-start-only";

let settings: IdentitySettings;
let stop: () => Promise<void>;

beforeEach(async () => {
  const port = await freePort();
  settings = {
    port,
    stateFolder: mkdtempSync(join(tmpdir(), "identity-")),
    clientId: "portal",
    clientSecret: "a-secret-for-this-test-only",
    redirectUris: [CALLBACK],
    issuer: `http://127.0.0.1:${port}`,
    entryCode: CODE,
  };
  stop = await startIdentityProvider(settings);
});

afterEach(async () => {
  await stop();
  rmSync(settings.stateFolder, { recursive: true, force: true });
});

it("a browser that opened the address with the code goes to the portal, and may choose a person", async () => {
  const browser = new Browser();
  const opened = await open(browser, CODE);
  expect([opened.status, opened.headers.get("location")]).toEqual([303, "http://localhost:3999/"]);
  expect(opened.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(opened.headers.get("set-cookie")).not.toContain(CODE);
  const chooser = await openChooser(browser);
  expect(chooser.status).toBe(200);
  const chosen = await choose(browser, chooser.url);
  expect([chosen.status, chosen.headers.get("location")]).toEqual([303, expect.stringContaining("/auth/")]);
});

it.each([
  ["no code", undefined],
  ["an empty code", ""],
  ["another code", "the-code-of-the-start-before"],
])("a browser with %s is told to open the address, and chooses nobody", async (_title, code) => {
  const browser = new Browser();
  if (code !== undefined) {
    const opened = await open(browser, code);
    expect([opened.status, opened.headers.get("set-cookie")]).toEqual([403, null]);
  }
  const chooser = await openChooser(browser);
  expect(chooser.status).toBe(403);
  const page = await chooser.text();
  expect(page).toContain("Open the address");
  expect(page).not.toContain("Ben Okafor");
  expect((await choose(browser, chooser.url)).status).toBe(403);
});

it("a cookie that is made up, or of a demo on another port, lets nobody in", async () => {
  const opened = await open(new Browser(), CODE);
  const [name, value] = (opened.headers.get("set-cookie") ?? "").split(";")[0]?.split("=") ?? [];
  for (const cookie of [`${name}=${CODE}`, `${name}=`, `${name}x=${value}`, `demo_entry_1=${value}`])
    expect((await fetch(`${settings.issuer}/groups`, { headers: { cookie } })).status).toBe(403);
  const cookie = `other=1; ${name}=${value}`;
  expect((await fetch(`${settings.issuer}/groups`, { headers: { cookie } })).status).toBe(200);
});

it("nobody else changes groups", async () => {
  const answer = await fetch(`${settings.issuer}/groups`, {
    method: "POST",
    headers: { origin: settings.issuer },
    body: new URLSearchParams({ person: "eve", group: "halligan-admins" }),
  });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain("Open the address");
});

it("a provider that is started again knows its browsers; one with another code does not", async () => {
  const browser = new Browser();
  await open(browser, CODE);
  await stop();
  stop = await startIdentityProvider(settings);
  expect((await browser.fetch(`${settings.issuer}/groups`)).status).toBe(200);
  await stop();
  stop = await startIdentityProvider({ ...settings, entryCode: "the-code-of-the-next-start" });
  expect((await browser.fetch(`${settings.issuer}/groups`)).status).toBe(403);
});

function open(browser: Browser, code: string): Promise<Response> {
  return browser.fetch(`${settings.issuer}/open?${new URLSearchParams({ code })}`);
}

async function openChooser(browser: Browser): Promise<Response> {
  const query = new URLSearchParams({
    client_id: "portal",
    response_type: "code",
    redirect_uri: CALLBACK,
    scope: "openid profile",
    code_challenge: createHash("sha256").update(randomBytes(32)).digest("base64url"),
    code_challenge_method: "S256",
  });
  const answer = await browser.fetch(`${settings.issuer}/auth?${query}`);
  return browser.fetch(`${settings.issuer}${answer.headers.get("location")}`);
}

function choose(browser: Browser, address: string): Promise<Response> {
  return browser.fetch(address, {
    method: "POST",
    headers: { origin: settings.issuer },
    body: new URLSearchParams({ person: "ben" }),
  });
}
