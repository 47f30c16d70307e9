import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Session as AwsSession,
  DescribeSessionsCommand,
  ResumeSessionCommand,
  SSMClient,
  StartSessionCommand,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import {
  type Assumption,
  AwsCredentials,
  assumeRole,
  clientSettings,
  standingRole,
  withRole,
} from "./credentials";
import { calling } from "./errors";
import { PageTokens } from "./page-tokens";

interface Place {
  account: AccountConfig;
  region: string;
}

function client(region: string, credentials: AwsCredentials): SSMClient {
  return new SSMClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials) });
}

/**
 * Credentials of one session: broker, then the target role with the session's own policy. Chained, so AWS gives
 * one hour at most and refuses more; 900 seconds is the least.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @throws AppError AWS_*
 */
export async function assumeTarget(
  account: AccountConfig,
  session: Required<
    Pick<Assumption, "roleSessionName" | "policy" | "sourceIdentity" | "tags" | "durationSeconds">
  >,
): Promise<AwsCredentials> {
  const broker = await standingRole(account, account.brokerRoleArn);
  return assumeRole({ account, roleArn: account.targetRoleArn, ...session }, broker);
}

/** StartSession of the named document. The token opens the shell: it goes to the data channel and nowhere else. */
export async function startSession(
  credentials: AwsCredentials,
  start: { region: string; nodeId: string; documentName: string; reason: string },
): Promise<{ awsSessionId: string; tokenValue: string; streamUrl: string }> {
  // A retry after a lost answer could open a second shell: one attempt. Nor may it go over a kept connection that the
  // other side may just have closed, which would look the same.
  const connections = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };
  const ssm = new SSMClient({
    ...clientSettings(start.region, undefined, connections),
    credentials: AwsCredentials.open(credentials),
    maxAttempts: 1,
  });
  const answer = await afterThrottling(() =>
    calling("StartSession", () =>
      ssm.send(
        new StartSessionCommand({
          Target: start.nodeId,
          DocumentName: start.documentName,
          Reason: start.reason.slice(0, 256),
        }),
      ),
    ),
  );
  if (!answer.SessionId || !answer.TokenValue || !answer.StreamUrl)
    throw new AppError("AWS_INVALID", "StartSession answered without a session");
  return { awsSessionId: answer.SessionId, tokenValue: answer.TokenValue, streamUrl: answer.StreamUrl };
}

const PAUSES_MS = [300, 900];

/** Asks again when AWS said that it did nothing but ask to slow down. */
async function afterThrottling<T>(call: () => Promise<T>): Promise<T> {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await call();
    } catch (error) {
      if (!isAppError(error) || error.code !== "AWS_THROTTLED") throw error;
      await pause(milliseconds);
    }
  }
  return call();
}

/** ResumeSession. An answer without a token means that the session is over: undefined. */
export async function resumeAwsSession(
  credentials: AwsCredentials,
  session: { region: string; awsSessionId: string },
): Promise<{ tokenValue: string } | undefined> {
  const answer = await calling("ResumeSession", () =>
    client(session.region, credentials).send(new ResumeSessionCommand({ SessionId: session.awsSessionId })),
  );
  return answer.TokenValue ? { tokenValue: answer.TokenValue } : undefined;
}

/** TerminateSession by the closer role. Ending what is over already is no error of AWS. */
export async function terminateSession({ account, region }: Place, awsSessionId: string): Promise<void> {
  await withRole(account, account.closerRoleArn, (credentials) =>
    calling("TerminateSession", () =>
      client(region, credentials).send(new TerminateSessionCommand({ SessionId: awsSessionId })),
    ),
  );
}

export interface AwsSessionRow {
  awsSessionId: string;
  nodeId: string;
  /** ARN of the principal that opened it. */
  owner: string;
  status: string;
  documentName: string;
  /** What that principal said, if anything. */
  reason: string | undefined;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
}

/** Every session that AWS has open in one account and region, all pages, asked as the closer. */
export async function listActiveSessions(place: Place): Promise<AwsSessionRow[]> {
  return describeSessions(place, { State: "Active" });
}

/** What AWS says of one session now: open, or over, or unknown. */
export async function findAwsSession(
  place: Place,
  awsSessionId: string,
): Promise<{ isActive: boolean; status: string | undefined }> {
  const Filters = [{ key: "SessionId" as const, value: awsSessionId }];
  const active = await describeSessions(place, { State: "Active", Filters });
  if (active[0]) return { isActive: true, status: active[0].status };
  const past = await describeSessions(place, { State: "History", Filters });
  return { isActive: false, status: past[0]?.status };
}

/**
 * A page of the sessions that are over in one account and region: AWS has them for 30 days.
 * @param query.startedAfter those that started at or after this instant only
 * @param query.nextToken of the page before
 * @throws AppError AWS_*; AWS_INVALID for a token that AWS does not know any more
 */
export async function listPastSessions(
  { account, region }: Place,
  { startedAfter, nextToken }: { startedAfter?: Date | undefined; nextToken?: string | undefined },
): Promise<{ sessions: AwsSessionRow[]; nextToken: string | undefined }> {
  return withRole(account, account.closerRoleArn, async (credentials) => {
    const page = await calling("DescribeSessions", () =>
      client(region, credentials).send(
        new DescribeSessionsCommand({
          ...{ State: "History", MaxResults: 200 },
          ...(startedAfter ? { Filters: [{ key: "InvokedAfter", value: wholeSeconds(startedAfter) }] } : {}),
          ...(nextToken === undefined ? {} : { NextToken: nextToken }),
        }),
      ),
    );
    return { sessions: (page.Sessions ?? []).map(rowOf), nextToken: page.NextToken || undefined };
  });
}

/** What AWS says of a session that is over; undefined: it has none of this id, or not yet. */
export async function findPastSession(
  place: Place,
  awsSessionId: string,
): Promise<AwsSessionRow | undefined> {
  const Filters = [{ key: "SessionId" as const, value: awsSessionId }];
  return (await describeSessions(place, { State: "History", Filters }))[0];
}

/** `2024-08-29T00:00:00Z`, as AWS documents the filter. */
function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

async function describeSessions(
  { account, region }: Place,
  query: { State: "Active" | "History"; Filters?: { key: "SessionId"; value: string }[] },
): Promise<AwsSessionRow[]> {
  return withRole(account, account.closerRoleArn, async (credentials) => {
    const ssm = client(region, credentials);
    const rows: AwsSessionRow[] = [];
    const tokens = new PageTokens("DescribeSessions");
    let token: string | undefined;
    do {
      const page = await calling("DescribeSessions", () =>
        ssm.send(
          new DescribeSessionsCommand({ ...query, MaxResults: 200, ...(token ? { NextToken: token } : {}) }),
        ),
      );
      rows.push(...(page.Sessions ?? []).map(rowOf));
      token = tokens.next(page.NextToken);
    } while (token);
    return rows;
  });
}

function rowOf(session: AwsSession): AwsSessionRow {
  return {
    awsSessionId: session.SessionId ?? "",
    nodeId: session.Target ?? "",
    owner: session.Owner ?? "",
    status: session.Status ?? "",
    documentName: session.DocumentName ?? "",
    reason: session.Reason,
    startedAt: session.StartDate,
    endedAt: session.EndDate,
  };
}
