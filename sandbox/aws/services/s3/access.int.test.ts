import { readdirSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anchorBucket, recordingBucket, sessionBucket } from "../../seed/buckets";
import { type RawRequest, sendS3, signChunks, signS3 } from "../../testing/raw-s3";
import {
  assume,
  clients,
  dataOperator,
  type Keys,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "../../testing/test-account";
import { makeBucket, s3Client } from "../../testing/test-buckets";

const Bucket = "access-to-objects";
let account: TestAccount;
let s3: S3Client;
let reader: Keys;

beforeAll(async () => {
  account = await startTestAccount();
  s3 = s3Client(account.sandbox, account.operator);
  await makeBucket(s3, Bucket);
  await s3.send(new PutObjectCommand({ Bucket, Key: "there", Body: "x" }));
  reader = await assume(account.sandbox, account.jobs, {
    RoleArn: roleArn("HalliganReader"),
    RoleSessionName: "jobs",
  });
});
afterAll(() => account.close());

/** Signs and sends; the body may be another than the one that was signed for. */
async function send(request: RawRequest, body: Buffer | string = "", keys: Keys = account.operator) {
  const signed = await signS3(account.sandbox, keys, request);
  return sendS3(account.sandbox, { ...request, headers: signed.headers }, body);
}

const read = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

describe("signatures", () => {
  it("are needed: without one S3 tells only where a bucket is, which the agent asks", async () => {
    const path = `/${Bucket}`;
    const head = await sendS3(account.sandbox, { method: "HEAD", path });
    expect([head.status, head.headers["x-amz-bucket-region"]]).toEqual([403, "eu-west-1"]);
    expect((await sendS3(account.sandbox, { method: "HEAD", path: "/no-such-bucket" })).status).toBe(404);
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await sendS3(account.sandbox, { method, path: `${path}/there` });
      expect([answer.status, answer.body], method).toEqual([
        403,
        expect.stringContaining("<Code>AccessDenied</Code>"),
      ]);
    }
  });

  it("are refused when secret, key, path, query or a signed header is another", async () => {
    const request: RawRequest = { method: "GET", path: `/${Bucket}/there` };
    expect((await send(request)).status).toBe(200);
    const wrongSecret = await send(request, "", { ...account.operator, secretAccessKey: "x".repeat(40) });
    expect([wrongSecret.status, wrongSecret.body]).toEqual([
      403,
      expect.stringContaining("<Code>SignatureDoesNotMatch</Code>"),
    ]);
    const unknown = await send(request, "", { accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "x" });
    expect([unknown.status, unknown.body]).toEqual([
      403,
      expect.stringContaining("<Code>InvalidAccessKeyId</Code>"),
    ]);
    const { headers } = await signS3(account.sandbox, account.operator, request);
    for (const changed of [
      { ...request, path: `/${Bucket}/other`, headers },
      { ...request, query: { versionId: "null" }, headers },
      { ...request, headers: { ...headers, "x-amz-content-sha256": "0".repeat(64) } },
      { ...request, headers: { ...headers, "x-amz-meta-added": "unsigned" } },
    ]) {
      const answer = await sendS3(account.sandbox, changed);
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.stringContaining("<Code>SignatureDoesNotMatch</Code>"),
      ]);
    }
    const { "x-amz-content-sha256": _hash, ...bare } = headers;
    expect((await sendS3(account.sandbox, { ...request, headers: bare })).body).toContain(
      "<Code>InvalidRequest</Code>",
    );
  });

  it("of a path are made from it as it is, dots, slashes and all", async () => {
    for (const path of ["a/../b", "a//b", "a%2Fb", "sp%20ace%2Bplus", "%E4%BD%A0"]) {
      expect(
        (await send({ path: `/${Bucket}/${path}`, payload: "UNSIGNED-PAYLOAD" }, path)).status,
        path,
      ).toBe(200);
    }
    expect(await read("a/../b")).toBe("a/../b");
    expect(await read("a/b")).toBe("a%2Fb");
    expect(await read("sp ace+plus")).toBe("sp%20ace%2Bplus");
  });

  it("hold for the body whose hash they name", async () => {
    const payload = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const path = `/${Bucket}/hashed`;
    expect((await send({ path, payload }, "abc")).status).toBe(200);
    const other = await send({ path, payload }, "abd");
    expect([other.status, other.body]).toEqual([
      400,
      expect.stringContaining("<Code>XAmzContentSHA256Mismatch</Code>"),
    ]);
    expect(await read("hashed")).toBe("abc");
  });
});

