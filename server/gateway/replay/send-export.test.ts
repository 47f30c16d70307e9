import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/kernel/actor";
import { answerError } from "../http-edge";
import { sendExport } from "./send-export";

const cleo = { kind: "person", id: "per_cleo", roles: ["reviewer"] } as unknown as PersonActor;

let server: Server;
afterEach(() => server.close());

/** What a client sees that was never told of chunks, as a proxy in front may be: the bytes, and how the connection ended. */
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
  let error = "none";
  socket.on("error", (failure: NodeJS.ErrnoException) => {
    error = failure.code ?? failure.message;
  });
  await new Promise((resolve) => socket.once("close", resolve));
  return { text, error, finished };
}

describe("an export", () => {
  it("that fails in the middle is broken off, also for who takes the end of the connection for the end of the file", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("the first half\n");
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("the second half can't be read");
    }
    for (const version of ["1.0", "1.1"])
      expect([version, await readBy(version, failing)]).toMatchObject([
        version,
        { error: "ECONNRESET", finished: [false] },
      ]);
  });

  it("that is whole ends in order", async () => {
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("all of it\n");
    }
    for (const version of ["1.0", "1.1"]) {
      const { text, error, finished } = await readBy(version, whole);
      expect([version, error, finished]).toEqual([version, "none", [true]]);
      expect(text).toContain("all of it\n");
    }
  });
});
