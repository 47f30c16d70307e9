import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, startTestAccount, type TestAccount } from "../../testing/test-account";
import { makeBucket, s3Client } from "../../testing/test-buckets";

let account: TestAccount;
let s3: S3Client;
const Bucket = "objects-of-a-test";

beforeAll(async () => {
  account = await startTestAccount();
  s3 = s3Client(account.sandbox, account.operator);
  await makeBucket(s3, Bucket);
});
afterAll(() => account.close());

const put = (Key: string, Body: string | Buffer | Readable, rest: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const get = (Key: string, rest: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...rest }));
const read = async (Key: string, rest: object = {}) => (await get(Key, rest)).Body?.transformToString();
const list = (rest: object = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...rest }));

describe("buckets", () => {
  it("are made in the region that the request is signed for, and say where they are", async () => {
    const location = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(location.LocationConstraint).toBe("eu-west-1");
    const head = await s3.send(new HeadBucketCommand({ Bucket }));
    expect(head.BucketRegion).toBe("eu-west-1");
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets).toContainEqual(expect.objectContaining({ Name: Bucket, BucketRegion: "eu-west-1" }));
    const elsewhere = s3Client(account.sandbox, account.operator, "us-east-1");
    await elsewhere.send(new CreateBucketCommand({ Bucket: "first-region" }));
    const first = await elsewhere.send(new GetBucketLocationCommand({ Bucket: "first-region" }));
    expect(first.LocationConstraint).toBeUndefined();
  });

  it("are refused under names that are taken or not names", async () => {
    expect(await refusal(makeBucket(s3, Bucket))).toMatchObject({
      code: "BucketAlreadyOwnedByYou",
      status: 409,
    });
    for (const name of ["UPPER", "a", "dots..twice", "127.0.0.1", "under_score"]) {
      expect(await refusal(makeBucket(s3, name)), name).toMatchObject({ code: "InvalidBucketName" });
    }
  });

  it("answer a request that is signed for another region with their own", async () => {
    const elsewhere = s3Client(account.sandbox, account.operator, "us-east-1");
    const call = elsewhere.send(new ListObjectsV2Command({ Bucket }));
    expect(await refusal(call)).toMatchObject({
      code: "AuthorizationHeaderMalformed",
      message: expect.stringContaining("expecting 'eu-west-1'"),
    });
  });

  it("are always encrypted, with S3's keys until told otherwise", async () => {
    const rules = async () => {
      const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      return answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
    };
    expect(await rules()).toEqual({ SSEAlgorithm: "AES256" });
    const byDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: "alias/logs" };
    const configuration = {
      Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }],
    };
    const change = new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: configuration,
    });
    await s3.send(change);
    expect(await rules()).toEqual(byDefault);
    const { ServerSideEncryption, SSEKMSKeyId } = await put("under-a-key", "x");
    expect([ServerSideEncryption, SSEKMSKeyId]).toEqual(["aws:kms", "alias/logs"]);
  });

  it("go only when they are empty", async () => {
    await makeBucket(s3, "to-be-removed");
    await s3.send(new PutObjectCommand({ Bucket: "to-be-removed", Key: "k", Body: "x" }));
    const remove = () => s3.send(new DeleteBucketCommand({ Bucket: "to-be-removed" }));
    expect(await refusal(remove())).toMatchObject({ code: "BucketNotEmpty", status: 409 });
    await s3.send(new DeleteObjectCommand({ Bucket: "to-be-removed", Key: "k" }));
    await remove();
    const gone = s3.send(new GetObjectCommand({ Bucket: "to-be-removed", Key: "k" }));
    expect(await refusal(gone)).toMatchObject({ code: "NoSuchBucket", status: 404 });
  });
});

