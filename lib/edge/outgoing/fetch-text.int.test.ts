import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { textFetcher } from "./fetch-text";

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed?token=hidden`;
}
const fetchText = textFetcher(["127.0.0.1"], { withinMs: 500, mostBytes: 1_000 });

describe("a text of the settings' address", () => {
  it("is read with the headers that it needs", async () => {
    const url = await serve((request, response) =>
      response.end(`${request.url} ${request.headers.authorization}`),
    );
    expect(await fetchText(url, { authorization: "Bearer abc" })).toBe("/feed?token=hidden Bearer abc");
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      /status is 302/,
    ],
    ["a refusal", (_, response) => response.writeHead(401).end("no"), /status is 401/],
    ["silence", () => undefined, /no answer in time/],
    [
      "half an answer",
      (_, response) => void response.writeHead(200, { "content-length": "9" }).write("a"),
      /no answer in time/,
    ],
    [
      "a trickle",
      (_, response) => void setInterval(() => response.write("a"), 20).unref(),
      /no answer in time/,
    ],
    ["an answer without an end", (_, response) => response.end("x".repeat(2_000)), /more than 1000 bytes/],
    [
      "another protocol",
      (request) =>
        void request.socket.write(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        ),
      /without an answer/,
    ],
    ["a closed connection", (request) => request.socket.destroy(), /ECONNRESET|broke off/],
  ])("%s is refused within the time, and the address is not said", async (_what, listener, expected) => {
    const failed = await fetchText(await serve(listener), {}).catch((error: unknown) => error);
    expect(String(failed)).toMatch(expected);
    expect(String(failed)).not.toContain("hidden");
  });

  it("that is private is not reached, by its number or by a name, unless the settings allow it", async () => {
    const url = await serve((_, response) => response.end("inside"));
    const outside = textFetcher([], { withinMs: 500, mostBytes: 1_000 });
    for (const address of [
      url,
      url.replace("127.0.0.1", "localhost"),
      url.replace("127.0.0.1", "2130706433"),
    ])
      await expect(outside(address, {})).rejects.toThrow("private");
    expect(
      await textFetcher(["127.0.0.1", "::1"], { withinMs: 500, mostBytes: 99 })(
        url.replace("127.0.0.1", "localhost"),
        {},
      ),
    ).toBe("inside");
  });
});
