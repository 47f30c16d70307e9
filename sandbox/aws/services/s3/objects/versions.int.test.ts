import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  assume,
  refusal,
  roleArn,
  StandingClock,
  startTestAccount,
  type TestAccount,
} from "../../../testing/test-account";
import { makeBucket, s3Client } from "../../../testing/test-buckets";

const NOW = Date.parse("2026-03-14T09:26:53Z");
const DAY_MS = 86_400_000;
const clock = new StandingClock(NOW);
let account: TestAccount;
let s3: S3Client;

beforeAll(async () => {
  account = await startTestAccount({ clock });
  s3 = s3Client(account.sandbox, account.operator);
});
afterAll(() => account.close());

const put = (Bucket: string, Key: string, Body: string, rest: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const read = async (Bucket: string, Key: string, VersionId?: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const remove = (Bucket: string, Key: string, rest: object = {}) =>
  s3.send(new DeleteObjectCommand({ Bucket, Key, ...rest }));
const switchTo = (Bucket: string, Status: "Enabled" | "Suspended") =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

describe("versions", () => {
  const Bucket = "with-versions";
  const versions = async (rest: object = {}) => s3.send(new ListObjectVersionsCommand({ Bucket, ...rest }));

  beforeAll(() => makeBucket(s3, Bucket));

  it("do not exist until they are switched on", async () => {
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const { VersionId } = await put(Bucket, "k", "before");
    expect(VersionId).toBeUndefined();
    await switchTo(Bucket, "Enabled");
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  });

  it("keep what is replaced and what is deleted, each under its id", async () => {
    const one = await put(Bucket, "k", "one");
    const two = await put(Bucket, "k", "two");
    const marker = await remove(Bucket, "k");
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
    expect(await refusal(read(Bucket, "k"))).toMatchObject({ code: "NoSuchKey", status: 404 });
    expect(await read(Bucket, "k", one.VersionId)).toBe("one");
    expect(await read(Bucket, "k", two.VersionId)).toBe("two");
    expect(await read(Bucket, "k", "null")).toBe("before");
    expect(await refusal(read(Bucket, "k", marker.VersionId))).toMatchObject({
      code: "MethodNotAllowed",
      status: 405,
    });
    expect(await refusal(read(Bucket, "k", "0".repeat(32)))).toMatchObject({ code: "NoSuchVersion" });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    const { Versions, DeleteMarkers } = await versions();
    expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [two.VersionId, false],
      [one.VersionId, false],
      ["null", false],
    ]);
    expect(DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
    await remove(Bucket, "k", { VersionId: marker.VersionId });
    expect(await read(Bucket, "k")).toBe("two");
    await remove(Bucket, "k", { VersionId: two.VersionId });
    expect(await read(Bucket, "k")).toBe("one");
  });

  it("are listed in pages that go on within a key", async () => {
    for (const body of ["a", "b", "c"]) await put(Bucket, "paged", body);
    const seen: (string | undefined)[] = [];
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    do {
      const page = await versions({ Prefix: "paged", MaxKeys: 1, ...next });
      seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
      next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    } while (next.KeyMarker);
    const whole = (await versions({ Prefix: "paged" })).Versions?.map(({ VersionId }) => VersionId);
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(3);
  });

  it("stop growing when they are suspended: one null version, and a null marker", async () => {
    await put(Bucket, "s", "kept");
    await switchTo(Bucket, "Suspended");
    expect((await put(Bucket, "s", "first")).VersionId).toBe("null");
    await put(Bucket, "s", "second");
    expect(await read(Bucket, "s")).toBe("second");
    expect(await remove(Bucket, "s")).toMatchObject({ DeleteMarker: true, VersionId: "null" });
    const { Versions, DeleteMarkers } = await versions({ Prefix: "s" });
    expect([Versions?.length, DeleteMarkers?.length]).toEqual([1, 1]);
    await switchTo(Bucket, "Enabled");
  });

  it("outlive a restart with their order", async () => {
    await put(Bucket, "restart", "old");
    const { VersionId } = await put(Bucket, "restart", "new");
    await account.restart();
    s3 = s3Client(account.sandbox, account.operator);
    expect(await read(Bucket, "restart")).toBe("new");
    await remove(Bucket, "restart", { VersionId });
    expect(await read(Bucket, "restart")).toBe("old");
  });
});

describe("Object Lock", () => {
  const Bucket = "with-a-lock";
  const locked = { code: "AccessDenied", status: 403, message: expect.stringContaining("object lock") };
  const until = (days: number) => new Date(NOW + days * DAY_MS);
  const retain = (Key: string, Mode: "COMPLIANCE" | "GOVERNANCE", days: number, rest: object = {}) =>
    s3.send(
      new PutObjectRetentionCommand({
        Bucket,
        Key,
        Retention: { Mode, RetainUntilDate: until(days) },
        ...rest,
      }),
    );

  beforeAll(() => makeBucket(s3, Bucket, { ObjectLockEnabledForBucket: true }));

  it("switches versions on, and they can't be suspended", async () => {
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
    expect(await refusal(switchTo(Bucket, "Suspended"))).toMatchObject({
      code: "InvalidBucketState",
      status: 409,
    });
  });

  it("in compliance mode lets nobody delete or shorten, only lengthen, until its day has come", async () => {
    const retention = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until(10) };
    const { VersionId } = await put(Bucket, "anchor", "head of the chain", retention);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "anchor" }));
    expect([head.ObjectLockMode, head.ObjectLockRetainUntilDate]).toEqual(["COMPLIANCE", until(10)]);
    const bypass = { VersionId, BypassGovernanceRetention: true };
    expect(await refusal(remove(Bucket, "anchor", { VersionId }))).toMatchObject(locked);
    expect(await refusal(remove(Bucket, "anchor", bypass))).toMatchObject(locked);
    expect(await refusal(retain("anchor", "COMPLIANCE", 9, bypass))).toMatchObject(locked);
    expect(await refusal(retain("anchor", "GOVERNANCE", 20, bypass))).toMatchObject(locked);
    await retain("anchor", "COMPLIANCE", 20);
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key: "anchor" }));
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: until(20) });
    clock.at = NOW + 20 * DAY_MS - 1000;
    expect(await refusal(remove(Bucket, "anchor", { VersionId }))).toMatchObject(locked);
    clock.at = NOW + 20 * DAY_MS;
    await remove(Bucket, "anchor", { VersionId });
    clock.at = NOW;
    expect(await refusal(read(Bucket, "anchor"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("hides behind a marker and a new version, and keeps the old one", async () => {
    const { VersionId } = await put(Bucket, "hidden", "first");
    await retain("hidden", "COMPLIANCE", 1);
    await put(Bucket, "hidden", "second");
    await remove(Bucket, "hidden");
    expect(await read(Bucket, "hidden", VersionId)).toBe("first");
  });

  it("in governance mode gives way to whoever may and says so", async () => {
    const { VersionId } = await put(Bucket, "governed", "x");
    await retain("governed", "GOVERNANCE", 10);
    expect(await refusal(remove(Bucket, "governed", { VersionId }))).toMatchObject(locked);
    expect(await refusal(retain("governed", "GOVERNANCE", 5))).toMatchObject(locked);
    await retain("governed", "GOVERNANCE", 5, { BypassGovernanceRetention: true });
    const many = { Objects: [{ Key: "governed", VersionId }] };
    const kept = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: many }));
    expect(kept.Errors).toMatchObject([{ Key: "governed", Code: "AccessDenied" }]);
    await remove(Bucket, "governed", { VersionId, BypassGovernanceRetention: true });
    expect(await refusal(read(Bucket, "governed", VersionId))).toMatchObject({ code: "NoSuchVersion" });
  });

  it("refuses the bypass to whoever has no right to it", async () => {
    const { VersionId } = await put(Bucket, "not-yours", "x");
    await retain("not-yours", "GOVERNANCE", 10);
    const reader = s3Client(
      account.sandbox,
      await assume(account.sandbox, account.jobs, {
        RoleArn: roleArn("HalliganReader"),
        RoleSessionName: "jobs",
      }),
    );
    const attempt = new DeleteObjectCommand({
      Bucket,
      Key: "not-yours",
      VersionId,
      BypassGovernanceRetention: true,
    });
    expect(await refusal(reader.send(attempt))).toMatchObject({ code: "AccessDenied", status: 403 });
  });

  it("is the bucket's default for what asks for nothing", async () => {
    const missing = new GetObjectLockConfigurationCommand({ Bucket: "with-versions" });
    expect(await refusal(s3.send(missing))).toMatchObject({ code: "ObjectLockConfigurationNotFoundError" });
    const rule = { DefaultRetention: { Mode: "COMPLIANCE" as const, Days: 3 } };
    const configuration = { ObjectLockEnabled: "Enabled" as const, Rule: rule };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: configuration }));
    const answer = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(answer.ObjectLockConfiguration).toEqual(configuration);
    const { VersionId } = await put(Bucket, "by-default", "x");
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key: "by-default" }));
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: until(3) });
    expect(await refusal(remove(Bucket, "by-default", { VersionId }))).toMatchObject(locked);
  });

  it("is refused where the bucket has none, and for days that are over", async () => {
    const asked = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until(1) };
    expect(await refusal(put("with-versions", "k", "x", asked))).toMatchObject({ code: "InvalidRequest" });
    const over = { ...asked, ObjectLockRetainUntilDate: until(-1) };
    expect(await refusal(put(Bucket, "k", "x", over))).toMatchObject({ code: "InvalidArgument" });
  });

  it("outlives a restart", async () => {
    const { VersionId } = await put(Bucket, "durable", "x");
    await account.restart();
    s3 = s3Client(account.sandbox, account.operator);
    expect(await refusal(remove(Bucket, "durable", { VersionId }))).toMatchObject(locked);
  });
});