describe("bodies in signed chunks", () => {
  const chunks = [Buffer.alloc(70_000, "first "), Buffer.alloc(65_536, 7), Buffer.from("last")];
  const whole = Buffer.concat(chunks);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(whole));
  const trailers = { "x-amz-checksum-crc32": sum.toString("base64") };
  const request = (kind: string, rest: Record<string, string> = {}): RawRequest => ({
    path: `/${Bucket}/chunked`,
    payload: `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${kind}`,
    headers: {
      "x-amz-decoded-content-length": String(whole.length),
      "content-encoding": "aws-chunked",
      ...rest,
    },
  });
  const withTrailer = { "x-amz-trailer": "x-amz-checksum-crc32" };

  async function upload(
    asked: RawRequest,
    change: (body: Buffer) => Buffer = (body) => body,
    sent = trailers,
  ) {
    const signed = await signS3(account.sandbox, account.operator, asked);
    const isTrailed = asked.headers?.["x-amz-trailer"] !== undefined;
    const body = signChunks(account.operator, signed, chunks, isTrailed ? sent : {});
    return sendS3(account.sandbox, { ...asked, headers: signed.headers }, change(body));
  }

  it("are put together, with and without a checksum behind them", async () => {
    for (const asked of [request(""), request("-TRAILER", withTrailer)]) {
      expect((await upload(asked)).status).toBe(200);
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: "chunked" }));
      expect(whole.equals((await got.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
      expect(got.ContentEncoding).toBeUndefined();
    }
  });

  it("are refused, and nothing is kept, when one byte or one signature is another", async () => {
    const files = () => readdirSync(join(account.stateDir, "objects")).length;
    const before = files();
    const flip = (at: number) => (body: Buffer) => {
      const changed = Buffer.from(body);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      return changed;
    };
    const refused = [403, expect.stringContaining("<Code>SignatureDoesNotMatch</Code>")];
    for (const at of [200, 75_000]) {
      const answer = await upload(request(""), flip(at));
      expect([answer.status, answer.body], `byte ${at}`).toEqual(refused);
    }
    const trailer = await upload(request("-TRAILER", withTrailer), (body) => flip(body.length - 10)(body));
    expect([trailer.status, trailer.body]).toEqual(refused);
    expect(files()).toBe(before);
  });

  it("are refused when they are cut off, too long, wrongly summed or lack their trailer", async () => {
    const cases: [string, Promise<{ status: number; body: string }>][] = [
      ["IncompleteBody", upload(request(""), (body) => body.subarray(0, 100_000))],
      ["IncompleteBody", upload(request("", { "x-amz-decoded-content-length": String(whole.length - 1) }))],
      [
        "BadDigest",
        upload(request("-TRAILER", withTrailer), undefined, { "x-amz-checksum-crc32": "AAAAAA==" }),
      ],
      ["MissingContentLength", upload({ ...request(""), headers: {} })],
    ];
    for (const [code, answer] of cases) expect((await answer).body, code).toContain(`<Code>${code}</Code>`);
    const signed = await signS3(account.sandbox, account.operator, request("-TRAILER", withTrailer));
    const without = signChunks(account.operator, signed, chunks);
    const answer = await sendS3(account.sandbox, { ...request(""), headers: signed.headers }, without);
    expect(answer.body).toContain("<Code>MalformedTrailerError</Code>");
  });
});

describe("rights", () => {
  it("are those of the policies: the reader reads the sessions' bucket and nothing else", async () => {
    const logs = sessionBucket("111122223333");
    await s3.send(new PutObjectCommand({ Bucket: logs, Key: "sessions/one.log", Body: "text" }));
    const client = s3Client(account.sandbox, reader);
    const got = await client.send(new GetObjectCommand({ Bucket: logs, Key: "sessions/one.log" }));
    expect(await got.Body?.transformToString()).toBe("text");
    expect((await client.send(new ListObjectsV2Command({ Bucket: logs }))).KeyCount).toBe(1);
    const denied = { code: "AccessDenied", status: 403 };
    expect(
      await refusal(client.send(new PutObjectCommand({ Bucket: logs, Key: "k", Body: "x" }))),
    ).toMatchObject({
      ...denied,
      message: expect.stringContaining(`s3:PutObject on resource: arn:aws:s3:::${logs}/k`),
    });
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: "there" })))).toMatchObject(denied);
    expect(await refusal(client.send(new ListBucketsCommand({})))).toMatchObject(denied);
    const Delete = { Objects: [{ Key: "sessions/one.log" }] };
    const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: logs, Delete }));
    expect(Errors).toMatchObject([{ Key: "sessions/one.log", Code: "AccessDenied" }]);
  });

  it("end at the account: another's bucket is denied, and its name is taken", async () => {
    const other = s3Client(account.sandbox, await dataOperator(account));
    expect(await refusal(other.send(new GetObjectCommand({ Bucket, Key: "there" })))).toMatchObject({
      code: "AccessDenied",
    });
    expect(await refusal(makeBucket(other, Bucket))).toMatchObject({
      code: "BucketAlreadyExists",
      status: 409,
    });
    const { Buckets } = await other.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([
      anchorBucket("444455556666"),
      recordingBucket("444455556666"),
      sessionBucket("444455556666"),
    ]);
    const expected = new GetObjectCommand({ Bucket, Key: "there", ExpectedBucketOwner: "444455556666" });
    expect(await refusal(s3.send(expected))).toMatchObject({ code: "AccessDenied" });
  });

  it("tell whoever may not list no more than a refusal about keys that are not there", async () => {
    const keys = await assume(account.sandbox, account.operator, {
      RoleArn: roleArn("OrganizationAccountAccessRole", "444455556666"),
      RoleSessionName: "narrow",
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::*" }],
      }),
    });
    const narrow = s3Client(account.sandbox, keys);
    const missing = new GetObjectCommand({ Bucket: sessionBucket("444455556666"), Key: "missing" });
    expect(await refusal(narrow.send(missing))).toMatchObject({ code: "AccessDenied" });
  });
});

