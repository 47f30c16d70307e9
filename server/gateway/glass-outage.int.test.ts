import { afterAll, beforeAll, expect, it } from "vitest";
import { ask, NODES } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;

beforeAll(async () => {
  world = await startWorld({
    settings: {
      ...{ GROUPS_MAX_AGE_SECONDS: 1, GROUPS_GRACE_SECONDS: 0, RIGHT_CHECK_SECONDS: 1 },
      PROVIDER_AWAY_SECONDS: 3,
    },
  });
  rows = new Rows(world);
  [ana, ben] = await Promise.all([Visitor.signIn(world, "ana"), Visitor.signIn(world, "ben")]);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const ageOfAna = async () =>
  (
    await rows.one<{ age: number }>(
      "select extract(epoch from clock_timestamp() - groups_read_at)::float8 as age from people where subject = 'ana'",
    )
  ).age;

it("while the provider is away the glass can be broken, and nothing else opens; the shell goes on when it is back", async () => {
  const { requestId, requestHash } = await ask(ben, NODES.edge);
  await until("the provider has answered", 20_000, async () => {
    return (await rows.all("select from provider_probes where answered_at is not null")).length === 1;
  });
  const glass = {
    ...{ nodeId: NODES.payments, confirmation: "payments-api-2", windowSeconds: 600 },
    justification: "Payments are down, and so is the provider",
  };
  await world.kill("identity");
  await until("Ana's groups are too old", 20_000, async () => (await ageOfAna()) > 1);
  expect(refusalIn(await ana.write("/api/requests/break-glass", glass))).toEqual([503, "GROUPS_UNCONFIRMED"]);
  await until("jobs find the provider away", 30_000, async () => {
    return (await rows.all("select from provider_probes where away_at is not null")).length === 1;
  });

  const { grantId } = await ana.post<{ grantId: string }>("/api/requests/break-glass", glass);
  const { sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", {
    ...{ grantId, nodeId: NODES.payments },
  });
  const terminal = await ana.open(sessionId).ready();
  terminal.type("echo br''oken-$((6*7))\r");
  await terminal.shows("broken-42");
  const { grantId: usual } = await ask(ana, NODES.ledger);
  for (const [who, path, body] of [
    [ana, "/api/sessions/create", { grantId: usual, nodeId: NODES.ledger }],
    [ana, "/api/requests/decide", { requestId, version: 1, requestHash, verdict: "approve" }],
  ] as const)
    expect(refusalIn(await who.write(path, body)), path).toEqual([503, "GROUPS_UNCONFIRMED"]);
  expect(await ben.open(sessionId, { watches: true }).ends()).toEqual({
    ...{ code: 4003, reason: "GROUPS_UNCONFIRMED" },
  });

  await world.start("identity");
  await until("Ana's groups are read again", 30_000, async () => (await ageOfAna()) < 1);
  await until("the provider is back", 20_000, async () => {
    return (await rows.all("select from provider_probes where failing_since is null")).length === 1;
  });
  terminal.type("echo still-he''re-$((6*7))\r");
  await terminal.shows("still-here-42");
  await ana.write("/api/grants/end", { grantId });
}, 180_000);
