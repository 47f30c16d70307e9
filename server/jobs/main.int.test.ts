import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDatabase, handleOf, inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { ageDeliveries, deliveriesOf } from "@/lib/deliveries/testing/rows";
import { startSmtp } from "@/lib/deliveries/testing/smtp";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { lockOrCreatePerson, savePerson } from "@/lib/people/store";
import { eventsOf } from "@/lib/requests/testing/store";
import { listReviews } from "@/lib/reviews/lists/list-reviews";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { createSession } from "@/lib/sessions/opening/create-session";
import { openSession } from "@/lib/sessions/opening/open-session";
import { rowOf } from "@/lib/sessions/testing/store";
import { readTrail } from "@/lib/trail/read-trail";
import { logsOf, startWorld, type World } from "../../tools/world.mjs";

const LEDGER = "i-0b7d20e94a6c8135f";
const PAYMENTS = "i-0f3a9c41d7e25b91c";
const gateway: SystemActor = { kind: "system", name: "gateway", origin: "gateway-under-test" };

/** The jobs process itself, beside a sandbox; this process plays web and gateway. */
let world: World;
let ana: PersonActor;
let cleo: PersonActor;

beforeAll(async () => {
  world = await startWorld({ processes: ["sandbox", "jobs"], settings: { WINDOW_MIN_SECONDS: 1 } });
  Object.assign(process.env, world.env("gateway"));
  await as("web");
  ana = await enter("ana", "engineer");
  cleo = await enter("cleo", "reviewer");
});
afterAll(async () => {
  await closeDatabase();
  await world.stop();
});

async function as(login: "web" | "gateway"): Promise<void> {
  await closeDatabase();
  config().DATABASE_URL = world.databaseUrls[login];
}

async function enter(subject: string, role: "engineer" | "reviewer" | "approver"): Promise<PersonActor> {
  return inTransaction(async (tx) => {
    const readAt = await databaseNow(tx);
    const person = { id: newId("person"), issuer: config().OIDC_ISSUER, subject, name: subject };
    const { id } = await lockOrCreatePerson(tx, { ...person, readAt });
    const rights = { groups: [...config().HALLIGAN_ROLES[role]], roles: [role] };
    await savePerson(tx, id, { ...rights, groupsReadAt: readAt, email: `${subject}@example.test` });
    return {
      kind: "person",
      id,
      name: subject,
      ...rights,
      groupsReadAt: readAt,
      signInId: newId("signIn"),
      origin: "test",
    };
  });
}

async function openShell(windowSeconds: number): Promise<{ sessionId: SessionId; grantId: string }> {
  await as("web");
  const { grantId = "" } = await createRequest(ana, {
    nodeIds: [LEDGER],
    justification: "Worker stuck, queue grows",
    windowSeconds,
  });
  const { sessionId } = await createSession(ana, { grantId, nodeId: LEDGER });
  await as("gateway");
  await openSession(gateway, { sessionId, gatewayId: newId("process"), cols: 80, rows: 24 });
  return { sessionId, grantId };
}

const patience = { timeout: 40_000, interval: 250 };

it("begins on an empty database without a loop that fails: what is read of an account finds it there", async () => {
  const documents = () => handleOf(reading()).sessionDocument.count({ where: { state: "ready" } });
  await expect.poll(documents, { timeout: 20_000 }).toBe(4);
  const jobs = (await logsOf(world)).find(({ name }) => name === "jobs.log");
  expect(jobs?.text).toContain("jobs started");
  expect(jobs?.text).not.toContain("loop failed");
});

