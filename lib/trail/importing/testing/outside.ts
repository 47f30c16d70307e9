import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { AwsCredentials, accountOf, clientSettings } from "@/lib/aws/credentials";
import { s3Client } from "@/lib/aws/objects/objects";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { NODES } from "@/lib/requests/testing/world";
import type { AwsWorld } from "@/lib/sessions/testing/aws-world";
import { logObjectKey } from "../../intake/fetch-object";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const BUCKET = `halligan-session-logs-${ACCOUNT}`;

/** What somebody does who is nobody of the portal's: the account's operator, with keys of their own. */
export function outsider({ operator }: Pick<AwsWorld, "operator">) {
  const settings = { ...clientSettings(REGION), credentials: operator };
  const ssm = new SSMClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const { logGroupName } = accountOf(ACCOUNT);
  return {
    /** @returns AWS's id */
    async opens(nodeId: string = NODES.ledger, Reason?: string): Promise<string> {
      const start = new StartSessionCommand({ Target: nodeId, ...(Reason ? { Reason } : {}) });
      return (await ssm.send(start)).SessionId ?? "";
    },
    async ends(awsSessionId: string): Promise<void> {
      await ssm.send(new TerminateSessionCommand({ SessionId: awsSessionId }));
    },
    /** The stream as an agent makes it. */
    async logs(logStreamName: string, messages: readonly string[]): Promise<void> {
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      const timestamp = Date.now();
      for (let from = 0; from < messages.length; from += 4)
        await logs.send(
          new PutLogEventsCommand({
            ...{ logGroupName, logStreamName },
            logEvents: messages.slice(from, from + 4).map((message) => ({ timestamp, message })),
          }),
        );
    },
    /** The object as an agent puts it. */
    async puts(awsSessionId: string, Body: Uint8Array): Promise<void> {
      const Key = logObjectKey("sessions", awsSessionId);
      await s3Client(REGION, new AwsCredentials(operator)).send(
        new PutObjectCommand({ Bucket: BUCKET, Key, Body }),
      );
    },
  };
}

/** The row of a session of AWS's, as only the tables' owner sees all of it. */
export async function importedRow(awsSessionId: string) {
  return handleOf(owning()).session.findUniqueOrThrow({
    where: { awsSessionId },
    include: { imported: true, review: true },
  });
}
