import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { StartSessionCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SHELL_DOCUMENT } from "../seed/documents";
import { clients, startTestAccount, type TestAccount } from "../testing/test-account";

/** As bytes come out of a TLS terminator: under AWS's name, on the sandbox's own port. */
describe("under AWS's names", () => {
  let account: TestAccount;
  beforeAll(async () => {
    account = await startTestAccount({ hasAwsNames: true });
  });
  afterAll(() => account.close());

  it("takes a call that the SDK signed for its default endpoint", async () => {
    const { port } = account.sandbox;
    const sts = new STSClient({ region: "eu-west-1", credentials: account.operator });
    const names: unknown[] = [];
    sts.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { hostname: string; protocol: string; port?: number };
        names.push(request.hostname);
        Object.assign(request, { hostname: "127.0.0.1", protocol: "http:", port });
        return next(args);
      },
      { step: "finalizeRequest", name: "resolver", priority: "low" },
    );
    expect(await sts.send(new GetCallerIdentityCommand())).toHaveProperty("Account", "111122223333");
    expect(names).toEqual(["sts.eu-west-1.amazonaws.com"]);
  });

  it("gives the region's own address for a data channel, and answers there", async () => {
    const { ssm } = clients(account.sandbox, await account.target({ RoleSessionName: "ses_0001" }));
    const started = await ssm.send(
      new StartSessionCommand({ Target: "i-0f3a9c41d7e25b91c", DocumentName: SHELL_DOCUMENT }),
    );
    const url = new URL(started.StreamUrl ?? "");
    expect(url.origin).toBe("wss://ssmmessages.eu-west-1.amazonaws.com");
    expect(await upgrade(url)).toContain("HTTP/1.1 101");
  });

  it("answers no other name", async () => {
    expect(await statusUnder("mine.s3.eu-west-1.amazonaws.com")).toBe(421);
  });

  function statusUnder(host: string): Promise<number> {
    return new Promise((done, fail) => {
      const { port } = account.sandbox;
      httpRequest({ host: "127.0.0.1", port, method: "POST", headers: { host } }, (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      })
        .on("error", fail)
        .end();
    });
  }

  function upgrade(url: URL): Promise<string> {
    return new Promise((done, fail) => {
      const socket = connect(account.sandbox.port, "127.0.0.1");
      socket.once("error", fail);
      socket.once("data", (chunk) => {
        socket.destroy();
        done(chunk.toString());
      });
      const lines = [
        `GET ${url.pathname}${url.search} HTTP/1.1`,
        `host: ${url.host}`,
        "connection: upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
      ];
      socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    });
  }
});
