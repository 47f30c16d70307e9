import { createECDH, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import ece from "http_ece";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { declareChannels } from "@/lib/deliveries/channels";
import { deliver } from "@/lib/deliveries/deliver";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { ageDeliveries, deliveriesOf, dueDeliveries } from "@/lib/deliveries/testing/rows";
import { endpointCaller } from "@/lib/deliveries/webhook/call";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import { addDevice, MOST_DEVICES, readOwnPush, removeDevice } from "@/lib/inbox/devices/own-devices";
import { config } from "@/lib/kernel/config/config";
import { eventsOf } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { configuredPush } from "./push-message";
import { sendersBy } from "./worker";

const ORIGIN = "https://halligan.example.test";

let world: World;
let service: Server;
let address: string;
let status: number;
/** What reached the service, by the end of its path. */
let received: { path: string; headers: Record<string, unknown>; body: Buffer }[];

/** A browser: it alone can read what is sent to it. */
function browser(path: string) {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys().toString("base64url");
  const secret = randomBytes(16);
  return {
    device: {
      address: `${address}/${path}`,
      publicKey,
      sharedSecret: secret.toString("base64url"),
      name: "Firefox, Android",
    },
    read: (body: Buffer) =>
      JSON.parse(
        ece
          .decrypt(body, { version: "aes128gcm", privateKey: pair, authSecret: secret.toString("base64url") })
          .toString(),
      ) as Record<string, string>,
  };
}

beforeAll(async () => {
  service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end(status === 201 ? "" : "push subscription has unsubscribed or expired");
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const pair = createECDH("prime256v1");
  world = await openWorld({
    WEB_PUSH_SERVICES: address,
    WEB_PUSH_PUBLIC_KEY: pair.generateKeys().toString("base64url"),
    WEB_PUSH_PRIVATE_KEY: pair.getPrivateKey().toString("base64url"),
    WEB_PUSH_CONTACT: "mailto:halligan@example.test",
  });
  await asJobs(() => declareChannels([{ name: "push", kind: "push", events: DELIVERY_KINDS }]));
});
beforeEach(async () => {
  [received, status] = [[], 201];
  await world.owner("delete from push_devices");
  await world.owner("update deliveries set state = 'settled', closed_at = now() where state = 'waiting'");
});
afterAll(async () => {
  await world?.close();
  service?.closeAllConnections();
  await new Promise((resolve) => service?.close(resolve));
});

async function asJobs<T>(work: () => Promise<T>): Promise<T> {
  await world.as("jobs");
  try {
    return await work();
  } finally {
    await world.as("web");
  }
}

const tell = (requestId: string) =>
  asJobs(async () => {
    const call = endpointCaller(["127.0.0.1"]);
    const push = configuredPush({ ...config(), PUBLIC_ORIGIN: ORIGIN }, call);
    const senders = sendersBy({ send: undefined, push, endpoints: [], call, origin: ORIGIN });
    for (const id of await dueDeliveries(requestId)) await deliver(id, senders);
  });

const asked = async () => {
  const { ana } = world.people;
  return (
    await createRequest(ana, {
      nodeIds: [NODES.payments],
      justification: "Disk full, writes failing",
      windowSeconds: 1800,
    })
  ).requestId;
};

describe("a request", () => {
  it("wakes every browser of whoever can decide it, readable by that browser alone, and nobody else's", async () => {
    const { ana, ben } = world.people;
    const [phone, laptop, hers] = [browser("phone"), browser("laptop"), browser("hers")];
    await addDevice(ben, phone.device);
    await addDevice(ben, laptop.device);
    await addDevice(ana, hers.device);
    const requestId = await asked();
    expect(await deliveriesOf(requestId)).toEqual([`request-waiting to ${ben.name}: waiting`]);
    await tell(requestId);
    expect(received.map(({ path }) => path).sort()).toEqual(["/laptop", "/phone"]);
    const onPhone = received.find(({ path }) => path === "/phone");
    expect(onPhone?.headers).toMatchObject({
      "content-encoding": "aes128gcm",
      urgency: "high",
      authorization: expect.stringMatching(/^vapid t=/),
    });
    expect(onPhone?.body.includes("Disk full")).toBe(false);
    expect(phone.read(onPhone?.body ?? Buffer.alloc(0))).toMatchObject({
      title: expect.stringContaining(ana.name),
      body: "Disk full, writes failing",
      url: `${ORIGIN}/requests/${requestId}`,
      tag: requestId,
    });
    expect(() => laptop.read(onPhone?.body ?? Buffer.alloc(0))).toThrow();
    expect(await deliveriesOf(requestId)).toEqual([`request-waiting to ${ben.name}: delivered`]);
    // Once it was taken it is never sent again.
    await tell(requestId);
    expect(received).toHaveLength(2);
  });

  it("forgets a browser that its service knows no more, and says so where its requester looks", async () => {
    const { ana, ben } = world.people;
    await addDevice(ben, browser("phone").device);
    const requestId = await asked();
    status = 410;
    await tell(requestId);
    expect((await readOwnPush(ben)).devices).toEqual([]);
    const [told] = await listDeliveries(ana, requestId);
    expect([told?.channel, told?.state, told?.tries[0]?.answer]).toEqual([
      "push",
      "failed",
      expect.stringContaining("HTTP 410"),
    ]);
  });

  it("is tried again where the service is busy, and then taken", async () => {
    const { ben } = world.people;
    await addDevice(ben, browser("phone").device);
    const requestId = await asked();
    status = 503;
    await tell(requestId);
    expect(await deliveriesOf(requestId)).toEqual([`request-waiting to ${ben.name}: waiting`]);
    status = 201;
    await ageDeliveries(requestId, 10);
    await tell(requestId);
    expect(await deliveriesOf(requestId)).toEqual([`request-waiting to ${ben.name}: delivered`]);
    // Both tries have the same topic: of two that its service has, it keeps one.
    expect(new Set(received.map(({ headers }) => headers.topic)).size).toBe(1);
  });

  it("reaches nobody by a browser whose keys are none", async () => {
    const { ben } = world.people;
    const broken = { ...browser("phone").device, publicKey: Buffer.alloc(65, 4).toString("base64url") };
    await addDevice(ben, broken);
    const requestId = await asked();
    await tell(requestId);
    expect(received).toEqual([]);
    expect(await deliveriesOf(requestId)).toEqual([`request-waiting to ${ben.name}: failed`]);
    expect((await readOwnPush(ben)).devices).toEqual([]);
  });
});

describe("a browser", () => {
  it("is at a service of the settings, and at no other address", async () => {
    const { ben } = world.people;
    const { device } = browser("phone");
    for (const elsewhere of ["http://127.0.0.1:1/", "https://169.254.169.254/", "https://example.com/", ""])
      await expect(addDevice(ben, { ...device, address: elsewhere })).rejects.toMatchObject({
        code: "PUSH_ADDRESS_UNKNOWN",
      });
  });

  it("tells whoever turned it on last, once, and is removed by them alone", async () => {
    const { ana, ben } = world.people;
    const { device } = browser("shared");
    const { deviceId } = await addDevice(ana, device);
    expect(await addDevice(ana, device)).toEqual({ deviceId });
    await expect(removeDevice(ben, { deviceId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await addDevice(ben, device);
    expect((await readOwnPush(ana)).devices).toEqual([]);
    const [mine] = (await readOwnPush(ben)).devices;
    await removeDevice(ben, { deviceId: mine?.id ?? "" });
    expect((await readOwnPush(ben)).devices).toEqual([]);
    const codes = (await eventsOf({ actorId: ben.id })).map(({ code, outcome }) => `${code} ${outcome}`);
    expect(codes.slice(-2)).toEqual(["person.device-added done", "person.device-removed done"]);
  });

  it("tells one of two people who turn it on at once, however their addresses are written", async () => {
    const { ana, ben, cleo } = world.people;
    const { device } = browser("shared");
    const written = device.address.replace("http://", "HTTP:\\\\").replace("/shared", "/./shared");
    await Promise.all([
      addDevice(ana, device),
      addDevice(ben, { ...device, address: written }),
      addDevice(cleo, device),
    ]);
    const told = await Promise.all([ana, ben, cleo].map(async (one) => (await readOwnPush(one)).devices));
    expect(told.flat()).toHaveLength(1);
  });

  it(`is one of at most ${MOST_DEVICES} of a person`, async () => {
    const { ben } = world.people;
    for (let count = 0; count < MOST_DEVICES; count++) await addDevice(ben, browser(`b${count}`).device);
    await expect(addDevice(ben, browser("more").device)).rejects.toMatchObject({ code: "TOO_MANY_DEVICES" });
  });
});
