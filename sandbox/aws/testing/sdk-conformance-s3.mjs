import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import * as s3 from "@aws-sdk/client-s3";

/** The checks of S3 by the SDK. Each builds on the one before: the first makes the bucket. */
export function objectChecks(config) {
  const client = new s3.S3Client(config);
  const mark = randomBytes(4).toString("hex");
  const Bucket = `sdk-${mark}`;
  const send = (command) => client.send(command);
  const CreateBucketConfiguration = { LocationConstraint: config.region };
  const text = async (rest) =>
    (await send(new s3.GetObjectCommand({ Bucket, ...rest }))).Body.transformToString();
  return [
    [
      "S3: CreateBucket, HeadBucket, GetBucketLocation, ListBuckets",
      async () => {
        await send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
        const { BucketRegion } = await send(new s3.HeadBucketCommand({ Bucket }));
        const { LocationConstraint } = await send(new s3.GetBucketLocationCommand({ Bucket }));
        const { Buckets } = await send(new s3.ListBucketsCommand({}));
        const isListed = Buckets.some(({ Name }) => Name === Bucket);
        return expect(
          isListed && BucketRegion === LocationConstraint,
          `${BucketRegion} ${LocationConstraint}`,
        );
      },
    ],
    [
      "S3: PutObject of a text and of a stream, GetObject whole and in part, HeadObject",
      async () => {
        await send(
          new s3.PutObjectCommand({ Bucket, Key: "text", Body: "0123456789", Metadata: { a: "b" } }),
        );
        const bytes = randomBytes(200_000);
        const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
        await send(new s3.PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: bytes.length }));
        const back = await (
          await send(new s3.GetObjectCommand({ Bucket, Key: "stream" }))
        ).Body.transformToByteArray();
        const part = await text({ Key: "text", Range: "bytes=2-4" });
        const { ContentLength, Metadata } = await send(new s3.HeadObjectCommand({ Bucket, Key: "text" }));
        const isWhole = hash(back) === hash(bytes);
        return expect(
          isWhole && part === "234" && ContentLength === 10 && Metadata.a === "b",
          `${isWhole} ${part}`,
        );
      },
    ],
    [
      "S3: PutObject under a condition, and a checksum that is wrong",
      async () => {
        const put = { Bucket, Key: "text", Body: "x" };
        const condition = await refusal(send(new s3.PutObjectCommand({ ...put, IfNoneMatch: "*" })));
        const digest = await refusal(send(new s3.PutObjectCommand({ ...put, ChecksumCRC32: "AAAAAA==" })));
        return expect(condition === "PreconditionFailed" && digest === "BadDigest", `${condition} ${digest}`);
      },
    ],
    [
      "S3: ListObjectsV2 in pages, with delimiter",
      async () => {
        for (const Key of ["d/1", "d/2", "d/3"])
          await send(new s3.PutObjectCommand({ Bucket, Key, Body: Key }));
        const keys = [];
        const input = { Bucket, Prefix: "d/", MaxKeys: 1 };
        for await (const page of s3.paginateListObjectsV2({ client }, input))
          keys.push(...page.Contents.map(({ Key }) => Key));
        const { CommonPrefixes } = await send(new s3.ListObjectsV2Command({ Bucket, Delimiter: "/" }));
        return expect(keys.join() === "d/1,d/2,d/3" && CommonPrefixes[0].Prefix === "d/", keys.join());
      },
    ],
    [
      "S3: a multipart upload from begin to end, and one that is aborted",
      async () => {
        const about = { Bucket, Key: "parts" };
        const first = Buffer.alloc(5 * 1024 * 1024, "part");
        const { UploadId } = await send(new s3.CreateMultipartUploadCommand(about));
        const upload = { ...about, UploadId };
        const Parts = [];
        for (const [index, Body] of [first, Buffer.from("end")].entries()) {
          const PartNumber = index + 1;
          const { ETag } = await send(new s3.UploadPartCommand({ ...upload, PartNumber, Body }));
          Parts.push({ PartNumber, ETag });
        }
        const listed = await send(new s3.ListPartsCommand(upload));
        await send(new s3.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
        const end = await text({ Key: "parts", Range: `bytes=${first.length - 1}-` });
        const other = await send(new s3.CreateMultipartUploadCommand(about));
        await send(new s3.AbortMultipartUploadCommand({ ...about, UploadId: other.UploadId }));
        return expect(listed.Parts.length === 2 && end === "tend", end);
      },
    ],
    [
      "S3: versions, delete markers and DeleteObjects",
      async () => {
        const VersioningConfiguration = { Status: "Enabled" };
        await send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
        const { VersionId } = await send(new s3.PutObjectCommand({ Bucket, Key: "v", Body: "kept" }));
        const Delete = { Objects: [{ Key: "v" }, { Key: "text" }] };
        const { Deleted } = await send(new s3.DeleteObjectsCommand({ Bucket, Delete }));
        const { Versions, DeleteMarkers } = await send(
          new s3.ListObjectVersionsCommand({ Bucket, Prefix: "v" }),
        );
        const kept = await text({ Key: "v", VersionId });
        const isRight = Deleted.length === 2 && Versions.length === 1 && DeleteMarkers.length === 1;
        return expect(isRight && kept === "kept", JSON.stringify(Versions));
      },
    ],
    [
      "S3: GetBucketEncryption and PutBucketEncryption",
      async () => {
        const byDefault = { SSEAlgorithm: "AES256" };
        const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }];
        await send(
          new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
        );
        const answer = await send(new s3.GetBucketEncryptionCommand({ Bucket }));
        const [rule] = answer.ServerSideEncryptionConfiguration.Rules;
        return expect(rule.BucketKeyEnabled === true, JSON.stringify(rule));
      },
    ],
    [
      "S3: Object Lock refuses the deletion of a locked version",
      async () => {
        const at = { Bucket: `${Bucket}-locked`, Key: "l" };
        const bucket = { Bucket: at.Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true };
        await send(new s3.CreateBucketCommand(bucket));
        const lock = {
          ObjectLockMode: "COMPLIANCE",
          ObjectLockRetainUntilDate: new Date(Date.now() + 3600_000),
        };
        const { VersionId } = await send(new s3.PutObjectCommand({ ...at, Body: "x", ...lock }));
        const { Retention } = await send(new s3.GetObjectRetentionCommand(at));
        const code = await refusal(send(new s3.DeleteObjectCommand({ ...at, VersionId })));
        return expect(Retention.Mode === "COMPLIANCE" && code === "AccessDenied", code);
      },
    ],
  ];
}

/** The code that a call is refused with. */
export async function refusal(call) {
  try {
    await call;
  } catch (error) {
    return error.name;
  }
  return "not refused";
}

function expect(isTrue, otherwise) {
  return isTrue ? undefined : otherwise;
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
