import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { ROUTES } from "@/lib/http/routes";
import { actorFromCookies } from "@/lib/people/actor";
import { disablePerson } from "@/lib/people/disabling/disable-person";
import { signInCookie } from "@/lib/people/sign-in/cookies";
import { endSignIn } from "@/lib/people/sign-in/end-sign-in";
import { startSignIn } from "@/lib/people/sign-in/sign-in";

const PORTAL = "http://localhost:4000";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type Handler = (request: Request) => Promise<Response>;

async function handlerOf(path: string): Promise<Handler> {
  const file = join(import.meta.dirname, "..", path, "route.ts");
  const route = (await import(/* @vite-ignore */ file)) as { POST: Handler };
  return route.POST;
}

interface Sent {
  headers?: Record<string, string>;
  body?: string;
}

async function post(
  path: string,
  { headers = {}, body = "{}" }: Sent = {},
): Promise<[number, string | undefined]> {
  const handler = await handlerOf(path);
  const answer = await handler(new Request(`${PORTAL}${path}`, { method: "POST", headers, body }));
  const said = (await answer.json()) as { error?: { code: string } };
  return [answer.status, said.error?.code];
}

const OURS = { host: "localhost:4000", origin: PORTAL, "content-type": "application/json" };

async function signedIn(subject: string, groups: string[]) {
  const { token } = await startSignIn(
    {
      issuer: "http://127.0.0.1:4002",
      subject,
      name: subject,
      email: null,
      groups,
      tokens: { accessToken: "t" },
    },
    { origin: "test" },
  );
  return {
    actor: await actorFromCookies({ [signInCookie().name]: token }, "test"),
    cookie: `${signInCookie().name}=${token}`,
  };
}

async function refusals(): Promise<Record<string, number>> {
  const rows = await database.asSuperuser((client) =>
    client.query<{ code: string; count: number }>(
      "select code, sum(count)::int as count from anonymous_refusals group by code",
    ),
  );
  return Object.fromEntries(rows.rows.map(({ code, count }) => [code, count]));
}

const writes = ROUTES.filter(({ kind }) => kind === "write").map(({ path }) => path);

describe.each(writes)("%s", (path) => {
  it("refuses a foreign, a null and a missing origin", async () => {
    const { cookie } = await signedIn("ana", ["engineers"]);
    for (const origin of ["http://evil.test", "null", "http://localhost:4001"])
      expect(await post(path, { headers: { ...OURS, cookie, origin } })).toEqual([403, "FOREIGN_ORIGIN"]);
    const { origin: _none, ...without } = OURS;
    expect(await post(path, { headers: { ...without, cookie } })).toEqual([403, "FOREIGN_ORIGIN"]);
    expect(await post(path, { headers: { ...OURS, cookie, "sec-fetch-site": "cross-site" } })).toEqual([
      403,
      "FOREIGN_ORIGIN",
    ]);
  });

  it("refuses a foreign host", async () => {
    const { cookie } = await signedIn("ana", ["engineers"]);
    expect(await post(path, { headers: { ...OURS, cookie, host: "evil.test" } })).toEqual([
      421,
      "FOREIGN_HOST",
    ]);
  });

  it("refuses whoever isn't signed in, and counts them", async () => {
    const before = (await refusals()).NOT_SIGNED_IN ?? 0;
    expect(await post(path, { headers: OURS })).toEqual([401, "NOT_SIGNED_IN"]);
    expect(await post(path, { headers: { ...OURS, cookie: `${signInCookie().name}=forged` } })).toEqual([
      401,
      "NOT_SIGNED_IN",
    ]);
    expect((await refusals()).NOT_SIGNED_IN).toBe(before + 2);
  });

  it("refuses a body that isn't JSON of its shape", async () => {
    const { cookie } = await signedIn("ana", ["engineers"]);
    const bodies = ["", "[]", '{"what":"ever"}', '"text"'];
    for (const body of bodies)
      expect(await post(path, { headers: { ...OURS, cookie }, body })).toEqual([400, "INVALID_INPUT"]);
    expect(await post(path, { headers: { ...OURS, cookie, "content-type": "text/plain" } })).toEqual([
      400,
      "INVALID_INPUT",
    ]);
  });
});

describe("a sign-in is a row", () => {
  it("and is over as soon as it has ended", async () => {
    const { actor, cookie } = await signedIn("ben", ["engineers", "sre-leads"]);
    await endSignIn(actor);
    expect(await post("/api/requests/create", { headers: { ...OURS, cookie } })).toEqual([
      401,
      "NOT_SIGNED_IN",
    ]);
  });

  it("and is over as soon as its time is", async () => {
    const { actor, cookie } = await signedIn("ben", ["engineers"]);
    await database.asSuperuser((client) =>
      client.query("update sign_ins set expires_at = clock_timestamp() where id = $1", [actor.signInId]),
    );
    expect(await post("/api/requests/create", { headers: { ...OURS, cookie } })).toEqual([
      401,
      "NOT_SIGNED_IN",
    ]);
  });

  it("and a disabled person's is over at once, and can't be had anew", async () => {
    const dov = await signedIn("dov", ["halligan-admins"]);
    const fay = await signedIn("fay", ["platform-leads"]);
    await disablePerson(dov.actor, { personId: fay.actor.id, reason: "left the company" });
    expect(await post("/api/requests/create", { headers: { ...OURS, cookie: fay.cookie } })).toEqual([
      403,
      "PERSON_DISABLED",
    ]);
    await expect(signedIn("fay", ["platform-leads"])).rejects.toMatchObject({ code: "PERSON_DISABLED" });
  });

  it("signing out ends it, takes the cookie away and can be done once", async () => {
    const { cookie } = await signedIn("cleo", ["security-review"]);
    const end = await handlerOf("/api/sign-in/end");
    const request = () =>
      new Request(`${PORTAL}/api/sign-in/end`, { method: "POST", headers: { ...OURS, cookie }, body: "{}" });
    const answer = await end(request());
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toMatch(/^halligan\.sign-in=; Path=\/; Max-Age=0; HttpOnly/);
    expect((await end(request())).status).toBe(401);
  });
});
