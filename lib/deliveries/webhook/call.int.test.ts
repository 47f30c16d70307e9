import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { endpointCaller } from "./call";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real receiver, and how many calls it has had and has open. */
async function receiver(
  listener: RequestListener,
): Promise<{ port: number; calls: { url: string; body: string; headers: object }[]; open: () => number }> {
  const calls: { url: string; body: string; headers: object }[] = [];
  const sockets = new Set<object>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      calls.push({
        ...{ url: request.url ?? "", headers: request.headers },
        body: Buffer.concat(chunks).toString("utf8"),
      });
      listener(request, response);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, calls, open: () => sockets.size };
}

const LOOPBACK = ["127.0.0.0/8", "::1"];
const call = (url: string, allowed: readonly string[] = LOOPBACK) =>
  endpointCaller(allowed, { whole: 700, words: 200 })({
    ...{ url, body: '{"a":"ä"}', headers: { "content-type": "application/json" } },
  });

it("posts the body as it is, to a name as to an address", async () => {
  const { port, calls } = await receiver((_request, response) => response.end("ok"));
  for (const host of ["127.0.0.1", "localhost"])
    expect(await call(`http://${host}:${port}/hook?key=1`)).toEqual({
      ...{ outcome: "delivered", text: "HTTP 200: ok", isChannelDown: false },
    });
  expect(calls).toHaveLength(2);
  expect(calls[0]).toMatchObject({
    url: "/hook?key=1",
    body: '{"a":"ä"}',
    headers: { "content-length": "10" },
  });
});

describe("an endpoint", () => {
  it.each<[string, RequestListener, object]>([
    [
      "is gone",
      (_request, response) => response.writeHead(410).end("gone"),
      { outcome: "refused", isChannelDown: true },
    ],
    [
      "has had too much",
      (_request, response) => response.writeHead(429, { "retry-after": "42" }).end(),
      { outcome: "again", afterSeconds: 42, isChannelDown: false },
    ],
    [
      "fails",
      (_request, response) => response.writeHead(500).end("oh"),
      { outcome: "again", isChannelDown: true },
    ],
    ["says nothing", () => undefined, { outcome: "again", text: "no answer in time", isChannelDown: true }],
    ["breaks off", (request) => request.socket.destroy(), { outcome: "again", isChannelDown: true }],
    [
      "speaks something else",
      (request) => request.socket.end("220 mail.example.com ESMTP\r\n"),
      { outcome: "again", isChannelDown: true },
    ],
    [
      "switches to another protocol",
      (request) =>
        request.socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
      { outcome: "again", text: "the connection was closed without an answer", isChannelDown: true },
    ],
    [
      "takes it and then resets the connection",
      (request, response) => {
        response.writeHead(201, { "content-length": "9" }).write("a");
        setTimeout(() => request.socket.resetAndDestroy(), 20);
      },
      { outcome: "delivered", isChannelDown: false },
    ],
    [
      "never ends its answer",
      (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write("."), 20);
        response.on("close", () => clearInterval(timer));
      },
      { outcome: "delivered" },
    ],
    [
      "never ends its headers",
      (request) => {
        request.socket.write("HTTP/1.1 200 OK\r\n");
        const timer = setInterval(() => request.socket.write("x-more: 1\r\n"), 20);
        request.socket.on("close", () => clearInterval(timer));
      },
      { outcome: "again", isChannelDown: true },
    ],
  ])("that %s", async (_title, listener, expected) => {
    const { port, open } = await receiver(listener);
    expect(await call(`http://127.0.0.1:${port}/`)).toMatchObject(expected);
    await expect.poll(open).toBe(0);
  });

  it("whose answer is huge is read to two kilobytes", async () => {
    const { port, open } = await receiver((_request, response) => {
      response.writeHead(400);
      const write = () => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", write);
      write();
    });
    const { text, outcome } = await call(`http://127.0.0.1:${port}/`);
    expect(outcome).toBe("refused");
    expect(text.length).toBeLessThan(2_100);
    await expect.poll(open).toBe(0);
  });

  it("that sends elsewhere is not followed", async () => {
    const target = await receiver((_request, response) => response.end());
    const { port } = await receiver((_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end(),
    );
    expect(await call(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome: "again", isChannelDown: true });
    expect(target.calls).toEqual([]);
  });

  it("that is not there says so, and never its address", async () => {
    const { port } = await receiver(() => undefined);
    for (const close of closers.splice(0)) close();
    const { text } = await call(`http://127.0.0.1:${port}/T0KEN-OF-THE-HOOK`);
    expect(text).toContain("ECONNREFUSED");
    expect(text).not.toContain("T0KEN");
  });
});

describe("an address of this machine that no setting allows is not called", () => {
  it.each([
    ...["127.0.0.1", "localhost", "localhost.", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "①②⑦.0.0.1"],
    ...["[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]"],
  ])("as %s", async (host) => {
    const { port, calls } = await receiver((_request, response) => response.end());
    const { outcome, text, isChannelDown } = await call(`http://${host}:${port}/`, ["10.0.0.0/8"]);
    expect([outcome, isChannelDown]).toEqual(["again", true]);
    expect(text).toMatch(/EPRIVATE|ENOTFOUND|EAI_AGAIN/);
    expect(calls).toEqual([]);
  });
});
