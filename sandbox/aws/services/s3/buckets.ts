import { z } from "zod";
import type { Bucket } from "../../stores/object-entries";
import { AwsError } from "../../wire/aws-error";
import { pageOf } from "../../wire/paging";
import { bucketDemand, findBucket, findBucketAnywhere, isBucketName } from "./names";
import type { S3Operation } from "./operation";
import { elementAt, malformed, parseXml, textAt, writeXml } from "./xml";

/** The region whose buckets have no location constraint. */
const FIRST_REGION = "us-east-1";

export const bucketOperations = {
  ListBuckets: {
    method: "GET",
    on: "service",
    marks: [],
    allows: ["prefix", "max-buckets", "continuation-token", "bucket-region"],
    readOnly: true,
    event: "ListBuckets",
    demands: () => [{ action: "s3:ListAllMyBuckets", resource: "*" }],
    run: ({ query }, call) => {
      const buckets = call.world.objects
        .buckets()
        .filter(({ accountId }) => accountId === call.accountId)
        .filter(({ name }) => name.startsWith(query.get("prefix") ?? ""))
        .filter(({ region }) => region === (query.get("bucket-region") ?? region))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const size = z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .parse(query.get("max-buckets") ?? 10_000);
      const token = query.get("continuation-token");
      const page = pageOf(buckets, ({ name }) => name, size, token, "InvalidArgument");
      return {
        text: writeXml("ListAllMyBucketsResult", {
          Owner: { ID: call.accountId },
          Buckets: {
            Bucket: page.items.map(({ name, createdAt, region }) => ({
              Name: name,
              CreationDate: new Date(createdAt).toISOString(),
              BucketRegion: region,
            })),
          },
          ...(page.nextToken === undefined ? {} : { ContinuationToken: page.nextToken }),
        }),
      };
    },
  },

  CreateBucket: {
    method: "PUT",
    on: "bucket",
    marks: [],
    readOnly: false,
    event: "CreateBucket",
    demands: (input) => [bucketDemand("s3:CreateBucket", input)],
    run: async ({ bucket: name, headers, body }, call) => {
      const text = await body.text();
      const wanted = text.trim() === "" ? undefined : textAt(parseXml(text), "LocationConstraint");
      checkLocation(wanted || undefined, call.region);
      if (!isBucketName(name)) {
        throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", 400);
      }
      const existing = call.world.objects.bucket(name);
      if (existing) throw alreadyThere(existing.accountId === call.accountId);
      const hasLock = headers["x-amz-bucket-object-lock-enabled"]?.toLowerCase() === "true";
      call.world.objects.saveBucket({
        name,
        accountId: call.accountId,
        region: call.region,
        createdAt: call.now,
        encryption: { algorithm: "AES256", hasBucketKey: false },
        ...(hasLock ? { versioning: "Enabled" as const, objectLock: {} } : {}),
      });
      return { headers: { location: `/${name}` } };
    },
  },

  DeleteBucket: {
    method: "DELETE",
    on: "bucket",
    marks: [],
    readOnly: false,
    event: "DeleteBucket",
    demands: (input) => [bucketDemand("s3:DeleteBucket", input)],
    run: (input, call) => {
      const { name } = findBucket(input, call);
      const { objects } = call.world;
      if (objects.keys(name).length > 0) {
        const hasVersions = objects.bucket(name)?.versioning !== undefined;
        throw new AwsError(
          "BucketNotEmpty",
          `The bucket you tried to delete is not empty.${hasVersions ? " You must delete all versions in the bucket." : ""}`,
          409,
        );
      }
      for (const { uploadId } of objects.uploads(name)) objects.abortUpload(uploadId);
      objects.removeBucket(name);
      return { status: 204 };
    },
  },

  HeadBucket: {
    method: "HEAD",
    on: "bucket",
    marks: [],
    readOnly: true,
    event: "HeadBucket",
    demands: (input) => [bucketDemand("s3:ListBucket", input)],
    run: (input, call) => ({ headers: { "x-amz-bucket-region": findBucket(input, call).region } }),
  },

  GetBucketLocation: {
    method: "GET",
    on: "bucket",
    marks: ["location"],
    readOnly: true,
    event: "GetBucketLocation",
    demands: (input) => [bucketDemand("s3:GetBucketLocation", input)],
    run: (input, call) => {
      const { region } = findBucketAnywhere(input, call);
      // The one answer whose root holds text.
      const inner = region === FIRST_REGION ? "" : region;
      return { text: writeXml("LocationConstraint", {}).replace("></", `>${inner}</`) };
    },
  },

  GetBucketVersioning: {
    method: "GET",
    on: "bucket",
    marks: ["versioning"],
    readOnly: true,
    event: "GetBucketVersioning",
    demands: (input) => [bucketDemand("s3:GetBucketVersioning", input)],
    run: (input, call) => {
      const { versioning } = findBucket(input, call);
      return { text: writeXml("VersioningConfiguration", { Status: versioning }) };
    },
  },

  PutBucketVersioning: {
    method: "PUT",
    on: "bucket",
    marks: ["versioning"],
    readOnly: false,
    event: "PutBucketVersioning",
    demands: (input) => [bucketDemand("s3:PutBucketVersioning", input)],
    run: async (input, call) => {
      const text = await input.body.text();
      const status = z.enum(["Enabled", "Suspended"]).safeParse(textAt(parseXml(text), "Status"));
      if (!status.success) throw malformed();
      const bucket = findBucket(input, call);
      if (bucket.objectLock && status.data === "Suspended") {
        throw new AwsError(
          "InvalidBucketState",
          "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
          409,
        );
      }
      call.world.objects.saveBucket({ ...bucket, versioning: status.data });
      return {};
    },
  },

  GetBucketEncryption: {
    method: "GET",
    on: "bucket",
    marks: ["encryption"],
    readOnly: true,
    event: "GetBucketEncryption",
    demands: (input) => [bucketDemand("s3:GetEncryptionConfiguration", input)],
    run: (input, call) => {
      const { algorithm, keyId, hasBucketKey } = findBucket(input, call).encryption;
      const rule = {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId },
        BucketKeyEnabled: hasBucketKey,
      };
      return { text: writeXml("ServerSideEncryptionConfiguration", { Rule: rule }) };
    },
  },

  PutBucketEncryption: {
    method: "PUT",
    on: "bucket",
    marks: ["encryption"],
    readOnly: false,
    event: "PutBucketEncryption",
    demands: (input) => [bucketDemand("s3:PutEncryptionConfiguration", input)],
    run: async (input, call) => {
      const encryption = readEncryption(await input.body.text());
      call.world.objects.saveBucket({ ...findBucket(input, call), encryption });
      return {};
    },
  },

  DeleteBucketEncryption: {
    method: "DELETE",
    on: "bucket",
    marks: ["encryption"],
    readOnly: false,
    event: "DeleteBucketEncryption",
    demands: (input) => [bucketDemand("s3:PutEncryptionConfiguration", input)],
    run: (input, call) => {
      // Since 2023 there is no bucket without: it falls back to S3's own keys.
      const encryption = { algorithm: "AES256", hasBucketKey: false };
      call.world.objects.saveBucket({ ...findBucket(input, call), encryption });
      return { status: 204 };
    },
  },
} satisfies Record<string, S3Operation>;

