import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/kernel/actor";
import { answerError } from "../http-edge";
import { sendExport } from "./send-export";

const cleo = { kind: "person", id: "per_cleo", roles: ["reviewer"] } as unknown as PersonActor;

const LAST_CHUNK = "0\r\n\r\n";

let server: Server;
afterEach(() => server.close());

/** What came until the connection ended, and what was put on record. */
async function readBy(version: string, pieces: () => AsyncGenerator<Uint8Array>) {
  const finished: boolean[] = [];
  server = createServer((_, response) => {
    sendExport(response, cleo, async () => ({
      ...{ name: "a.txt", type: "text/plain", pieces: pieces() },
      finish: async (isWhole) => {
        finished.push(isWhole);
      },
    })).catch((error: unknown) => answerError(response, error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`GET / HTTP/${version}\r\nhost: x\r\nconnection: close\r\n\r\n`);
  let text = "";
  socket.on("data", (data: Buffer) => {
    text += data.toString();
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("close", resolve));
  return { text, finished };
}

describe("an export", () => {
  it("that fails in the middle has no end, and is refused to who could not see that", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("the first half\n");
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("the second half can't be read");
    }
    const { text, finished } = await readBy("1.1", failing);
    expect(text).toContain("the first half\n");
    expect(text).not.toContain(LAST_CHUNK);
    expect(finished).toEqual([false]);
    const refused = await readBy("1.0", failing);
    expect(refused.text).toMatch(/^HTTP\/1\.1 400 [\s\S]*INVALID_INPUT/);
    expect(refused.finished).toEqual([]);
  });

  it("that is whole ends in order", async () => {
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("all of it\n");
    }
    const { text, finished } = await readBy("1.1", whole);
    expect(text).toContain(`all of it\n\r\n${LAST_CHUNK}`);
    expect(finished).toEqual([true]);
  });
});