describe("objects", () => {
  it("come back as they were put, with what was said of them", async () => {
    const put1 = await put("notes/today.txt", "good morning", {
      ContentType: "text/plain",
      ContentEncoding: "identity",
      CacheControl: "no-store",
      Metadata: { session: "ses_01ana" },
    });
    expect(put1.ETag).toBe(`"${createHash("md5").update("good morning").digest("hex")}"`);
    expect(put1.ChecksumCRC32).toBeDefined();
    const got = await get("notes/today.txt");
    expect(await got.Body?.transformToString()).toBe("good morning");
    expect(got).toMatchObject({
      ContentType: "text/plain",
      ContentEncoding: "identity",
      CacheControl: "no-store",
      ContentLength: 12,
      Metadata: { session: "ses_01ana" },
      ETag: put1.ETag,
      ChecksumCRC32: put1.ChecksumCRC32,
      AcceptRanges: "bytes",
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "notes/today.txt" }));
    expect(head).toMatchObject({ ContentLength: 12, ETag: put1.ETag, ContentType: "text/plain" });
    expect(head.LastModified?.getTime()).toBeCloseTo(Date.now(), -5);
  });

  it("arrive as a stream in signed-less chunks whose framing is not stored", async () => {
    const body = Buffer.alloc(300_000, "stream ");
    const pieces = function* () {
      for (let at = 0; at < body.length; at += 70_000) yield body.subarray(at, at + 70_000);
    };
    await put("streamed", Readable.from(pieces()), { ContentLength: body.length });
    const got = await get("streamed");
    expect(got.ContentEncoding).toBeUndefined();
    expect(body.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    expect(got.ChecksumCRC32).toBeDefined();
  });

  it("may be empty", async () => {
    await put("empty", "");
    expect(await read("empty")).toBe("");
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "empty" }))).ContentLength).toBe(0);
  });

  it("are given in part", async () => {
    await put("digits", "0123456789");
    const parts = { "bytes=2-4": "234", "bytes=7-": "789", "bytes=-3": "789", "bytes=8-99": "89" };
    for (const [Range, expected] of Object.entries(parts))
      expect(await read("digits", { Range }), Range).toBe(expected);
    const one = await get("digits", { Range: "bytes=2-4" });
    expect([one.$metadata.httpStatusCode, one.ContentRange, one.ContentLength]).toEqual([
      206,
      "bytes 2-4/10",
      3,
    ]);
    expect(await refusal(get("digits", { Range: "bytes=10-" }))).toMatchObject({
      code: "InvalidRange",
      status: 416,
    });
  });

  it("are given, kept and replaced under conditions", async () => {
    const { ETag } = await put("guarded", "first", { IfNoneMatch: "*" });
    const failed = { code: "PreconditionFailed", status: 412 };
    expect(await refusal(put("guarded", "second", { IfNoneMatch: "*" }))).toMatchObject(failed);
    expect(await refusal(put("guarded", "second", { IfMatch: '"0"' }))).toMatchObject(failed);
    expect(await refusal(get("guarded", { IfMatch: '"0"' }))).toMatchObject(failed);
    expect(await refusal(get("guarded", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    await put("guarded", "second", { IfMatch: ETag });
    expect(await read("guarded")).toBe("second");
  });

  it("let one of many writers of a new key win", async () => {
    const writes = Array.from({ length: 8 }, (_, index) =>
      put("race", `writer ${index}`, { IfNoneMatch: "*" }),
    );
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are not stored when a checksum or a digest does not fit", async () => {
    const cases = [
      [{ ChecksumCRC32: "AAAAAA==" }, "BadDigest"],
      [{ ChecksumSHA256: createHash("sha256").update("other").digest("base64") }, "BadDigest"],
      [{ ContentMD5: createHash("md5").update("other").digest("base64") }, "BadDigest"],
      [{ ContentMD5: "not one" }, "InvalidDigest"],
    ] as const;
    for (const [rest, code] of cases) {
      expect(await refusal(put("wrong", "body", rest)), JSON.stringify(rest)).toMatchObject({
        code,
        status: 400,
      });
    }
    expect(await refusal(get("wrong"))).toMatchObject({ code: "NoSuchKey" });
    for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"] as const) {
      await put(`summed-${ChecksumAlgorithm}`, "body", { ChecksumAlgorithm });
      expect(await read(`summed-${ChecksumAlgorithm}`, { ChecksumMode: "ENABLED" })).toBe("body");
    }
  });

  it("lie in files whose names are ours, whatever their keys say", async () => {
    const keys = [
      "../../escape",
      "/absolute",
      "..",
      ".",
      "a/./b/../c//d",
      "%2e%2e%2f",
      "<&>\"'",
      "你好/😀",
      "tab\tnew\nline\r",
      " ",
    ];
    for (const key of keys) {
      await put(key, `body of ${key}`);
      expect(await read(key), JSON.stringify(key)).toBe(`body of ${key}`);
    }
    const listed = (await list({ EncodingType: "url" })).Contents?.map(({ Key }) =>
      decodeURIComponent(Key?.replaceAll("+", " ") ?? ""),
    );
    expect(listed).toEqual(expect.arrayContaining(keys));
    const folder = join(account.stateDir, "objects");
    const files = readdirSync(folder);
    expect(files.every((file) => /^[0-9a-f]{32}$/.test(file))).toBe(true);
    expect(statSync(join(folder, files[0] ?? "")).mode & 0o777).toBe(0o600);
    for (const key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    expect(await refusal(put("k".repeat(1025), "x"))).toMatchObject({ code: "KeyTooLongError" });
  });

  it("are deleted one by one and many at once, and a missing one is no failure", async () => {
    await Promise.all(["d/1", "d/2", "d/3"].map((key) => put(key, "x")));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "d/1" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "d/1" }));
    const Objects = [{ Key: "d/2" }, { Key: "d/3" }, { Key: "d/never" }];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect([Deleted?.map(({ Key }) => Key), Errors]).toEqual([["d/2", "d/3", "d/never"], undefined]);
    expect((await list({ Prefix: "d/" })).KeyCount).toBe(0);
  });

  it("leave no bytes behind when they go or are replaced", async () => {
    const count = () => readdirSync(join(account.stateDir, "objects")).length;
    const before = count();
    await put("replaced", "one");
    await put("replaced", "two");
    expect(count()).toBe(before + 1);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "replaced" }));
    expect(count()).toBe(before);
  });
});

