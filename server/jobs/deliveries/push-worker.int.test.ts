import { createECDH } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { declareChannels } from "@/lib/deliveries/channels";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import { config } from "@/lib/kernel/config/config";
import { MOST_WEBHOOKS, webhooksSchema } from "@/lib/kernel/config/webhooks";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { startDeliveries } from "./worker";

/** More people than there are messages to endpoints, or by push, at once. */
const PEOPLE = 2 * MOST_WEBHOOKS + 5;

let world: World;
const servers: Server[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await world?.close();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("a push service that is silent about everybody holds up no endpoint", async () => {
  let [silent, givenUp] = [0, 0];
  const service = await listen((request) => {
    silent += 1;
    request.socket.on("close", () => {
      givenUp += 1;
    });
  });
  /** How many pushes had been given up when an endpoint was told. */
  const told: number[] = [];
  const bus = await listen((_request, response) => {
    told.push(givenUp);
    response.end();
  });
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys().toString("base64url");
  const settings = {
    ...config(),
    WEB_PUSH_PUBLIC_KEY: publicKey,
    WEB_PUSH_PRIVATE_KEY: pair.getPrivateKey().toString("base64url"),
    WEB_PUSH_CONTACT: "mailto:halligan@example.test",
    NOTICE_WEBHOOK_NETWORKS: ["127.0.0.1"],
    NOTICE_WEBHOOKS: webhooksSchema.parse([
      { name: "bus", url: `${bus}/in`, format: "cloudevents", secret: `whsec_${"A".repeat(32)}` },
    ]),
  };
  await world.owner(`insert into people select (one.person).* from (
    select jsonb_populate_record(ben, jsonb_build_object('id', 'per_' || lpad(n::text, 26, '0'), 'subject', 'sub-' || n)) as person
    from people ben, generate_series(1, ${PEOPLE}) n where ben.id = '${world.people.ben.id}') one`);
  await world.owner(`insert into push_devices (id, person_id, address, public_key, shared_secret, name)
    select 'dev_' || n, 'per_' || lpad(n::text, 26, '0'), '${service}/' || n, '${publicKey}', 'AAAAAAAAAAAAAAAAAAAAAA', ''
    from generate_series(1, ${PEOPLE}) n`);
  await world.as("jobs");
  await declareChannels([
    { name: "push", kind: "push", events: DELIVERY_KINDS },
    { name: "bus", kind: "webhook", events: DELIVERY_KINDS },
  ]);
  await world.as("web");
  await createRequest(world.people.ana, {
    ...{ nodeIds: [NODES.payments], justification: "Disk full, writes failing", windowSeconds: 600 },
  });
  await world.as("jobs");
  const common = { connectionString: config().DATABASE_URL, noHandleSignals: true, pollInterval: 500 };
  const stop = await startDeliveries(settings, common, () => undefined);
  await expect.poll(() => silent, { timeout: 20_000 }).toBeGreaterThanOrEqual(MOST_WEBHOOKS);
  await expect.poll(() => told.length, { timeout: 30_000 }).toBe(1);
  expect(told).toEqual([0]);
  for (const server of servers) server.closeAllConnections();
  await stop();
});
