import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { devNull } from "node:os";
import { inspect } from "node:util";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { calling } from "./errors";
import { type AnswerLimits, LimitedHandler } from "./limited-handler";
import { type Keys, machineIdentity } from "./machine-identity";

/** Credentials that only lib/aws can open: they live in memory and print as nothing (invariant 10). */
export class AwsCredentials {
  readonly #keys: Keys;

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** For the clients of this folder. */
  static open(credentials: AwsCredentials): Keys {
    return credentials.#keys;
  }

  toJSON(): string {
    return "[credentials]";
  }

  [inspect.custom](): string {
    return "[credentials]";
  }
}

/**
 * Connections are shared by all clients of the process, so that a client may be made for each call without a new
 * handshake. A client must not be destroyed: its connections are everybody's.
 */
const agents = {
  httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
  httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
};

/** So long an answer's head is waited for. */
export const REQUEST_MS = 10_000;

/** The answers of AWS's APIs have a megabyte or two at most. */
const ANSWER: AnswerLimits = { milliseconds: 60_000, bytes: 32 * 1024 * 1024 };

/**
 * What every client gets: nothing is taken from the machine's own AWS configuration.
 * @param limits of one answer, where it is not that of an API
 * @param connections where those of all others must not be used
 */
export function clientSettings(
  region: string,
  limits: AnswerLimits = ANSWER,
  connections: { httpAgent: HttpAgent; httpsAgent: HttpsAgent } = agents,
): {
  region: string;
  endpoint?: string;
  maxAttempts: number;
  requestHandler: LimitedHandler;
} {
  closeSurroundings();
  const endpoint = config().HALLIGAN_AWS_ENDPOINT;
  // Without the third the second is only a warning in the log; the fourth is for an answer that stops in its middle.
  const options = {
    ...{ connectionTimeout: 2_000, requestTimeout: REQUEST_MS, throwOnRequestTimeout: true },
    socketTimeout: 10_000,
    ...connections,
  };
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 3,
    requestHandler: new LimitedHandler(options, limits),
  };
}

/** A file in somebody's home must not change where calls go or who makes them; the SDK reads it where it may. */
function closeSurroundings(): void {
  // Which Node the portal runs on is decided in package.json, not by a warning at every start.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.env.AWS_CONFIG_FILE = devNull;
  process.env.AWS_SHARED_CREDENTIALS_FILE = devNull;
}

type Provider = () => Promise<Keys>;
let baseProvider: Provider | undefined;

/** The process's own identity: the machine's or container's role; in the sandbox, keys of the sandbox's own making. */
function base(): Provider {
  baseProvider ??= makeBase();
  return baseProvider;
}

function makeBase(): Provider {
  if (config().HALLIGAN_WORLD === "production") return machineIdentity();
  return async () => {
    const { HALLIGAN_AWS_ACCESS_KEY_ID: accessKeyId, HALLIGAN_AWS_SECRET_ACCESS_KEY: secretAccessKey } =
      config();
    if (!accessKeyId || !secretAccessKey)
      throw new AppError(
        "CONFIG_INVALID",
        "this process has no AWS identity: HALLIGAN_AWS_ACCESS_KEY_ID is missing",
      );
    return { accessKeyId, secretAccessKey };
  };
}

/** From where a role is assumed, and what its trust asks for. */
export interface Assumer {
  regions: readonly string[];
  externalId?: string;
}

/** The process's own credentials, for what needs no other role. */
export async function ownCredentials(): Promise<AwsCredentials> {
  return new AwsCredentials(await base()());
}

export interface Assumption {
  account: Assumer;
  roleArn: string;
  roleSessionName: string;
  durationSeconds?: number;
  policy?: string;
  sourceIdentity?: string;
  tags?: Readonly<Record<string, string>>;
}

/** STS AssumeRole with the given credentials, or with the process's own. */
export async function assumeRole(assumption: Assumption, as?: AwsCredentials): Promise<AwsCredentials> {
  const { account, roleArn, roleSessionName, durationSeconds, policy, sourceIdentity, tags } = assumption;
  const sts = new STSClient({
    ...clientSettings(account.regions[0] ?? "us-east-1"),
    credentials: as ? AwsCredentials.open(as) : base(),
  });
  const { Credentials: given } = await calling("AssumeRole", () =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: roleSessionName,
        ...(durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }),
        ...(policy === undefined ? {} : { Policy: policy }),
        ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
        ...(tags === undefined || Object.keys(tags).length === 0
          ? {}
          : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
        ...(account.externalId === undefined ? {} : { ExternalId: account.externalId }),
      }),
    ),
  );
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
    throw new AppError("AWS_INVALID", "AssumeRole answered without credentials");
  return new AwsCredentials({
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    ...(given.Expiration ? { expiration: given.Expiration } : {}),
  });
}

/** Credentials are renewed so long before they run out. */
const EARLY_MS = 5 * 60_000;
const standing = new Map<string, Promise<AwsCredentials>>();

/** Credentials of a role that this process uses again and again (broker, reader, closer), renewed in time. */
export async function standingRole(account: Assumer, roleArn: string): Promise<AwsCredentials> {
  const held = standing.get(roleArn);
  if (held) {
    const { expiration } = AwsCredentials.open(await held);
    if (!expiration || expiration.getTime() - Date.now() > EARLY_MS) return held;
  }
  const fresh = assumeRole({ account, roleArn, roleSessionName: "halligan" });
  standing.set(roleArn, fresh);
  try {
    return await fresh;
  } catch (error) {
    if (standing.get(roleArn) === fresh) standing.delete(roleArn);
    throw error;
  }
}

/** Runs calls with a standing role; credentials that AWS no longer takes are renewed once. */
export async function withRole<T>(
  account: Assumer,
  roleArn: string,
  work: (credentials: AwsCredentials) => Promise<T>,
): Promise<T> {
  const credentials = await standingRole(account, roleArn);
  try {
    return await work(credentials);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "AWS_EXPIRED") throw error;
    standing.delete(roleArn);
    return work(await standingRole(account, roleArn));
  }
}

/** The account's settings. @throws AppError AWS_INVALID when it is not connected */
export function accountOf(accountId: string): AccountConfig {
  const account = config().HALLIGAN_ACCOUNTS.find((candidate) => candidate.accountId === accountId);
  if (!account) throw new AppError("AWS_INVALID", `account ${accountId} is not connected`);
  return account;
}