describe("lists", () => {
  const keys = ["l/a", "l/b/1", "l/b/2", "l/c", "l/d/1", "l/é", "l/\ud83d\ude00", "l/\uffee"];
  beforeAll(async () => {
    for (const key of keys) await put(key, key);
  });

  it("are in the order of the bytes and come in pages that repeat and lose nothing", async () => {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({
        Prefix: "l/",
        MaxKeys: 3,
        ...(ContinuationToken ? { ContinuationToken } : {}),
      });
      expect(page.Contents?.length).toBeLessThanOrEqual(3);
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken);
    expect(found).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(await refusal(list({ ContinuationToken: "forged" }))).toMatchObject({ code: "InvalidArgument" });
  });

  it("group what lies behind a delimiter, also over pages", async () => {
    const all = await list({ Prefix: "l/", Delimiter: "/" });
    expect(all.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["l/b/", "l/d/"]);
    expect(all.Contents?.map(({ Key }) => Key).slice(0, 2)).toEqual(["l/a", "l/c"]);
    const first = await list({ Prefix: "l/", Delimiter: "/", MaxKeys: 2 });
    const rest = { Prefix: "l/", Delimiter: "/", ContinuationToken: first.NextContinuationToken };
    const second = await list({ ...rest, MaxKeys: 2 });
    expect([first.Contents?.[0]?.Key, first.CommonPrefixes?.[0]?.Prefix]).toEqual(["l/a", "l/b/"]);
    expect([second.Contents?.[0]?.Key, second.CommonPrefixes?.[0]?.Prefix]).toEqual(["l/c", "l/d/"]);
    expect((await list({ Prefix: "l/", StartAfter: "l/c", MaxKeys: 1 })).Contents?.[0]?.Key).toBe("l/d/1");
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });
});

describe("uploads in parts", () => {
  const Key = "in-parts";
  const big = Buffer.alloc(5 * 1024 * 1024, "0123456789abcdef");
  const begin = async () => {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key,
        ContentType: "text/plain",
        ChecksumAlgorithm: "CRC32",
      }),
    );
    return { Bucket, Key, UploadId };
  };
  const part = (upload: { UploadId: string | undefined }, PartNumber: number, Body: Buffer) =>
    s3.send(
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId: upload.UploadId,
        PartNumber,
        Body,
        ChecksumAlgorithm: "CRC32",
      }),
    );

  it("become one object whose tag counts the parts, and are read across their borders", async () => {
    const upload = await begin();
    const one = await part(upload, 1, big);
    await part(upload, 2, Buffer.from("replaced"));
    const two = await part(upload, 2, Buffer.from("the end"));
    const { Parts } = await s3.send(new ListPartsCommand(upload));
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, big.length],
      [2, 7],
    ]);
    const parts = [
      { PartNumber: 1, ETag: one.ETag, ChecksumCRC32: one.ChecksumCRC32 },
      { PartNumber: 2, ETag: two.ETag, ChecksumCRC32: two.ChecksumCRC32 },
    ];
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(done.ChecksumCRC32).toMatch(/-2$/);
    const got = await get(Key, { ChecksumMode: "ENABLED" });
    expect([got.ContentLength, got.ContentType]).toEqual([big.length + 7, "text/plain"]);
    const whole = Buffer.concat([big, Buffer.from("the end")]);
    expect(whole.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    expect(await read(Key, { Range: `bytes=${big.length - 2}-${big.length + 2}` })).toBe("efthe");
    expect(await refusal(s3.send(new ListPartsCommand(upload)))).toMatchObject({ code: "NoSuchUpload" });
  });

  it("are refused with parts that are missing, in another order or too small", async () => {
    const upload = await begin();
    const one = await part(upload, 1, Buffer.from("small"));
    const two = await part(upload, 2, Buffer.from("end"));
    const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      refusal(s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })));
    const [first, second] = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ];
    expect(await complete(second, first)).toMatchObject({ code: "InvalidPartOrder" });
    expect(await complete({ ...first, ETag: two.ETag })).toMatchObject({ code: "InvalidPart" });
    expect(await complete(first, second)).toMatchObject({ code: "EntityTooSmall" });
    expect(await refusal(part(upload, 10_001, big))).toMatchObject({ code: "InvalidArgument" });
    await s3.send(new AbortMultipartUploadCommand(upload));
    expect(await complete(first)).toMatchObject({ code: "NoSuchUpload" });
  });

  it("outlive a restart, as everything does, and what was torn is swept away", async () => {
    const upload = await begin();
    await part(upload, 1, Buffer.from("kept"));
    const count = () => readdirSync(join(account.stateDir, "objects")).length;
    const before = count();
    await account.restart();
    s3 = s3Client(account.sandbox, account.operator);
    expect(count()).toBe(before);
    const { Parts } = await s3.send(new ListPartsCommand(upload));
    expect(Parts).toHaveLength(1);
    expect(await read("digits")).toBe("0123456789");
    await s3.send(new AbortMultipartUploadCommand(upload));
    expect(count()).toBe(before - 1);
  });
});
