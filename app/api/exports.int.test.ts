import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { ROUTES } from "@/lib/http/routes";
import { signInCookie } from "@/lib/people/sign-in/cookies";
import { startSignIn } from "@/lib/people/sign-in/sign-in";
import { openWorld, type World } from "@/lib/requests/testing/world";

const PORTAL = "http://localhost:4000";
const OURS = { host: "localhost:4000", "sec-fetch-site": "same-origin" };
const GROUPS = { ana: ["engineers"], ben: ["engineers", "sre-leads"], cleo: ["security-review"], eve: [] };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const exports = ROUTES.filter(({ path }) => path.endsWith("/export"));

async function get(address: string, headers: Record<string, string>): Promise<Response> {
  const [path = ""] = address.split("?");
  const route = (await import(/* @vite-ignore */ join(import.meta.dirname, "..", path, "route.ts"))) as {
    GET: (request: Request) => Promise<Response>;
  };
  return route.GET(new Request(`${PORTAL}${address}`, { headers }));
}

async function refusal(answer: Response): Promise<[number, string | undefined]> {
  const said = (await answer.json()) as { error?: { code: string } };
  return [answer.status, said.error?.code];
}

async function cookieOf(subject: keyof typeof GROUPS): Promise<string> {
  const { token } = await startSignIn(
    {
      ...{ issuer: "http://127.0.0.1:4002", subject, name: `${subject} =cmd`, email: null },
      groups: [...GROUPS[subject]],
      tokens: { accessToken: "t" },
    },
    { origin: "test" },
  );
  return `${signInCookie().name}=${token}`;
}

/** The youngest first. */
function eventsWith(code: string) {
  return handleOf(reading()).auditEvent.findMany({
    where: { code },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
}

describe.each(exports.map(({ path, who }) => [path, who] as const))("%s", (path, who) => {
  it("hands out a file: a header, then a line a row, nothing cached and nothing guessed", async () => {
    const answer = await get(path, { ...OURS, cookie: await cookieOf("cleo") });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="halligan-[a-z]+-\d{8}T\d{6}Z\.csv"$/,
    );
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toMatch(/^"id",("[a-z_]+",?)+\r\n/);
  });

  it("refuses whoever may not see the list, and records it", async () => {
    const asked = { ...OURS, cookie: await cookieOf("eve") };
    expect(await refusal(await get(path, asked))).toEqual([403, "ROLE_MISSING"]);
    const ana = await get(path, { ...OURS, cookie: await cookieOf("ana") });
    expect(ana.status).toBe(who.includes("engineer") ? 200 : 403);
    await ana.body?.cancel();
    const [last] = (await eventsWith("list.export-begun")).filter(({ outcome }) => outcome === "refused");
    expect(last?.data).toMatchObject({ error: "ROLE_MISSING" });
  });

  it("refuses strangers, foreign pages, foreign hosts, and filters it does not understand", async () => {
    const cookie = await cookieOf("cleo");
    expect(await refusal(await get(path, OURS))).toEqual([401, "NOT_SIGNED_IN"]);
    for (const site of ["cross-site", "same-site"])
      expect(await refusal(await get(path, { ...OURS, "sec-fetch-site": site, cookie }))).toEqual([
        403,
        "FOREIGN_ORIGIN",
      ]);
    expect(await refusal(await get(path, { ...OURS, origin: "http://evil.test", cookie }))).toEqual([
      403,
      "FOREIGN_ORIGIN",
    ]);
    expect(await refusal(await get(path, { ...OURS, host: "evil.test", cookie }))).toEqual([
      421,
      "FOREIGN_HOST",
    ]);
    const wrong = path.includes("nodes") ? "state=eaten" : "from=yesterday";
    expect(await refusal(await get(`${path}?${wrong}`, { ...OURS, cookie }))).toEqual([400, "INVALID_INPUT"]);
  });

  it("is refused to somebody whose groups nobody has confirmed for more than a minute", async () => {
    const cookie = await cookieOf("cleo");
    const handle = handleOf(owning());
    await handle.$executeRaw`update people set groups_read_at = groups_read_at - interval '61 seconds' where subject = 'cleo'`;
    // No identity provider answers at this test's issuer.
    expect(await refusal(await get(path, { ...OURS, cookie }))).toEqual([503, "GROUPS_UNCONFIRMED"]);
  });

  it("is open to the person at the address bar", async () => {
    const cookie = await cookieOf("cleo");
    const answer = await get(path, { host: OURS.host, "sec-fetch-site": "none", cookie });
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
  });
});

describe("what is in a file", () => {
  const ask = (who: "ana" | "gus", justification: string, incident?: string) =>
    createRequest(world.people[who], {
      nodeIds: ["i-0f3a9c41d7e25b91c"],
      justification,
      windowSeconds: 600,
      ...(incident === undefined ? {} : { incident }),
    });
  const linesOf = async (address: string, who: keyof typeof GROUPS) => {
    const answer = await get(address, { ...OURS, cookie: await cookieOf(who) });
    return (await answer.text()).split("\r\n").slice(1, -1);
  };

  beforeAll(async () => {
    await ask("ana", '=HYPERLINK("http://evil.test"), they said\nand more', "INC-1");
    await ask("gus", "Worker stuck since the deploy", "@INC-2");
  });

  it("does nothing where it is opened", async () => {
    const [line] = await linesOf("/api/requests/export?q=HYPERLINK", "cleo");
    expect(line).toContain(`"'=HYPERLINK(""http://evil.test""), they said\nand more"`);
    const [other] = await linesOf("/api/requests/export?q=deploy", "cleo");
    expect(other).toContain(`"'@INC-2"`);
    expect(other).toMatch(/"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
  });

  it("is what the filters and the viewer's scope leave", async () => {
    expect(await linesOf("/api/requests/export", "cleo")).toHaveLength(2);
    expect(await linesOf("/api/requests/export?incident=INC-2", "ben")).toHaveLength(1);
    expect(await linesOf("/api/requests/export", "ana")).toHaveLength(1);
    expect(await linesOf("/api/requests/export?q=deploy", "ana")).toHaveLength(0);
  });

  it("is on record before the first byte, and how much it was afterwards", async () => {
    const before = (await eventsWith("list.export-begun")).length;
    const answer = await get("/api/requests/export?q=deploy&state=approved", {
      ...OURS,
      cookie: await cookieOf("cleo"),
    });
    expect((await eventsWith("list.export-begun")).length).toBe(before + 1);
    await answer.text();
    const [done] = await eventsWith("list.exported");
    expect(done).toMatchObject({
      outcome: "done",
      data: { list: "requests", filters: { search: "deploy", state: "approved" } },
    });
    expect(done?.data).toHaveProperty("rows");
  });

  it("that was left in the middle is on record as not whole", async () => {
    const answer = await get("/api/requests/export", { ...OURS, cookie: await cookieOf("cleo") });
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const [left] = await eventsWith("list.exported");
    expect(left).toMatchObject({ outcome: "failed", data: { list: "requests", rows: 0 } });
  });
});