describe("the jobs process", () => {
  it("reads the inventory of every account and region as soon as it runs", async () => {
    const places = async () => {
      const { rows } = await listNodes(ana);
      return [...new Set(rows.map(({ accountName, region }) => `${accountName} ${region}`))].sort();
    };
    await expect
      .poll(places, patience)
      .toEqual(["core eu-west-1", "core us-east-1", "data ap-northeast-1", "data eu-west-1"]);
  });

  it("ends a session at its window's end, asks AWS, fetches the trail and opens the review", async () => {
    const { sessionId } = await openShell(6);
    await expect
      .poll(async () => {
        const { state, endReason, endAnswer } = await rowOf(sessionId);
        return { state, endReason, endAnswer };
      }, patience)
      .toEqual({ state: "ended", endReason: "window-ended", endAnswer: "Terminated" });
    await expect
      .poll(async () => (await readTrail(ana, sessionId)).map(({ name }) => name).sort(), patience)
      .toEqual(expect.arrayContaining(["AssumeRole", "StartSession"]));
    await expect
      .poll(async () => (await listReviews(cleo)).rows.map((review) => review.session.id), patience)
      .toContain(sessionId);
    const events = await eventsOf({ sessionId });
    expect(events.filter(({ code }) => code === "session.end-confirmed")).toHaveLength(1);
  });

  it("that is killed while a session ends leaves the end to its successor", async () => {
    const { sessionId, grantId } = await openShell(600);
    // AWS answers nothing of use, so that the job is under way when its worker dies.
    await world.sandbox.control("fail", {
      action: "ssm:TerminateSession",
      code: "InternalServerError",
      count: 500,
    });
    await as("web");
    await requestEnd(ana, { sessionId });
    await expect.poll(() => world.log("jobs"), patience).toMatch(/TerminateSession/);
    await world.kill("jobs");
    await world.sandbox.control("calm", {});
    expect(await rowOf(sessionId)).toMatchObject({ state: "ending", endConfirmedAt: null });
    await world.start("jobs");
    await expect.poll(async () => (await rowOf(sessionId)).state, patience).toBe("ended");
    expect(await rowOf(sessionId)).toMatchObject({ endReason: "ended-by-person", endAnswer: "Terminated" });
    await as("web");
    await endGrant(ana, { grantId });
  });

  it("goes on with everything else when AWS refuses the inventory, and says so once", async () => {
    await world.sandbox.control("fail", {
      action: "ssm:DescribeInstanceInformation",
      code: "AccessDeniedException",
      count: 500,
    });
    const refused = () =>
      world
        .log("jobs")
        .split("\n")
        .filter((line) => /loop failed.*AWS_ACCESS_DENIED.*inventory 111122223333 eu-west-1/.test(line));
    await expect.poll(() => refused().length, patience).toBe(1);
    const { sessionId } = await openShell(4);
    await expect.poll(async () => (await rowOf(sessionId)).state, patience).toBe("ended");
    expect(refused()).toHaveLength(1);
    await world.sandbox.control("calm", {});
    await expect
      .poll(() => world.log("jobs"), patience)
      .toMatch(/loop works again.*inventory 111122223333 eu-west-1/);
  });
});

describe("mail", () => {
  /** What the server has begun to take, and whether it answers. */
  const begun: string[] = [];
  let isHolding = false;
  let release: () => void = () => undefined;
  let held = new Promise<void>(() => undefined);
  let server: Awaited<ReturnType<typeof startSmtp>>;
  const hold = () => {
    isHolding = true;
    held = new Promise((resolve) => {
      release = resolve;
    });
  };
  const idsOf = (sources: readonly string[]) =>
    sources.map((source) => /^Message-ID: (\S+)/im.exec(source)?.[1]);
  const taken = () => server.received.map(({ source }) => source);

  beforeAll(async () => {
    server = await startSmtp(
      {},
      async ({ source }) => {
        begun.push(source);
        if (isHolding) await held;
        return undefined;
      },
      world.ports.mail,
    );
    await as("web");
    await enter("ben", "approver");
  });
  afterAll(() => server.close());

  const ask = async () => {
    await as("web");
    const asked = { nodeIds: [PAYMENTS], justification: "Disk full, writes failing", windowSeconds: 60 };
    return (await createRequest(ana, asked)).requestId;
  };

  it("that jobs died over is handed over again under the same id, and what was taken is not", async () => {
    const first = await ask();
    await expect.poll(() => deliveriesOf(first), patience).toContain("request-waiting to ben: delivered");
    hold();
    const second = await ask();
    await expect.poll(() => begun.length, patience).toBe(2);
    await world.kill("jobs");
    release();
    isHolding = false;
    await ageDeliveries(second, 60);
    await world.start("jobs");
    await expect.poll(() => deliveriesOf(second), patience).toContain("request-waiting to ben: delivered");
    const [one, two, ...more] = idsOf(begun);
    expect(more).toEqual([two]);
    expect(idsOf(taken()).filter((id) => id === one)).toHaveLength(1);
  });

  it("to a server that is silent holds up no end of a session", async () => {
    hold();
    const before = begun.length;
    for (let number = 0; number < 6; number++) await ask();
    await expect.poll(() => begun.length, patience).toBe(before + 5);
    const { sessionId, grantId } = await openShell(60);
    await as("web");
    await requestEnd(ana, { sessionId });
    await expect.poll(async () => (await rowOf(sessionId)).state, patience).toBe("ended");
    expect(begun).toHaveLength(before + 5);
    release();
    isHolding = false;
    await endGrant(ana, { grantId });
  });
});