describe("requests that are not served", () => {
  it("are refused by what they ask, not answered as something else", async () => {
    const cases: RawRequest[] = [
      { method: "PUT", path: `/${Bucket}/there`, query: { acl: "" } },
      { method: "PUT", path: `/${Bucket}/there`, query: { tagging: "" } },
      { method: "GET", path: `/${Bucket}`, query: { policy: "" } },
      { method: "GET", path: `/${Bucket}` },
      { method: "GET", path: `/${Bucket}`, query: { "list-type": "1" } },
      { method: "PUT", path: `/${Bucket}/copy`, headers: { "x-amz-copy-source": `/${Bucket}/there` } },
      { method: "PUT", path: `/${Bucket}/k`, headers: { "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" } },
      { method: "POST", path: `/${Bucket}/there`, query: { select: "" } },
    ];
    for (const request of cases) {
      const answer = await send(request);
      expect([answer.status, answer.body], JSON.stringify(request)).toEqual([
        501,
        expect.stringContaining("<Code>NotImplemented</Code>"),
      ]);
    }
    expect(await read("there")).toBe("x");
  });

  it("are refused when their XML is not what it should be", async () => {
    const bodies = [
      "not xml",
      "<VersioningConfiguration><Status>Perhaps</Status></VersioningConfiguration>",
      "<VersioningConfiguration><Status>Enabled</Status>",
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><VersioningConfiguration><Status>&e;</Status></VersioningConfiguration>',
    ];
    for (const body of bodies) {
      const answer = await send({ path: `/${Bucket}`, query: { versioning: "" } }, body);
      expect([answer.status, answer.body], body).toEqual([
        400,
        expect.stringContaining("<Code>MalformedXML</Code>"),
      ]);
    }
  });

  it("are refused before their body is looked at, and the connection goes on", async () => {
    const big = Buffer.alloc(3 * 1024 * 1024);
    const answer = await send({ path: "/no-such-bucket/key" }, big);
    expect([answer.status, answer.body]).toEqual([404, expect.stringContaining("<Code>NoSuchBucket</Code>")]);
  });
});

describe("records and failures", () => {
  const events = async (name: string) => {
    const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: name }];
    const { Events = [] } = await clients(account.sandbox, account.operator).cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes }),
    );
    return Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? "{}"));
  };

  it("are of buckets, also when they are refused; what happens to objects is not in the event history", async () => {
    await s3.send(new GetBucketLocationCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const [location] = await events("GetBucketLocation");
    expect(location).toMatchObject({
      eventSource: "s3.amazonaws.com",
      requestParameters: { bucketName: Bucket, location: "" },
      readOnly: true,
    });
    expect((await events("PutBucketVersioning"))[0]).toMatchObject({
      readOnly: false,
      responseElements: null,
    });
    const client = s3Client(account.sandbox, reader);
    await refusal(
      client.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
      ),
    );
    expect((await events("PutBucketVersioning"))[0]).toMatchObject({
      errorCode: "AccessDenied",
      userIdentity: { arn: expect.stringContaining("HalliganReader/jobs") },
    });
    for (const name of ["PutObject", "GetObject", "ListObjectsV2", "ListObjects", "DeleteObject"]) {
      expect(await events(name), name).toEqual([]);
    }
  });

  it("can be ordered like those of other services", async () => {
    account.sandbox.faults.order({
      action: "s3:PutObject",
      code: "Throttling",
      count: 1,
      afterEffect: false,
    });
    const put = () => s3.send(new PutObjectCommand({ Bucket, Key: "faulty", Body: "x" }));
    expect(await refusal(put())).toMatchObject({ code: "SlowDown", status: 503 });
    account.sandbox.faults.order({ action: "s3:PutObject", count: 1, afterEffect: true });
    await expect(put()).rejects.toThrow();
    expect(await read("faulty")).toBe("x");
    account.sandbox.faults.clear();
    await s3.send(new HeadBucketCommand({ Bucket }));
  });
});