function readEncryption(text: string): Bucket["encryption"] {
  const rule = elementAt(parseXml(text), "Rule");
  const algorithm = rule && textAt(rule, "ApplyServerSideEncryptionByDefault", "SSEAlgorithm");
  const known = z.enum(["AES256", "aws:kms"]).safeParse(algorithm);
  if (!rule || !known.success) throw malformed();
  const keyId = textAt(rule, "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID");
  if (keyId !== undefined && known.data === "AES256") {
    throw new AwsError(
      "InvalidArgument",
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms",
      400,
    );
  }
  const hasBucketKey = textAt(rule, "BucketKeyEnabled") === "true";
  return { algorithm: known.data, hasBucketKey, ...(keyId === undefined ? {} : { keyId }) };
}

/** @throws AwsError IllegalLocationConstraintException, InvalidLocationConstraint */
function checkLocation(wanted: string | undefined, region: string): void {
  if (wanted === FIRST_REGION) {
    throw new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid", 400);
  }
  if ((wanted ?? FIRST_REGION) === region) return;
  throw new AwsError(
    "IllegalLocationConstraintException",
    `The ${wanted ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );
}

function alreadyThere(isOwn: boolean): AwsError {
  return isOwn
    ? new AwsError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        409,
      )
    : new AwsError(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        409,
      );
}
