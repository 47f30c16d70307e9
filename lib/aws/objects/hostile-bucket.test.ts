import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { getObject, listKeys, putNewObject } from "./bucket-objects";

/** What answers in S3's place; each test puts its own here. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => answer(request, response));
const place = { bucket: "recordings", prefix: "portal/", region: "eu-west-1", roleArn: undefined };

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const settings = {
    ...testEnvironment("postgresql://nobody@127.0.0.1/none"),
    HALLIGAN_AWS_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ HALLIGAN_AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE1", HALLIGAN_AWS_SECRET_ACCESS_KEY: "x".repeat(40) },
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const page = (keys: string[], next?: string, isTruncated = next !== undefined) =>
  `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}${
    next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`
  }<IsTruncated>${isTruncated}</IsTruncated></ListBucketResult>`;
/** Answers with these pages, the last one again and again. */
function lists(...pages: string[]) {
  let at = 0;
  answer = (_, response) => response.end(pages[Math.min(at++, pages.length - 1)]);
}
async function listed() {
  const keys: string[] = [];
  for await (const found of listKeys(place, "ses_1/")) keys.push(...found);
  return keys;
}
const [a, b] = ["portal/ses_1/a", "portal/ses_1/b"] as const;

it("an empty page that leads on is passed over", async () => {
  lists(page([a], "one"), page([], "two"), page([b]));
  expect(await listed()).toEqual(["ses_1/a", "ses_1/b"]);
});

it.each([
  ["says there is more and not where", [page([a], undefined, true)], "does not go on"],
  ["leads back", [page([a], "one"), page([b], "two"), page([], "one")], "its pages go in a circle"],
  ["has the same keys again and again", ["1", "2", "3"].map((next) => page([a, b], next)), "is not that of"],
  ["has keys that were not asked for", [page(["portal/ses_2/a"])], "is not that of portal/ses_1/"],
])("a list that %s is none", async (_, pages, message) => {
  lists(...pages);
  const refused = { code: "AWS_INVALID", message: expect.stringContaining(message) };
  await expect(listed()).rejects.toMatchObject(refused);
});

it("an object without an end is read no further than it may be long, and its connection closed", async () => {
  let isOpen = true;
  answer = (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(Buffer.alloc(1_000)), 1);
    response.on("close", () => {
      clearInterval(timer);
      isOpen = false;
    });
  };
  await expect(getObject(place, "ses_1/a", 5_000)).rejects.toMatchObject({ code: "AWS_INVALID" });
  await vi.waitFor(() => expect(isOpen).toBe(false));
});

it("an object that breaks off is none", async () => {
  answer = (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  };
  await expect(getObject(place, "ses_1/a", 5_000)).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
});

it("a writing whose connections end without an answer fails", async () => {
  answer = (request) => request.socket.destroy();
  const written = putNewObject(place, "ses_1/a", Buffer.from("x"));
  await expect(written).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
});

it("a name that another writing has just now is neither written nor taken, and is tried again later", async () => {
  const refuse = (status: number, code: string) => {
    answer = (_, response) => {
      response.writeHead(status);
      response.end(`<Error><Code>${code}</Code><Message>m</Message></Error>`);
    };
  };
  refuse(409, "ConditionalRequestConflict");
  const written = putNewObject(place, "ses_1/a", Buffer.from("x"));
  await expect(written).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
  refuse(412, "PreconditionFailed");
  expect(await putNewObject(place, "ses_1/a", Buffer.from("x"))).toBe(false);
});
