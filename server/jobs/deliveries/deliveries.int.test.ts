import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { declareChannels, readChannels } from "@/lib/deliveries/channels";
import { deliver } from "@/lib/deliveries/deliver";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { smtpSender } from "@/lib/deliveries/mail/smtp";
import type { Answer } from "@/lib/deliveries/rules";
import { sweepDeliveries } from "@/lib/deliveries/sweep-deliveries";
import { ageDeliveries, deliveriesOf, dueDeliveries } from "@/lib/deliveries/testing/rows";
import { refusal, startSmtp, type TestServer } from "@/lib/deliveries/testing/smtp";
import type { Call } from "@/lib/deliveries/webhook/call";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { chooseMail, readOwnMail } from "@/lib/inbox/deliveries/choose-mail";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import { remindItems } from "@/lib/inbox/remind-items";
import { ageItem } from "@/lib/inbox/testing/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { webhooksSchema } from "@/lib/kernel/config/webhooks";
import { readOnCallFeeds } from "@/lib/people/on-call/read-feeds";
import { remindApprovers } from "@/lib/requests/entries/remind-approvers";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { sendersBy } from "./worker";

const ORIGIN = "https://halligan.example.test";
const FROM = { name: "Halligan", address: "halligan@example.test" };
const MAIL = [{ name: "mail", kind: "mail" as const, events: DELIVERY_KINDS }];

let world: World;
let server: TestServer;
/** What the server says to the next message; undefined takes it. */
let refuse: Error | undefined;
beforeAll(async () => {
  world = await openWorld();
  server = await startSmtp({}, () => refuse);
  await world.owner("update people set email = subject || '@example.test'");
  await asJobs(() => declareChannels(MAIL));
});
afterEach(async () => {
  refuse = undefined;
  server.received.length = 0;
  await world.owner("update requests set state = 'withdrawn', closed_at = now() where state = 'waiting'", {
    past: "requests",
  });
  await world.owner("update deliveries set state = 'settled', closed_at = now() where state = 'waiting'");
});
afterAll(async () => {
  await world.close();
  await server.close();
});

async function asJobs<T>(work: () => Promise<T>): Promise<T> {
  await world.as("jobs");
  try {
    return await work();
  } finally {
    await world.as("web");
  }
}

const ask = async (who: PersonActor = world.people.ana) =>
  (
    await createRequest(who, {
      ...{ nodeIds: [NODES.payments], justification: "Disk full, writes failing", windowSeconds: 600 },
    })
  ).requestId;

const send = () =>
  smtpSender(server.url, FROM, {
    isTlsRequired: false,
    times: { whole: 5_000, connect: 2_000, greeting: 2_000, silent: 2_000 },
  });
/** Tries one delivery by mail. */
const deliverMail = (id: string, by: Parameters<typeof sendersBy>[0]["send"], origin: string) =>
  deliver(id, sendersBy({ send: by, endpoints: [], call: () => Promise.reject(new Error()), origin }));
/** Tries all that is due about a request, as the jobs process does. */
const deliverDue = (requestId: string) =>
  asJobs(async () => {
    for (const id of await dueDeliveries(requestId)) await deliverMail(id, send(), ORIGIN);
  });
const recipients = () => server.received.flatMap(({ to }) => to).sort();

