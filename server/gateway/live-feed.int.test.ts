import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { inTransaction } from "@/lib/db/client";
import { listen, notify } from "@/lib/db/connection/notify";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { ANYTHING } from "@/lib/overview/live-audience";
import { disablePerson } from "@/lib/people/disabling/disable-person";
import { signInCookie } from "@/lib/people/sign-in/cookies";
import { endSignIn } from "@/lib/people/sign-in/end-sign-in";
import { newSignInToken, tokenHash } from "@/lib/people/sign-in/sign-in-token";
import { insertSignIn, savePerson } from "@/lib/people/store";
import { type Name, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { until } from "@/server/testing/waiting";
import { freePort } from "../../tools/launch/ports.mjs";
import { LiveFeed } from "./live-feed";
import { type Served, upgradeHandler } from "./upgrades";

/** The gateway's door and feed in this process, over real sockets and the database's own notices. */
let world: World;
let feed: LiveFeed;
let server: Server;
let stopListening: () => Promise<void>;
let origin: string;
/** Whose groups the feed wants to be confirmed. */
const askedFor = new Set<string>();

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  world = await openWorld({ GATEWAY_ORIGIN: origin });
  // This process has web's login, which may not ask that: how it is asked stands in groups.int.test.ts.
  feed = new LiveFeed(async (signInIds) => {
    for (const id of signInIds) askedFor.add(id);
  });
  const noTerminals = {} as Pick<Served, "terminals" | "watchers">;
  const upgrade = upgradeHandler({ ...noTerminals, feed } as Served);
  server = createServer().listen(port, "localhost");
  server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
  stopListening = await listen(
    {
      inbox_changed: ({ subjectId }) => feed.changed(subjectId),
      rows_changed: () => feed.changed(ANYTHING),
      sign_in_ended: (ended) => feed.signInEnded(ended),
    },
    () => {},
  );
});
afterAll(async () => {
  feed?.release();
  await stopListening?.();
  server?.closeAllConnections();
  server?.close();
  await world?.close();
});

/** A page of somebody's browser, listening. */
class Page {
  changes: number[] = [];
  told = 0;
  isConnected = false;
  closed: { code: number; reason: string } | undefined;
  status: number | undefined;
  readonly socket: WebSocket;

