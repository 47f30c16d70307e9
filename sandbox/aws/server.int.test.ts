import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { DescribeInstancesCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { ListGroupsCommand } from "@aws-sdk/client-iam";
import { CreateActivationCommand, DescribeSessionsCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "./sandbox";
import { createSessionPort } from "./sessions/service";
import {
  CONTROL_TOKEN,
  clients,
  type Keys,
  refusal,
  startTestAccount,
  type TestAccount,
} from "./testing/test-account";

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  host?: string;
}

function send({
  method = "POST",
  path = "/",
  headers = {},
  body = "",
  host = "127.0.0.1",
}: Sent): Promise<{ status: number; body: string }> {
  const { port } = account.sandbox;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host, port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** A request signed by an implementation that shares nothing with the sandbox's. */
async function signed(
  keys: Keys,
  options: {
    body?: string;
    signingDate?: Date;
    service?: string;
    target?: string;
    query?: Record<string, string>;
  } = {},
): Promise<Sent> {
  const signer = new SignatureV4({
    credentials: keys,
    region: "eu-west-1",
    service: options.service ?? "ssm",
    sha256: Sha256,
  });
  const body = options.body ?? JSON.stringify({ State: "Active" });
  const unsigned = {
    method: "POST",
    protocol: "http:",
    hostname: "127.0.0.1",
    port: account.sandbox.port,
    path: "/",
    query: options.query ?? {},
    headers: {
      host: `127.0.0.1:${account.sandbox.port}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": options.target ?? "AmazonSSM.DescribeSessions",
    },
    body,
  };
  const result = await signer.sign(unsigned, options.signingDate ? { signingDate: options.signingDate } : {});
  const query = new URLSearchParams(options.query).toString();
  return { headers: result.headers, body, path: query === "" ? "/" : `/?${query}` };
}

class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmacOf(secret);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

describe("signatures", () => {
  it("accepts what another implementation signed, also with a query string", async () => {
    expect((await send(await signed(account.operator))).status).toBe(200);
    expect((await send(await signed(account.operator, { query: { b: "2 3", a: "x/y" } }))).status).toBe(200);
  });

  it("refuses a wrong secret in the words of each protocol", async () => {
    const { sts, ssm, ec2 } = clients(account.sandbox, { ...account.operator, secretAccessKey: "wrong" });
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
    });
    expect(await refusal(ssm.send(new DescribeSessionsCommand({ State: "Active" })))).toMatchObject({
      code: "InvalidSignatureException",
      status: 400,
    });
    expect(await refusal(ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
      code: "AuthFailure",
      status: 401,
    });
  });

  it("refuses an unknown key in the words of each protocol", async () => {
    const { sts, ssm, ec2 } = clients(account.sandbox, {
      accessKeyId: "AKIAAAAAAAAAAAAAAAAA",
      secretAccessKey: "x",
    });
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      code: "InvalidClientTokenId",
      status: 403,
    });
    expect(await refusal(ssm.send(new DescribeSessionsCommand({ State: "Active" })))).toMatchObject({
      code: "UnrecognizedClientException",
    });
    expect(await refusal(ec2.send(new DescribeInstancesCommand({})))).toMatchObject({ code: "AuthFailure" });
  });

  it("refuses a session's key with a foreign token or none", async () => {
    const keys = await account.target({ RoleSessionName: "ses_0001" });
    const other = await account.target({ RoleSessionName: "ses_0002" });
    const { accessKeyId, secretAccessKey } = keys;
    for (const mixed of [
      { accessKeyId, secretAccessKey },
      { ...keys, sessionToken: other.sessionToken ?? "" },
    ]) {
      const { ssm } = clients(account.sandbox, mixed);
      expect(await refusal(ssm.send(new DescribeSessionsCommand({ State: "Active" })))).toMatchObject({
        code: "UnrecognizedClientException",
      });
    }
  });

  it("refuses a date more than five minutes off, whatever the sandbox's clock offset", async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    account.sandbox.clock.setOffset(3600_000);
    try {
      expect((await send(await signed(account.operator, { signingDate: minutes(-4.9) }))).status).toBe(200);
      expect((await send(await signed(account.operator, { signingDate: minutes(4.9) }))).status).toBe(200);
      const late = await send(await signed(account.operator, { signingDate: minutes(-5.1) }));
      expect(late).toMatchObject({ status: 400, body: expect.stringContaining("Signature expired") });
      const early = await send(await signed(account.operator, { signingDate: minutes(5.1) }));
      expect(early.body).toContain("Signature not yet current");
    } finally {
      account.sandbox.clock.setOffset(0);
    }
  });

  it("refuses a changed body, an added or changed header, another target", async () => {
    const original = await signed(account.operator);
    const changes: Sent[] = [
      { ...original, body: JSON.stringify({ State: "History" }) },
      { ...original, headers: { ...original.headers, "x-amz-meta": "added" } },
      { ...original, headers: { ...original.headers, "x-amz-target": "AmazonSSM.ListDocuments" } },
      { ...original, headers: { ...original.headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
      { ...original, path: "/?a=1" },
    ];
    for (const change of changes) {
      expect(await send(change)).toMatchObject({
        status: 400,
        body: expect.stringContaining("InvalidSignatureException"),
      });
    }
  });

  it("refuses requests without signature and presigned ones, each in a sentence", async () => {
    const bare = await send({ headers: { "x-amz-target": "AmazonSSM.DescribeSessions" }, body: "{}" });
    expect(bare).toMatchObject({
      status: 400,
      body: expect.stringContaining("MissingAuthenticationTokenException"),
    });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const query = await send({ headers: form, body: "Action=GetCallerIdentity&Version=2011-06-15" });
    expect(query).toMatchObject({
      status: 403,
      body: expect.stringContaining("<Code>MissingAuthenticationToken</Code>"),
    });
    const presigned = await send({ method: "GET", path: "/?Action=GetCallerIdentity&X-Amz-Signature=00" });
    expect(presigned.body).toContain("query string are not accepted");
  });
});

describe("operations that are not there", () => {
  it("are refused in each service's own shape", async () => {
    const { sts, iam, ssm, ec2 } = clients(account.sandbox, account.operator);
    expect(await refusal(ssm.send(new CreateActivationCommand({ IamRole: "x" })))).toMatchObject({
      code: "UnknownOperationException",
      status: 400,
    });
    expect(await refusal(sts.send(new GetSessionTokenCommand({})))).toMatchObject({
      code: "InvalidAction",
      status: 400,
    });
    expect(await refusal(iam.send(new ListGroupsCommand({})))).toMatchObject({
      code: "InvalidAction",
      status: 400,
    });
    expect(await refusal(ec2.send(new DescribeVpcsCommand({})))).toMatchObject({
      code: "InvalidAction",
      status: 400,
    });
  });

  it("are refused for a service that is not there and for a target of another service", async () => {
    expect(await send(await signed(account.operator, { service: "sns" }))).toMatchObject({
      status: 400,
      body: expect.stringContaining("no service 'sns'"),
    });
    expect((await send(await signed(account.operator, { service: "logs" }))).body).toContain(
      "UnknownOperationException",
    );
  });

  it("and input of the wrong shape is a validation error", async () => {
    const answer = await send(
      await signed(account.operator, { body: JSON.stringify({ State: "Sometimes" }) }),
    );
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining("ValidationException") });
    expect((await send(await signed(account.operator, { body: "{" }))).body).toContain(
      "SerializationException",
    );
  });
});

describe("the address", () => {
  it("is served to loopback names only", async () => {
    const { port } = account.sandbox;
    const ok = await signed(account.operator);
    for (const host of [`evil.test:${port}`, "evil.test", `127.0.0.1:${port + 1}`, "127.0.0.1"]) {
      expect((await send({ ...ok, headers: { ...ok.headers, host } })).status, host).toBe(421);
      expect(await upgrade({ host }), host).toContain("HTTP/1.1 421");
    }
  });

  it("refuses an empty Host", async () => {
    expect(await upgrade({ host: "" })).toContain("HTTP/1.1 421");
  });

  it("answers on ::1 as well, where the machine has it", async () => {
    const { port } = account.sandbox;
    const answer = await send({ host: "::1", headers: { host: `[::1]:${port}` }, body: "{}" }).catch(
      () => undefined,
    );
    if (answer) expect(answer.status).not.toBe(421);
  });

  it("refuses browser headers before it looks at the signature, on requests, upgrades and the control channel", async () => {
    const good = await signed(account.operator);
    for (const header of ["origin", "cookie", "referer", "sec-fetch-site"]) {
      expect((await send({ ...good, headers: { ...good.headers, [header]: "null" } })).status, header).toBe(
        403,
      );
      expect((await send({ headers: { [header]: "null" } })).status, header).toBe(403);
      const control = {
        path: "/_sandbox/state",
        method: "GET",
        headers: { "x-sandbox-token": CONTROL_TOKEN, [header]: "null" },
      };
      expect((await send(control)).status, header).toBe(403);
      expect(await upgrade({ [header]: "null" }), header).toContain("HTTP/1.1 403");
    }
  });

  it("refuses an upgrade that is not for a data channel", async () => {
    expect(await upgrade({}, "/anything")).toContain("HTTP/1.1 404");
  });

  it("refuses a body that is too large", async () => {
    const { headers = {} } = await signed(account.operator);
    const length = 8 * 1024 * 1024 + 1;
    const answer = await send({
      headers: { ...headers, "content-length": String(length) },
      body: "x".repeat(length),
    });
    expect(answer.status).toBe(413);
  });

  it("names port and variable when the port is taken", async () => {
    const { port } = account.sandbox;
    const second = startSandbox({
      stateDir: `${account.stateDir}/second`,
      port,
      socketSeconds: 3600,
      createSessionPort,
    });
    await expect(second).rejects.toThrow(
      `Port ${port} is taken on 127.0.0.1; set SANDBOX_PORT to a free one.`,
    );
  });
});

/** The raw answer to a WebSocket upgrade. */
function upgrade(headers: Record<string, string>, path = "/v1/data-channel/x-0"): Promise<string> {
  const { port } = account.sandbox;
  const all = {
    host: `127.0.0.1:${port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${head.join("")}\r\n`),
    );
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
      socket.destroy();
      resolve(text);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

function createHmacOf(secret: string | ArrayBuffer | ArrayBufferView) {
  return createHmac("sha256", toBytes(secret));
}
