import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { machineIdentity } from "./machine-identity";

const KEYS = {
  Code: "Success",
  AccessKeyId: "ASIAEXAMPLE",
  SecretAccessKey: "secret",
  Token: "token",
  Expiration: "2099-01-01T00:00:00Z",
};

/** What answers on a machine, by path: the real SDK asks it over HTTP. */
async function serve(answers: Readonly<Record<string, string>>) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200).end(answer ?? "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { asked, origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe("the identity of a process", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("comes from the instance where the platform has set no variables", async () => {
    const role = "/latest/meta-data/iam/security-credentials/";
    const machine = await serve({
      "/latest/api/token": "session",
      [role]: "HalliganGateway",
      [`${role}HalliganGateway`]: JSON.stringify(KEYS),
    });
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.origin);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "");
    const keys = await machineIdentity()();
    machine.close();
    expect(keys).toMatchObject({ accessKeyId: "ASIAEXAMPLE", sessionToken: "token" });
    expect(machine.asked.at(-1)?.headers["x-aws-ec2-metadata-token"]).toBe("session");
  });

  it("comes from the credentials endpoint that a container is given, with its token", async () => {
    const machine = await serve({ "/credentials": JSON.stringify(KEYS) });
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${machine.origin}/credentials`);
    vi.stubEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "the task's");
    const keys = await machineIdentity()();
    machine.close();
    expect(keys).toMatchObject({ accessKeyId: "ASIAEXAMPLE", expiration: new Date(KEYS.Expiration) });
    expect(machine.asked[0]?.headers.authorization).toBe("the task's");
  });

  it("comes from the endpoint with a token that is read from a file each time, as EKS Pod Identity has it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "halligan-token-"));
    const machine = await serve({ "/v1/credentials": JSON.stringify(KEYS) });
    vi.stubEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", `${machine.origin}/v1/credentials`);
    vi.stubEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", join(folder, "token"));
    const identity = machineIdentity();
    for (const token of ["first", "second"]) {
      writeFileSync(join(folder, "token"), token);
      await identity();
      expect(machine.asked.at(-1)?.headers.authorization).toBe(token);
    }
    machine.close();
    rmSync(folder, { recursive: true });
  });
});
