import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetBucketEncryptionCommand } from "@aws-sdk/client-s3";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";
import { s3Client } from "./objects/objects";

interface Place {
  account: AccountConfig;
  region: string;
}

/** Pages of groups whose names begin alike. */
const MOST_PAGES = 4;

/**
 * Whether a log group is there, and has a key of KMS, as the account's reader sees it.
 * @returns null: there is none of that name
 * @throws AppError AWS_*
 */
export function readLogGroup({ account, region }: Place, name: string): Promise<{ hasKey: boolean } | null> {
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const logs = new CloudWatchLogsClient({
      ...clientSettings(region),
      credentials: AwsCredentials.open(credentials),
    });
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const from = nextToken;
      const answer = await calling("DescribeLogGroups", () =>
        logs.send(
          new DescribeLogGroupsCommand({ logGroupNamePrefix: name, ...(from ? { nextToken: from } : {}) }),
        ),
      );
      const group = answer.logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (group) return { hasKey: Boolean(group.kmsKeyId) };
      nextToken = answer.nextToken;
      if (!nextToken) break;
    }
    return null;
  });
}

/**
 * Whether a bucket is there, and encrypts what is put into it, as the account's reader sees it.
 * @returns null: there is none of that name
 * @throws AppError AWS_*
 */
export function readBucketEncryption(
  { account, region }: Place,
  bucket: string,
): Promise<{ isEncrypted: boolean } | null> {
  return withRole(account, account.readerRoleArn, async (credentials) => {
    try {
      const answer = await calling("GetBucketEncryption", () =>
        s3Client(region, credentials).send(new GetBucketEncryptionCommand({ Bucket: bucket })),
      );
      return { isEncrypted: (answer.ServerSideEncryptionConfiguration?.Rules?.length ?? 0) > 0 };
    } catch (error) {
      if (isAppError(error) && error.code === "AWS_NOT_FOUND") return null;
      if (isAppError(error) && error.params.name === "ServerSideEncryptionConfigurationNotFoundError")
        return { isEncrypted: false };
      throw error;
    }
  });
}
