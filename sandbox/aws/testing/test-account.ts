import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { OffsetClock } from "../clock";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox";
import { CORE, DATA } from "../seed/account";
import { createSessionPort } from "../sessions/service";
import { externalIdOf } from "../stores/install";

export const CONTROL_TOKEN = "control-token-of-a-test";

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A clock that stands where a test puts it. */
export class StandingClock extends OffsetClock {
  constructor(public at: number) {
    super();
  }

  override now(): number {
    return this.at;
  }
}

export interface TestAccount {
  sandbox: Sandbox;
  stateDir: string;
  operator: Keys;
  gateway: Keys;
  jobs: Keys;
  /** The broker's credentials, assumed by the gateway's user. */
  broker(): Promise<Keys>;
  /** A target-role session through the broker, with external id and source identity. */
  target(input: Partial<AssumeRoleCommandInput> & { RoleSessionName: string }): Promise<Keys>;
  /** Stops the sandbox and starts another on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox of its own in this process, on a free port and a folder of its own. */
export async function startTestAccount(options: Partial<SandboxOptions> = {}): Promise<TestAccount> {
  const stateDir = mkdtempSync(join(tmpdir(), "halligan-sandbox-"));
  const start = () =>
    startSandbox({
      stateDir,
      port: 0,
      socketSeconds: 3600,
      controlToken: CONTROL_TOKEN,
      createSessionPort: (deps) => createSessionPort({ ...deps, promptDelayMs: 0 }),
      ...(process.getuid?.() === 0 ? { shellUid: 65_533 } : {}),
      ...options,
    });
  const account: TestAccount = {
    sandbox: await start(),
    stateDir,
    get operator() {
      return account.sandbox.install.users.operator;
    },
    get gateway() {
      return account.sandbox.install.users.gateway;
    },
    get jobs() {
      return account.sandbox.install.users.jobs;
    },
    broker: () =>
      assume(account.sandbox, account.gateway, {
        RoleArn: roleArn("HalliganBroker"),
        RoleSessionName: "gateway",
        ExternalId: externalIdOf(account.sandbox.install, CORE.accountId),
      }),
    target: async (input) =>
      assume(account.sandbox, await account.broker(), {
        RoleArn: roleArn("HalliganTarget"),
        ExternalId: externalIdOf(account.sandbox.install, CORE.accountId),
        SourceIdentity: "ana",
        ...input,
      }),
    restart: async () => {
      await account.sandbox.close();
      account.sandbox = await start();
    },
    close: async () => {
      await account.sandbox.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
  return account;
}

export function roleArn(name: string, accountId = CORE.accountId): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

/** An administrator of account data: the operator, through the role that the organisation has in it. */
export function dataOperator(account: TestAccount): Promise<Keys> {
  return assume(account.sandbox, account.operator, {
    RoleArn: roleArn("OrganizationAccountAccessRole", DATA.accountId),
    RoleSessionName: "operator",
  });
}

/** AssumeRole with these keys; what comes back are keys again. */
export async function assume(sandbox: Sandbox, keys: Keys, input: AssumeRoleCommandInput): Promise<Keys> {
  const { Credentials } = await clients(sandbox, keys).sts.send(new AssumeRoleCommand(input));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

/** The real SDK's clients, pointed at the sandbox. */
export function clients(sandbox: Sandbox, keys: Keys, region: string = CORE.regions[0]) {
  // A copy: the SDK writes into the object it is given.
  const config = { endpoint: sandbox.endpoint, region, credentials: { ...keys }, maxAttempts: 1 };
  return {
    sts: new STSClient(config),
    iam: new IAMClient(config),
    ec2: new EC2Client(config),
    ssm: new SSMClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudtrail: new CloudTrailClient(config),
  };
}

/** The code and sentence a call was refused with; throws when it was not refused. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata =
      "$metadata" in error && typeof error.$metadata === "object" ? error.$metadata : undefined;
    const status = metadata && "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : undefined;
    return { code: error.name, message: error.message, status };
  }
  throw new Error("the call was expected to be refused");
}
