import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../tools/world.mjs";

const MAX_AGE_SECONDS = 2;
/** Longer than a gateway takes to start, and what is waited for in between. */
const GRACE_SECONDS = 40;

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;
let cleo: Visitor;

beforeAll(async () => {
  world = await startWorld({
    settings: {
      GROUPS_MAX_AGE_SECONDS: MAX_AGE_SECONDS,
      GROUPS_GRACE_SECONDS: GRACE_SECONDS,
      RIGHT_CHECK_SECONDS: 1,
    },
  });
  rows = new Rows(world);
  await signInAll();
});
afterEach(async () => {
  for (const { id } of await rows.all<{ id: string }>("select id from grants where ended_at is null"))
    await until("the access is ended", 20_000, async () => {
      return (await ana.write("/api/grants/end", { grantId: id })).status === 200;
    });
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** Also has everybody's groups read anew. */
async function signInAll(): Promise<void> {
  [ana, ben, cleo] = await Promise.all([
    Visitor.signIn(world, "ana"),
    Visitor.signIn(world, "ben"),
    Visitor.signIn(world, "cleo"),
  ]);
}

const evidence = (sessionId: string) =>
  ["recording", "agent-log"].map((what) => `${world.gatewayOrigin}/gateway/sessions/${sessionId}/${what}`);

/** What each piece of evidence answers. */
async function answers(reader: Visitor, sessionId: string): Promise<unknown[]> {
  return Promise.all(evidence(sessionId).map(async (address) => refusalIn(await reader.get(address))));
}

/** As somebody does on the provider's page. */
async function setGroups(person: string, ...groups: string[]): Promise<void> {
  const page = await (await fetch(`${world.idpOrigin}/groups`)).text();
  const form = page.split("<form").find((part) => part.includes(`name="person" value="${person}"`)) ?? "";
  const token = /name="token" value="([^"]+)"/.exec(form)?.[1] ?? "";
  const body = new URLSearchParams({ person, token });
  for (const group of groups) body.append("group", group);
  const headers = { origin: world.idpOrigin };
  const answer = await fetch(`${world.idpOrigin}/groups`, {
    method: "POST",
    redirect: "manual",
    headers,
    body,
  });
  expect(answer.status).toBe(303);
}

async function ageOf(subject: string): Promise<number> {
  const { age } = await rows.one<{ age: number }>(
    `select extract(epoch from clock_timestamp() - groups_read_at)::float8 as age from people where subject = $1`,
    [subject],
  );
  return age;
}

describe("groups that the provider takes away", () => {
  it("end the shell, what is watched and the reading of evidence, without a call from any page", async () => {
    const { terminal, sessionId } = await openShell(ana);
    const watching = await ben.open(sessionId, { watches: true }).ready();
    expect(await answers(cleo, sessionId)).toEqual([
      [200, undefined],
      [200, undefined],
    ]);

    await setGroups("ben");
    expect(await watching.ends(10_000)).toEqual({ code: 4003, reason: "ROLE_MISSING" });
    const again = await ben.open(sessionId, { watches: true }).ends();
    expect(again).toEqual({ code: 4003, reason: "ROLE_MISSING" });

    await setGroups("cleo");
    await until("Cleo reads no more", 10_000, async () => {
      const statuses = (await answers(cleo, sessionId)).flat();
      return statuses.every((word) => word === 403 || word === "ROLE_MISSING");
    });

    await setGroups("ana");
    expect((await terminal.ends(10_000)).code).toBe(4010);
    expect(terminal.state).toMatchObject({ state: "ended", reason: "role-lost" });
    const changed = await rows.all(
      `select from audit_events join people on people.id = actor_id
       where code = 'person.roles-changed' and subject = any ('{ana,ben,cleo}') and data->'roles' = '[]'`,
    );
    expect(changed).toHaveLength(3);

    await setGroups("ana", "engineers", "payments-oncall");
    await setGroups("ben", "engineers", "sre-leads");
    await setGroups("cleo", "security-review");
    await signInAll();
  });
});

describe("while the provider is away", () => {
  it("an open shell and whoever watches it go on, nothing new opens, until the grace is over", async () => {
    const { terminal, sessionId } = await openShell(ana);
    const watching = await ben.open(sessionId, { watches: true }).ready();
    await world.kill("identity");
    try {
      await until("Ana's groups are too old", 20_000, async () => (await ageOf("ana")) > 2 * MAX_AGE_SECONDS);
      const [second, read] = await Promise.all([
        ben.open(sessionId, { watches: true }).ends(),
        answers(cleo, sessionId),
      ]);
      expect(second).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
      expect(read).toEqual([
        [503, "GROUPS_UNCONFIRMED"],
        [503, "GROUPS_UNCONFIRMED"],
      ]);
      terminal.type("echo go''es-on-$((6*7))\r");
      await terminal.shows("goes-on-42");
      await watching.shows("goes-on-42");
      expect(await ageOf("ana")).toBeGreaterThan(MAX_AGE_SECONDS);

      expect(await terminal.ends(60_000)).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
      expect(await watching.ends(20_000)).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
      expect(await ageOf("ana")).toBeGreaterThan(MAX_AGE_SECONDS + GRACE_SECONDS);
      expect(await ana.open(sessionId).ends(10_000)).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
    } finally {
      await world.start("identity");
    }
    // Nobody said that she may not: the shell waits for her.
    const back = await until("Ana is back", 20_000, async () => {
      const attached = ana.open(sessionId);
      await until("it is decided", 10_000, () => attached.closed ?? attached.state?.state === "open");
      return attached.closed === undefined && attached;
    });
    back.type("echo st''ill-$((6*7))\r");
    await back.shows("still-42");
  }, 180_000);

  it("whoever comes back to their own shell goes on in it, another sign-in does not", async () => {
    const elsewhere = await Visitor.signIn(world, "ana");
    const { terminal, sessionId } = await openShell(ana);
    await world.kill("identity");
    try {
      terminal.socket.terminate();
      await until("Ana's groups are too old", 20_000, async () => (await ageOf("ana")) > MAX_AGE_SECONDS);
      const [back, other, watching] = [
        ana.open(sessionId),
        elsewhere.open(sessionId),
        ana.open(sessionId, { watches: true }),
      ];
      expect(await other.ends(10_000)).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
      expect(await watching.ends(10_000)).toEqual({ code: 4003, reason: "GROUPS_UNCONFIRMED" });
      await back.ready();
      back.type("echo ba''ck-$((6*7))\r");
      await back.shows("back-42");
      expect(await ageOf("ana")).toBeGreaterThan(MAX_AGE_SECONDS);

      // Neither it nor whatever takes it up later knows more than what is on record.
      await world.restart("gateway");
      const afterRestart = await ana.open(sessionId).ready();
      afterRestart.type("echo st''ill-$((6*7))\r");
      await afterRestart.shows("still-42");
    } finally {
      await world.start("identity");
    }
  }, 180_000);
});
