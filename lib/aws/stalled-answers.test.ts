import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type ClientRequest, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { AwsCredentials } from "./credentials";
import { readText } from "./objects/locked-objects";
import { operatorsS3 } from "./objects/object-versions";
import { s3Client } from "./objects/objects";

/** Sends the head of an answer and a byte of it, and no more. */
const server = createServer((_, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("x");
});
const requests: ClientRequest[] = [];
const note = (message: unknown) => requests.push((message as { request: ClientRequest }).request);

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = {
    ...testEnvironment("postgresql://nobody@127.0.0.1/none"),
    ...{ HALLIGAN_AWS_ENDPOINT: endpoint, AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-1" },
    ...{ AWS_ACCESS_KEY_ID: "auditor", AWS_SECRET_ACCESS_KEY: "secret" },
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  subscribe("http.client.request.start", note);
});
afterAll(() => {
  unsubscribe("http.client.request.start", note);
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

it("an answer that stops in its middle is none, to the portal's clients and to an auditor's", async () => {
  const keys = new AwsCredentials({ accessKeyId: "portal", secretAccessKey: "secret" });
  const read = Promise.all(
    [s3Client("eu-west-1", keys), operatorsS3()].map((s3) =>
      readText(s3, { Bucket: "anchors", Key: "head" }, 10).catch((error: unknown) => error),
    ),
  );
  // What a socket says when it was silent for as long as its client waits. The SDK listens for it after three seconds.
  const silence = setInterval(() => {
    for (const { socket } of requests) if (socket?.timeout) socket.emit("timeout");
  }, 100);
  expect(await read).toMatchObject([{ code: "AWS_UNAVAILABLE" }, { code: "AWS_UNAVAILABLE" }]);
  clearInterval(silence);
});
