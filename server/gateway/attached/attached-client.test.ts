import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import type { PersonActor } from "@/lib/kernel/actor";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { until } from "@/server/testing/waiting";
import { OutputTail } from "../session/output-tail";
import { AttachedClient, catchUpFrom } from "./attached-client";
import { TerminalSocket } from "./terminal-socket";

const PIECE = Buffer.alloc(64 * 1024, "x");
const PIECES = 400;
const RECORDED = PIECES * PIECE.length;
const READERS = 10;
const BY = { browser: "", address: "", since: "2026-03-14T09:26:53.000Z" };

let server: WebSocketServer;
let pairs: { browser: WebSocket; writer: TerminalSocket; closed: Promise<number> }[];
let read: number;

beforeEach(async () => {
  read = 0;
  pairs = [];
  server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  await once(server, "listening");
  for (let at = 0; at < READERS; at += 1) {
    const accepted = once(server, "connection");
    const browser = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    browser.on("error", () => {});
    const [socket] = (await accepted) as [WebSocket];
    const handlers = { onInput: () => {}, onMessage: () => {}, onGone: () => {} };
    // Nobody asks here who it is.
    const writer = new TerminalSocket(socket, {} as PersonActor, handlers);
    const closed = once(socket, "close").then(([code]) => Number(code));
    await once(browser, "open");
    pairs.push({ browser, writer, closed });
  }
});
afterEach(() => {
  for (const { browser, writer } of pairs) {
    browser.terminate();
    writer.close(CLOSE.restarting, "");
  }
  server.close();
});

async function* recording(after: number): AsyncGenerator<{ offset: number; bytes: Uint8Array }> {
  for (let offset = after; offset < RECORDED; offset += PIECE.length) {
    read += PIECE.length;
    yield { offset, bytes: PIECE };
  }
}

describe("a client that missed much", () => {
  it("gives ten browsers that don't read no more than fits, reads no further for them, and drops them", async () => {
    const clients = pairs.map(({ writer, browser }) => {
      browser.pause();
      const client = new AttachedClient(new OutputTail(RECORDED), recording);
      client.attach(writer, BY);
      return { writer, done: client.catchUp(writer, 0) };
    });
    const highest = () => Math.max(...clients.map(({ writer }) => writer.backlog));
    await until("what fits is sent", 10_000, () => highest() > 0);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, highest());
    }, 50);
    // Without a sign of life they are given up; nobody has to read for that.
    await Promise.all(clients.map(({ done }) => done));
    clearInterval(watch);
    expect(most).toBeLessThan(1024 * 1024);
    // The kernel takes some megabytes for each; the recordings are 25 MB each.
    expect(read).toBeLessThan((READERS * RECORDED) / 2);
    expect(pairs.every(({ writer }) => writer.isGone && writer.isSilent)).toBe(true);
  }, 60_000);

  it("gives one that reads all of it, in order", async () => {
    const [pair] = pairs;
    if (!pair) throw new Error("there is no browser");
    let shown = 0;
    pair.browser.on("message", (data: Buffer, isBinary: boolean) => {
      if (!isBinary) return;
      expect(Number(data.readBigUInt64BE(0))).toBe(shown);
      shown += data.length - 8;
    });
    const client = new AttachedClient(new OutputTail(RECORDED), recording);
    client.attach(pair.writer, BY);
    await client.catchUp(pair.writer, 0);
    await until("all has come", 20_000, () => shown === RECORDED);
  }, 30_000);
});

it.each([
  [0, 100, 0],
  [0, 600_000, 600_000 - 524_288],
  [599_000, 600_000, 599_000],
  [700_000, 600_000, 600_000],
])("after %d of %d bytes it begins at %d", (after, end, from) => {
  expect(catchUpFrom(after, end)).toBe(from);
});
