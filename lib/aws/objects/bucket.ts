import type { S3Client } from "@aws-sdk/client-s3";
import { ownCredentials, withRole } from "../credentials";
import { s3Client } from "./objects";

/**
 * Runs calls to a bucket of an account that is not connected.
 * @param region the bucket's
 * @param roleArn assumed first; undefined: the process's own role
 * @throws AppError AWS_*
 */
export async function withBucket<T>(
  { region, roleArn }: { region: string; roleArn: string | undefined },
  work: (s3: S3Client) => Promise<T>,
): Promise<T> {
  if (roleArn === undefined) return work(s3Client(region, await ownCredentials()));
  return withRole({ regions: [region] }, roleArn, (credentials) => work(s3Client(region, credentials)));
}
