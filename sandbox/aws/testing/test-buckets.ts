import { CreateBucketCommand, type CreateBucketCommandInput, S3Client } from "@aws-sdk/client-s3";
import type { Sandbox } from "../sandbox";
import type { Keys } from "./test-account";

/** The SDK's S3 client, pointed at the sandbox. */
export function s3Client(sandbox: Pick<Sandbox, "endpoint">, keys: Keys, region = "eu-west-1"): S3Client {
  return new S3Client({ endpoint: sandbox.endpoint, region, credentials: { ...keys }, maxAttempts: 1 });
}

/** A bucket in eu-west-1. */
export async function makeBucket(
  s3: S3Client,
  Bucket: string,
  rest: Partial<CreateBucketCommandInput> = {},
): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ...rest }));
}