describe("a request that waits", () => {
  it("is told by mail to those who can decide it, once each, and to nobody else", async () => {
    const { ana, ben } = world.people;
    const requestId = await ask();
    expect(await deliveriesOf(requestId)).toEqual([
      "request-waiting to Ben Okafor: waiting",
      "request-waiting to Fay Tanaka: waiting",
      "request-waiting to Hal Virtanen: waiting",
    ]);
    await deliverDue(requestId);
    await deliverDue(requestId);
    expect(recipients()).toEqual(["ben@example.test", "fay@example.test", "hal@example.test"]);
    expect(server.received[0]?.source).toContain(`${ORIGIN}/requests/${requestId}`);

    const [told] = await listDeliveries(ana, requestId);
    expect(told).toMatchObject({
      ...{ personName: ben.name, channel: "mail", state: "delivered", tryCount: 1, nextTryAt: null },
      tries: [{ outcome: "delivered", answer: expect.stringContaining("250") }],
    });
    await expect(listDeliveries(world.people.gus, requestId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(listDeliveries(world.people.eve, requestId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("is told to who is on call at once, and to the others five minutes later, unless it is settled by then", async () => {
    const shift = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) };
    const shifts = JSON.stringify({ shifts: [{ who: "ben@example.test", ...shift }] });
    const feed = {
      name: "sre",
      group: "sre-leads",
      format: "json" as const,
      url: "https://feed.example.test/",
    };
    const never = () => false;
    await asJobs(() => readOnCallFeeds([feed], () => Promise.resolve(shifts), never));
    const [kept, withdrawn] = [await ask(), await ask(world.people.gus)];
    await deliverDue(kept);
    await deliverDue(withdrawn);
    await withdrawRequest(world.people.gus, { requestId: withdrawn });
    for (const requestId of [kept, withdrawn]) {
      expect(server.received.filter(({ to }) => to.includes("ben@example.test"))).toHaveLength(2);
      await ageDeliveries(requestId, 240);
      await deliverDue(requestId);
    }
    expect(server.received).toHaveLength(2);
    await ageDeliveries(kept, 70);
    expect((await asJobs(() => sweepDeliveries())).queued).toBeGreaterThan(0);
    await deliverDue(kept);
    expect((await deliveriesOf(kept)).every((line) => line.endsWith("delivered"))).toBe(true);
    expect((await deliveriesOf(withdrawn)).filter((line) => line.endsWith("settled")).length).toBeGreaterThan(
      0,
    );
    expect(server.received.length).toBeGreaterThan(2);
    await asJobs(() => readOnCallFeeds([], () => Promise.reject(new Error("none")), never));
  });

  it("is never told to whoever asked, who is an approver as well", async () => {
    const requestId = await ask(world.people.hal);
    expect(await deliveriesOf(requestId)).toEqual([
      "request-waiting to Ben Okafor: waiting",
      "request-waiting to Fay Tanaka: waiting",
    ]);
  });

  it.each(["decided", "withdrawn"])("is told to nobody any more when it was %s meanwhile", async (how) => {
    const { ana, ben } = world.people;
    const requestId = await ask();
    if (how === "withdrawn") await withdrawRequest(ana, { requestId });
    else {
      const { grantId } = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
      await endGrant(ana, { grantId: grantId ?? "" });
    }
    await deliverDue(requestId);
    expect((await deliveriesOf(requestId)).slice(0, 3)).toEqual([
      "request-waiting to Ben Okafor: settled",
      "request-waiting to Fay Tanaka: settled",
      "request-waiting to Hal Virtanen: settled",
    ]);
    expect(server.received.filter(({ to }) => !to.includes("ana@example.test"))).toEqual([]);
  });

  it("is told again when whoever asked reminds, half-way, and to whom it is escalated", async () => {
    const { ana } = world.people;
    const requestId = await ask();
    await deliverDue(requestId);
    await world.owner(
      `update requests set created_at = created_at - interval '11 minutes' where id = '${requestId}'`,
      { past: "requests" },
    );
    await remindApprovers(ana, { requestId });
    expect((await deliveriesOf(requestId)).slice(3)).toEqual([
      "request-reminded to Ben Okafor: waiting",
      "request-reminded to Fay Tanaka: waiting",
      "request-reminded to Hal Virtanen: waiting",
    ]);
    const other = await ask(world.people.gus);
    await ageItem(other, 3_000);
    await asJobs(() => remindItems(jobs));
    expect((await deliveriesOf(other)).filter((line) => !line.startsWith("request-waiting")).sort()).toEqual([
      "request-escalated to Dov Lindqvist: waiting",
      "request-escalated to Fay Tanaka: waiting",
      "request-escalated to Hal Virtanen: waiting",
      "request-expiring to Ben Okafor: waiting",
      "request-expiring to Fay Tanaka: waiting",
      "request-expiring to Hal Virtanen: waiting",
    ]);
  });
});

it("a decision is told to whoever asked, in their language", async () => {
  const { ana, ben } = world.people;
  await world.owner("update people set language = 'zh-TW' where subject = 'ana'");
  const requestId = await ask();
  await decideAsShown(ben, {
    ...{ requestId, version: 1, verdict: "deny" },
    comment: "not now, use the runbook",
  });
  await deliverDue(requestId);
  expect(recipients()).toEqual(["ana@example.test"]);
  expect(server.received[0]?.source).toMatch(/^Content-Language|lang=3D"zh-TW"|lang="zh-TW"|base64/m);
  expect((await deliveriesOf(requestId)).at(-1)).toBe(`denied to ${ana.name}: delivered`);
});

describe("a try", () => {
  it("that was refused for good is the last one", async () => {
    const requestId = await ask();
    refuse = refusal(554, "5.7.1 message refused");
    await deliverDue(requestId);
    expect(await deliveriesOf(requestId)).toContain("request-waiting to Ben Okafor: failed");
    expect((await listDeliveries(world.people.ben, requestId))[0]?.tries).toEqual([
      { at: expect.any(Date), outcome: "refused", answer: expect.stringContaining("5.7.1 message refused") },
    ]);
  });

  it("that was refused for now is made again after 5 s, 30 s, 2 min and 10 min, until the request expires", async () => {
    const requestId = await ask();
    refuse = refusal(451, "later");
    const pauses: number[] = [];
    for (let tries = 1; tries <= 5; tries++) {
      await deliverDue(requestId);
      const [first] = await listDeliveries(world.people.ben, requestId);
      expect(first?.tryCount).toBe(tries);
      const at = first?.tries.at(-1)?.at.getTime() ?? 0;
      pauses.push(Math.round(((first?.nextTryAt?.getTime() ?? 0) - at) / 1000));
      await ageDeliveries(requestId, pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([5, 30, 120, 600, 600]);
    refuse = undefined;
    await deliverDue(requestId);
    expect(recipients()).toEqual(["ben@example.test", "fay@example.test", "hal@example.test"]);

    const late = await ask(world.people.gus);
    await world.owner(
      `update deliveries set expires_at = now() + interval '3 s' where request_id = '${late}'`,
    );
    refuse = refusal(451, "later");
    await deliverDue(late);
    expect(await deliveriesOf(late)).toContain("request-waiting to Ben Okafor: gave-up");
  });

  it("that another process has under way is not made twice; what a dead one left is queued again", async () => {
    const requestId = await ask();
    const [id = ""] = await dueDeliveries(requestId);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await asJobs(async () => {
      const slow = deliverMail(id, async (mail) => held.then(() => send()(mail)), ORIGIN);
      await expect.poll(() => dueDeliveries(requestId)).not.toContain(id);
      await deliverMail(id, send(), ORIGIN);
      expect(server.received).toEqual([]);
      release();
      await slow;
      await deliverMail(id, send(), ORIGIN);
      expect(recipients()).toHaveLength(1);

      const [other = ""] = await dueDeliveries(requestId);
      const died = deliverMail(other, () => Promise.reject(new Error("killed")), ORIGIN);
      await expect(died).rejects.toThrow("killed");
      expect(await dueDeliveries(requestId)).not.toContain(other);
      await ageDeliveries(requestId, 60);
      expect((await sweepDeliveries()).queued).toBe(2);
      await deliverMail(other, send(), ORIGIN);
      expect(recipients()).toHaveLength(2);
    });
  });

  it("is not made for somebody without an address, or with one that is several", async () => {
    await world.owner("update people set email = null where subject = 'ben'");
    await world.owner("update people set email = 'fay@example.test, eve@example.test' where subject = 'fay'");
    const requestId = await ask();
    await deliverDue(requestId);
    await world.owner("update people set email = subject || '@example.test'");
    expect(recipients()).toEqual(["hal@example.test"]);
    const told = await listDeliveries(world.people.ben, requestId);
    expect(told.map(({ state, tries }) => [state, tries[0]?.answer])).toEqual([
      ["failed", "NO_ADDRESS"],
      ["failed", "BAD_ADDRESS"],
      ["delivered", expect.any(String)],
    ]);
  });
});

describe("mail", () => {
  it("goes to nobody who turned it off, which is on record; it is on until somebody does", async () => {
    const { ben } = world.people;
    expect(await readOwnMail(ben)).toEqual({ isWanted: true, address: "ben@example.test", isSetUp: true });
    await expect(readOwnMail(world.people.eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await chooseMail(ben, { isWanted: false });
    await chooseMail(ben, { isWanted: false });
    const requestId = await ask();
    expect(await deliveriesOf(requestId)).toEqual([
      "request-waiting to Fay Tanaka: waiting",
      "request-waiting to Hal Virtanen: waiting",
    ]);
    await chooseMail(ben, { isWanted: true });
    const codes = (await eventsOf({ actorId: ben.id })).map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith("person.mail"))).toEqual([
      "person.mail-disabled",
      "person.mail-enabled",
    ]);
  });

  it("that does not get through is said to administrators since when, until one does", async () => {
    const { dov, ben } = world.people;
    const requestId = await ask();
    const [first = "", second = "", third = ""] = await dueDeliveries(requestId);
    const down = async () => ({ outcome: "again" as const, text: "ECONNREFUSED", isChannelDown: true });
    await asJobs(() => deliverMail(first, down, ORIGIN));
    const [channel] = await readChannels(dov);
    expect(channel).toMatchObject({
      name: "mail",
      failure: "ECONNREFUSED",
      failingSince: expect.any(Date),
      waiting: 3,
    });
    await asJobs(() => deliverMail(second, down, ORIGIN));
    expect((await readChannels(dov))[0]?.failingSince).toEqual(channel?.failingSince);
    await asJobs(() => deliverMail(third, send(), ORIGIN));
    expect((await readChannels(dov))[0]).toMatchObject({ failure: null, failingSince: null });
    await expect(readChannels(ben)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("that is not set up is told to nobody, and what waited for it fails", async () => {
    const waiting = await ask();
    await asJobs(() => declareChannels([]));
    const requestId = await ask(world.people.gus);
    expect(await deliveriesOf(requestId)).toEqual([]);
    expect(await readChannels(world.people.dov)).toEqual([]);
    expect(await readOwnMail(world.people.ben)).toMatchObject({ isSetUp: false });
    await asJobs(async () => {
      for (const id of await dueDeliveries(waiting)) await deliverMail(id, undefined, ORIGIN);
      await declareChannels(MAIL);
    });
    expect(await deliveriesOf(waiting)).toContain("request-waiting to Ben Okafor: failed");
  });
});

describe("an endpoint", () => {
  const [bus, pager] = webhooksSchema.parse([
    {
      name: "bus",
      url: "https://bus.example.com/",
      format: "cloudevents",
      secret: `whsec_${"A".repeat(32)}`,
    },
    { name: "pager", url: "https://pager.example.com/", format: "pagerduty", key: "R0UTINGKEY" },
  ]);
  const endpoints = [bus, pager].filter((one) => one !== undefined);
  const calls: Call[] = [];
  /** Tries all that endpoints are told of a request. */
  const callDue = (requestId: string, call: (given: Call) => Promise<Answer>) =>
    asJobs(async () => {
      const senders = sendersBy({ send: undefined, endpoints, call, origin: ORIGIN });
      for (const id of await dueDeliveries(requestId)) await deliver(id, senders);
    });
  const take = async (given: Call): Promise<Answer> => {
    calls.push(given);
    return { outcome: "delivered", text: "HTTP 202", isChannelDown: false };
  };
  beforeAll(() =>
    asJobs(() =>
      declareChannels(endpoints.map(({ name, events }) => ({ name, kind: "webhook" as const, events }))),
    ),
  );
  afterEach(() => {
    calls.length = 0;
  });

  it("is told of a request and of its end, once, in the form that it reads", async () => {
    const { ana } = world.people;
    const requestId = await ask();
    expect(await deliveriesOf(requestId)).toEqual([
      "request-waiting to bus: waiting",
      "request-waiting to pager: waiting",
    ]);
    await callDue(requestId, take);
    await callDue(requestId, take);
    await withdrawRequest(ana, { requestId });
    await callDue(requestId, take);
    expect(calls.map(({ url, body }) => [url, typeOf(body)]).sort()).toEqual([
      ["https://bus.example.com/", "halligan.request-closed"],
      ["https://bus.example.com/", "halligan.request-waiting"],
      ["https://pager.example.com/", "resolve"],
      ["https://pager.example.com/", "trigger"],
    ]);
    expect(new Set(calls.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  });

  it("that is dead is seen by administrators, and the other one is told", async () => {
    const requestId = await ask();
    await callDue(requestId, (given) =>
      given.url.includes("bus")
        ? Promise.resolve({ outcome: "again" as const, text: "EPRIVATE", isChannelDown: true })
        : take(given),
    );
    expect(await deliveriesOf(requestId)).toEqual([
      "request-waiting to bus: waiting",
      "request-waiting to pager: delivered",
    ]);
    const channels = await readChannels(world.people.dov);
    expect(channels.map(({ name, failure }) => [name, failure])).toEqual([
      ["bus", "EPRIVATE"],
      ["pager", null],
    ]);
  });
});

function typeOf(body: Call["body"]): unknown {
  const { type, event_action: action } = JSON.parse(body.toString()) as {
    type?: string;
    event_action?: string;
  };
  return type ?? action;
}
