import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateDocumentCommand, GetDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

const credentials = z.object({
  endpoint: z.string(),
  region: z.string(),
  users: z.record(z.string(), z.object({ accessKeyId: z.string(), secretAccessKey: z.string() })),
  accounts: z
    .tuple([z.object({ brokerRoleArn: z.string(), documentName: z.string(), externalId: z.string() })])
    .rest(z.object({ externalId: z.string() })),
});

/** The sandbox as the program it is: started, killed, started again. */
describe("the sandbox's process", () => {
  let folder: string;
  const running: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "halligan-sandbox-"));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function start(environment: Record<string, string> = {}): { child: ChildProcess; output: () => string } {
    const child = fork(join(import.meta.dirname, "main.ts"), {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        PATH: process.env.PATH,
        TMPDIR: tmpdir(),
        NODE_ENV: "test",
        SANDBOX_PORT: "0",
        SANDBOX_STATE: folder,
        ...environment,
      },
    });
    running.push(child);
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
    }
    return { child, output: () => text };
  }

  async function startReady(environment?: Record<string, string>) {
    const started = start(environment);
    const [message] = await once(started.child, "message");
    expect(message).toEqual({ ready: true });
    return {
      ...started,
      file: credentials.parse(JSON.parse(readFileSync(join(folder, "credentials.json"), "utf8"))),
    };
  }

  it("keeps keys, credentials and documents over kill -9", async () => {
    const first = await startReady();
    expect(statSync(join(folder, "credentials.json")).mode & 0o777).toBe(0o600);
    const config = { region: first.file.region, maxAttempts: 1 };
    const gateway = first.file.users.gateway;
    const operator = first.file.users.operator;
    if (!gateway || !operator) throw new Error("no users");
    const sts = new STSClient({ ...config, endpoint: first.file.endpoint, credentials: { ...gateway } });
    const assumed = await sts.send(
      new AssumeRoleCommand({ RoleArn: first.file.accounts[0].brokerRoleArn, RoleSessionName: "gateway" }),
    );
    const ssm = new SSMClient({ ...config, endpoint: first.file.endpoint, credentials: { ...operator } });
    const Content = JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: {} });
    await ssm.send(new CreateDocumentCommand({ Name: "Kept-Document", Content, DocumentType: "Session" }));
    first.child.kill("SIGKILL");
    await once(first.child, "exit");

    const second = await startReady();
    expect(second.file.users).toEqual(first.file.users);
    expect(second.file.accounts).toEqual(first.file.accounts);
    const keys = {
      accessKeyId: assumed.Credentials?.AccessKeyId ?? "",
      secretAccessKey: assumed.Credentials?.SecretAccessKey ?? "",
      sessionToken: assumed.Credentials?.SessionToken ?? "",
    };
    const again = new STSClient({ ...config, endpoint: second.file.endpoint, credentials: keys });
    expect((await again.send(new GetCallerIdentityCommand({}))).Arn).toContain(
      "assumed-role/HalliganBroker/gateway",
    );
    const after = new SSMClient({ ...config, endpoint: second.file.endpoint, credentials: { ...operator } });
    expect((await after.send(new GetDocumentCommand({ Name: "Kept-Document" }))).Content).toBe(Content);
  });

  it("ends when its launcher's channel closes, and on SIGTERM", async () => {
    const orphan = await startReady();
    orphan.child.disconnect();
    expect(await once(orphan.child, "exit")).toEqual([0, null]);
    const told = await startReady();
    told.child.kill("SIGTERM");
    expect(await once(told.child, "exit")).toEqual([0, null]);
  });

  it("says in one sentence that its port is taken, or that a setting is missing", async () => {
    const first = await startReady();
    const port = new URL(first.file.endpoint).port;
    const second = start({ SANDBOX_PORT: port, SANDBOX_STATE: join(folder, "second") });
    expect(await once(second.child, "exit")).toEqual([1, null]);
    expect(second.output().trim()).toBe(
      `Port ${port} is taken on 127.0.0.1; set SANDBOX_PORT to a free one.`,
    );
    const third = start({ SANDBOX_STATE: "" });
    expect(await once(third.child, "exit")).toEqual([1, null]);
    expect(third.output()).toMatch(/^SANDBOX_STATE: /);
  });

  it("prints what the AWS CLI needs only when asked", async () => {
    const printing = await startReady({ SANDBOX_PRINT_ENV: "1" });
    await expect.poll(() => printing.output()).toMatch(/^ready$/m);
    expect(printing.output()).toMatch(/^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(printing.output()).toMatch(/^AWS_SECRET_ACCESS_KEY=\S{40}$/m);
    printing.child.kill("SIGTERM");
    await once(printing.child, "exit");
    const silent = await startReady();
    await expect.poll(() => silent.output()).toMatch(/^ready$/m);
    expect(silent.output()).not.toContain("SECRET");
  });
});
