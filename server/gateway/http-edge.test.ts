import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AppError, type ErrorCode } from "@/lib/kernel/errors";
import { rawAnswer, requestText } from "@/server/testing/sockets";
import { UPGRADE } from "@/server/testing/wire";
import { answerError, refuseUpgrade } from "./http-edge";

let server: Server;
let port: number;
let thrown: unknown;

beforeEach(async () => {
  server = createServer((_, response) => answerError(response, thrown));
  server.on("upgrade", (_, socket) => refuseUpgrade(socket, thrown));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => server.close());

it.each<[ErrorCode, number]>([
  ["NOT_SIGNED_IN", 401],
  ["FOREIGN_HOST", 421],
  ["AWS_THROTTLED", 503],
  ["AWS_ACCESS_DENIED", 502],
  ["GROUPS_OVERAGE", 403],
])("%s is answered with %d by its own code, to a read and to an upgrade", async (code, status) => {
  thrown = new AppError(code, "for the log only");
  const read = await fetch(`http://127.0.0.1:${port}/`);
  expect(read.status).toBe(status);
  expect(await read.json()).toMatchObject({ error: { code, params: {} } });
  const upgrade = await rawAnswer(port, requestText("GET /", { host: "localhost", ...UPGRADE }));
  expect(upgrade).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(upgrade).toContain(`"code":"${code}"`);
  expect(upgrade).not.toContain("for the log only");
});
