import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../../tools/launch/ports.mjs";
import { startIdentityProvider } from "./server";

const ISSUER = "https://login.identity.test";
let stop: () => Promise<void>;
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
  port = await freePort();
  stop = await startIdentityProvider({
    ...{ port, stateFolder: folder, clientId: "portal", clientSecret: "a-secret-for-this-test-only" },
    ...{ redirectUris: ["https://halligan.test/api/auth/callback/oidc"], issuer: ISSUER },
  });
});

afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

it("with TLS ended in front of it names its addresses by its https issuer", async () => {
  const { status, body } = await ask("login.identity.test");
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ issuer: ISSUER, token_endpoint: `${ISSUER}/token` });
});

it("believes no client about how it was reached", async () => {
  const { body } = await ask(`127.0.0.1:${port}`, {
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.test",
  });
  expect(JSON.parse(body).token_endpoint).toBe(`http://127.0.0.1:${port}/token`);
});

it("serves no other name", async () => {
  expect((await ask("evil.test")).status).toBe(421);
});

function ask(host: string, headers: IncomingHttpHeaders = {}): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port, path: "/.well-known/openid-configuration" };
    get({ ...options, headers: { ...headers, host } }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, body }));
    }).on("error", fail);
  });
}
