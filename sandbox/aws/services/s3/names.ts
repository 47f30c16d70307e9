import { authorize, type Demand } from "../../iam/authorize";
import type { Context } from "../../iam/context";
import type { Bucket } from "../../stores/object-entries";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";
import type { S3Input } from "./operation";

const BUCKET_NAME = /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MAX_KEY_BYTES = 1024;

export interface S3Target {
  bucket: string;
  key: string;
  query: Map<string, string>;
}

/**
 * Bucket, key and query of a path-style address. A key is a name and nothing else: dots, slashes and control characters
 * have no meaning.
 *
 * @throws AwsError InvalidURI, KeyTooLongError
 */
export function readTarget(url: string): S3Target {
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  const query = new Map(new URLSearchParams(question < 0 ? "" : url.slice(question + 1)));
  const [, rawBucket = "", rawKey = ""] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  const bucket = decode(rawBucket);
  const key = decode(rawKey);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new AwsError("KeyTooLongError", "Your key is too long", 400);
  }
  return { bucket, key, query };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", 400);
  }
}

export function isBucketName(name: string): boolean {
  return BUCKET_NAME.test(name);
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

/** The demand of a call on the bucket itself. */
export function bucketDemand(action: string, { bucket }: Pick<S3Input, "bucket">, context?: Context): Demand {
  return { action, resource: bucketArn(bucket), ...(context ? { context } : {}) };
}

export function objectDemand(
  action: string,
  { bucket, key }: Pick<S3Input, "bucket" | "key">,
  context?: Context,
): Demand {
  return { action, resource: `${bucketArn(bucket)}/${key}`, ...(context ? { context } : {}) };
}

/** Whether a further demand would be allowed: what S3 asks itself before it says which objects exist. */
export async function isAllowed(demand: Demand, { world, caller, region, now }: Call): Promise<boolean> {
  const account = world.accounts.get(caller.accountId);
  return account !== undefined && (await authorize(demand, { account, caller, region, now })).allowed;
}

/**
 * The bucket of a request. There are no bucket policies here, so nobody reaches another account's.
 *
 * @throws AwsError NoSuchBucket, AccessDenied, AuthorizationHeaderMalformed (signed for another region)
 */
export function findBucket(input: Pick<S3Input, "bucket" | "headers">, call: Call): Bucket {
  const bucket = findBucketAnywhere(input, call);
  if (bucket.region !== call.region) {
    throw new WrongRegion(call.region, bucket.region);
  }
  return bucket;
}

/** As `findBucket`, for GetBucketLocation, which may be asked in any region. */
export function findBucketAnywhere(input: Pick<S3Input, "bucket" | "headers">, call: Call): Bucket {
  if (!isBucketName(input.bucket)) {
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400);
  }
  const bucket = call.world.objects.bucket(input.bucket);
  if (!bucket) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  const expected = input.headers["x-amz-expected-bucket-owner"];
  const isExpected = expected === undefined || expected === bucket.accountId;
  if (bucket.accountId !== call.accountId || !isExpected) throw new AwsError("AccessDenied", "Access Denied");
  return bucket;
}

/** Clients read the right region from this answer and try there. */
export class WrongRegion extends AwsError {
  constructor(
    used: string,
    readonly region: string,
  ) {
    super(
      "AuthorizationHeaderMalformed",
      `The authorization header is malformed; the region '${used}' is wrong; expecting '${region}'`,
      400,
    );
  }
}

/** `encoding-type=url`: for keys that XML can't carry. */
export function encodeKey(text: string, query: ReadonlyMap<string, string>): string {
  if (query.get("encoding-type") !== "url") return text;
  return encodeURIComponent(text)
    .replace(/[!'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
}