  constructor(headers: Record<string, string>, ageMs = 0) {
    this.socket = new WebSocket(`${origin.replace("http", "ws")}/gateway/live?ageMs=${ageMs}`, { headers });
    this.socket.on("message", (data) => {
      const message: unknown = JSON.parse(String(data));
      expect(message).toEqual({ type: expect.stringMatching(/^(alive|changed|told)$/) });
      this.isConnected = true;
      if (String(data).includes("changed")) this.changes.push(Date.now());
      if (String(data).includes("told")) this.told += 1;
    });
    this.socket.on("close", (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    this.socket.on("error", () => {});
    this.socket.on("unexpected-response", (_request, response) => {
      this.status = response.statusCode;
      response.resume();
      this.socket.terminate();
    });
  }

  async connected(): Promise<this> {
    await until("the page is connected", 5_000, () => this.isConnected);
    return this;
  }

  async ends(): Promise<{ code: number; reason: string }> {
    return until("the socket closes", 8_000, () => this.closed);
  }
}

async function signIn(person: PersonActor, seconds = 600): Promise<{ actor: PersonActor; cookie: string }> {
  const signInId = newId("signIn");
  const expiresAt = new Date(Date.now() + seconds * 1000);
  const token = newSignInToken();
  await inTransaction((tx) =>
    insertSignIn(tx, {
      id: signInId,
      personId: person.id,
      tokenHash: tokenHash(token),
      providerTokens: "sealed",
      expiresAt,
    }),
  );
  return { actor: { ...person, signInId }, cookie: `${signInCookie().name}=${token}` };
}

async function open(who: Name, ageMs = 0): Promise<Page> {
  const { cookie } = await signIn(world.people[who]);
  return new Page({ cookie, origin: config().PUBLIC_ORIGIN }, ageMs).connected();
}

const ask = (who: Name, nodeId: string) =>
  createRequest(world.people[who], {
    ...{ nodeIds: [nodeId], justification: "Disk full, writes failing", windowSeconds: 600 },
  });

/** What happened before is told by now: everybody with a role hears of this. */
async function settle(pages: readonly Page[]): Promise<void> {
  const before = pages.map(({ changes, told }) => ({ changes: changes.length, told }));
  feed.changed(ANYTHING);
  await until("everybody hears", 5_000, () =>
    pages.every(
      ({ changes, told }, index) =>
        changes.length > (before[index]?.changes ?? 0) && told > (before[index]?.told ?? 0),
    ),
  );
}

describe("the live channel", () => {
  it("tells of a request those who may see it, at once, and nobody else", async () => {
    const [ana, ben, cleo, dov, gus, eve] = await Promise.all([
      ...[open("ana"), open("ben"), open("cleo"), open("dov"), open("gus"), open("eve")],
    ]);
    const those = [ana, ben, cleo, dov, gus].filter((page) => page !== undefined);
    await settle(those);
    for (const page of those) page.changes = [];
    await ask("ana", NODES.payments);
    await until("Ben hears", 5_000, () => ben?.changes.length);
    await until("Ana, Cleo and Dov hear", 5_000, () =>
      [ana, cleo, dov].every((page) => page?.changes.length === 1),
    );
    expect(gus?.changes).toEqual([]);
    await settle(those);
    expect(gus?.changes).toHaveLength(1);
    // Without a role nothing is theirs to see, not even the nodes.
    expect(eve?.changes).toEqual([]);
    expect(eve?.closed).toBeUndefined();
    for (const page of [...those, eve]) page?.socket.close();
  });

  it("decides by the roles as they are when it tells, not as they were when the page came", async () => {
    const fay = await open("fay");
    await settle([fay]);
    const { id, roles, groups } = world.people.fay;
    await inTransaction((tx) => savePerson(tx, id, { roles: [], groups: [] }));
    fay.changes = [];
    const ben = await open("ben");
    await ask("ana", NODES.search);
    await until("Ben hears", 5_000, () => ben.changes.length);
    expect(fay.changes).toEqual([]);
    await inTransaction((tx) => savePerson(tx, id, { roles: [...roles], groups: [...groups] }));
    for (const page of [fay, ben]) page.socket.close();
  });

  it("tells a page at most every 300 ms, and the last change too", async () => {
    const ben = await open("ben");
    await settle([ben]);
    ben.changes = [];
    const { requestId } = await ask("gus", NODES.payments);
    // As the gateway's login, which is what the feed has in earnest.
    await world.as("gateway");
    const startedAt = Date.now();
    while (Date.now() < startedAt + 1_000)
      await inTransaction((tx) => notify(tx, "inbox_changed", { subjectId: requestId }));
    const last = Date.now();
    await until("the last is told", 3_000, () => (ben.changes.at(-1) ?? 0) > last);
    await world.as("web");
    // By the number, not by single gaps: on a busy machine one message may come late and the next in time.
    expect(ben.changes.length).toBeLessThanOrEqual((Date.now() - startedAt) / 300 + 2);
    ben.socket.close();
  });

  it("tells a person alone, on each of their pages, that they were told something, role or none", async () => {
    const [ana, again, ben, eve] = await Promise.all([open("ana"), open("ana"), open("ben"), open("eve")]);
    await settle([ana, again, ben]);
    const before = [ana, again, ben, eve].map(({ told }) => told);
    for (const who of ["ana", "eve"] as const)
      await inTransaction((tx) => notify(tx, "inbox_changed", { subjectId: world.people[who].id }));
    await until("Ana's pages and Eve's hear", 5_000, () =>
      [ana, again, eve].every((page) => page.told > (before[[ana, again, ben, eve].indexOf(page)] ?? 0)),
    );
    expect(ben.told).toBe(before[2]);
    for (const page of [ana, again, ben, eve]) page.socket.close();
  });

  it("has the groups of whoever listens confirmed: what they are told hangs on them", async () => {
    const { actor, cookie } = await signIn(world.people.fay);
    const fay = await new Page({ cookie, origin: config().PUBLIC_ORIGIN }).connected();
    await until("they are asked for", 8_000, () => askedFor.has(actor.signInId));
    fay.socket.close();
  });

  it("makes up for what happened between the page's drawing and its connection", async () => {
    await ask("gus", NODES.edge);
    await until("it was heard", 3_000, async () => {
      const old = await open("ben", 2_000);
      const isTold = await until("told", 800, () => old.changes.length).catch(() => false);
      old.socket.close();
      return isTold !== false;
    });
    const gus = await open("gus", 3_600_000);
    await until("a page older than our memory is told to read again", 3_000, () => gus.changes.length);
    gus.socket.close();
  });

  it("ends with the sign-in, with the person's right to be here, and when it runs out", async () => {
    const headers = { origin: config().PUBLIC_ORIGIN };
    const ana = await signIn(world.people.ana);
    const page = await new Page({ ...headers, cookie: ana.cookie }).connected();
    const other = await open("ana");
    await endSignIn(ana.actor);
    expect(await page.ends()).toEqual({ code: 4001, reason: "NOT_SIGNED_IN" });
    expect(other.closed).toBeUndefined();
    other.socket.close();
    const again = new Page({ ...headers, cookie: ana.cookie });
    expect(await again.ends()).toEqual({ code: 4001, reason: "NOT_SIGNED_IN" });

    const gus = await open("gus");
    await disablePerson(world.people.dov, { personId: world.people.gus.id, reason: "left the company" });
    expect(await gus.ends()).toMatchObject({ code: 4001 });

    const short = await signIn(world.people.cleo, 2);
    const cleo = await new Page({ ...headers, cookie: short.cookie }).connected();
    expect(await cleo.ends()).toMatchObject({ code: 4001 });
  });

  it("is refused to strangers, to foreign pages and under another host's name", async () => {
    const { cookie } = await signIn(world.people.ben);
    const ours = config().PUBLIC_ORIGIN;
    const tries: [Record<string, string>, number][] = [
      [{ origin: ours }, 401],
      [{ origin: ours, cookie: `${signInCookie().name}=forged` }, 401],
      [{ cookie }, 403],
      [{ cookie, origin: "null" }, 403],
      [{ cookie, origin: "http://evil.test" }, 403],
      [{ cookie, origin }, 403],
      [{ cookie, origin: ours, host: "evil.test" }, 421],
    ];
    for (const [headers, status] of tries) {
      const page = new Page(headers);
      await page.ends();
      expect.soft([headers, page.status]).toEqual([headers, status]);
    }
  });

  it("hears nothing from a page, and has room for twenty of a person", async () => {
    const ben = await open("ben");
    ben.socket.send("hello");
    expect(await ben.ends()).toEqual({ code: 1008, reason: "INVALID_INPUT" });
    const { cookie } = await signIn(world.people.hal);
    const headers = { cookie, origin: config().PUBLIC_ORIGIN };
    const pages = await Promise.all(Array.from({ length: 20 }, () => new Page(headers).connected()));
    expect(await new Page(headers).ends()).toEqual({ code: 4029, reason: "TOO_MANY" });
    pages[0]?.socket.close();
    await pages[0]?.ends();
    await new Page(headers).connected();
  });
});
