import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeSessionsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { clientSettings } from "./credentials";
import { calling } from "./errors";

/** Answers that never end: a byte now and then, or as fast as they are taken. */
const open = new Set<NodeJS.Timeout>();
const server: Server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
  const isSlow = request.headers["user-agent"]?.includes("slow") ?? false;
  const timer = setInterval(() => response.write(isSlow ? " " : " ".repeat(100_000)), isSlow ? 20 : 1);
  open.add(timer);
  response.on("close", () => {
    clearInterval(timer);
    open.delete(timer);
  });
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = {
    ...testEnvironment("postgresql://nobody@127.0.0.1/none"),
    HALLIGAN_AWS_ENDPOINT: endpoint,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const credentials = { accessKeyId: "portal", secretAccessKey: "secret" };
const settings = (kind: "slow" | "fast") => ({
  ...clientSettings("eu-west-1", { milliseconds: kind === "slow" ? 300 : 60_000, bytes: 1_000_000 }),
  ...{ credentials, maxAttempts: 1, customUserAgent: kind },
});

describe.each(["slow", "fast"] as const)("an answer that never ends (%s)", (kind) => {
  it("breaks off, and its connection with it", async () => {
    const ssm = new SSMClient(settings(kind));
    const asked = calling("DescribeSessions", () =>
      ssm.send(new DescribeSessionsCommand({ State: "Active" })),
    );
    await expect(asked).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  it("breaks off where it is read piece by piece", async () => {
    const s3 = new S3Client({ ...settings(kind), forcePathStyle: true });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "logs", Key: "session.log" }));
    const read = calling("GetObject", async () => {
      for await (const _ of Body as AsyncIterable<Uint8Array>);
    });
    await expect(read).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
    await vi.waitFor(() => expect(open.size).toBe(0));
  });
});
