import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { startWorld } from "../../../tools/world.mjs";
import { AwsCredentials, assumeRole } from "../credentials";
import { type BucketPlace, getObject, listKeys, putNewObject, removeObjects } from "./bucket-objects";
import { s3Client } from "./objects";

const region = "eu-west-1";
const roleArn = (name: string) => `arn:aws:iam::444455556666:role/${name}`;
const place = { bucket: "halligan-recordings-444455556666", prefix: "test/", region };
const asWriter: BucketPlace = { ...place, roleArn: roleArn("HalliganRecordingWriter") };
const asReader: BucketPlace = { ...place, roleArn: roleArn("HalliganRecordingReader") };
const DENIED = { code: "AWS_ACCESS_DENIED" };

let world: Awaited<ReturnType<typeof startWorld>>;
const be = (user: "jobs" | "gateway") => {
  const keys = world.sandbox.credentials[user];
  Object.assign(config(), {
    HALLIGAN_AWS_ACCESS_KEY_ID: keys?.accessKeyId,
    HALLIGAN_AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey,
  });
};
const write = async (key: string, text: string) => {
  be("jobs");
  return putNewObject(asWriter, key, Buffer.from(text));
};
const read = async (key: string, mostBytes = 1_000) => {
  be("gateway");
  return Buffer.from(await getObject(asReader, key, mostBytes)).toString();
};
const list = async (under: string) => {
  be("jobs");
  const pages: string[][] = [];
  for await (const page of listKeys(asWriter, under)) pages.push(page);
  return pages;
};

beforeAll(async () => {
  world = await startWorld({ processes: ["sandbox"] });
  Object.assign(process.env, {
    ...testEnvironment("postgresql://nobody@127.0.0.1/none"),
    HALLIGAN_AWS_ENDPOINT: world.sandbox.endpoint,
  });
});
afterAll(() => world.stop());

it("an object is written once, read back, listed and removed", async () => {
  expect(await write("ses_1/1-a", "first")).toBe(true);
  expect(await write("ses_1/1-a", "second")).toBe(false);
  expect(await read("ses_1/1-a")).toBe("first");
  await write("ses_1/2-b", "");
  await write("ses_10/1-c", "other");
  expect(await list("ses_1/")).toEqual([["ses_1/1-a", "ses_1/2-b"]]);
  expect(await read("ses_1/2-b")).toBe("");
  be("jobs");
  await removeObjects(asWriter, ["ses_1/1-a", "ses_1/none", "ses_1/2-b"]);
  await removeObjects(asWriter, []);
  expect(await list("ses_1/")).toEqual([[]]);
  await expect(read("ses_1/1-a")).rejects.toMatchObject({ code: "AWS_NOT_FOUND" });
  expect(await list("")).toEqual([["ses_10/1-c"]]);
});

/** An administrator of the bucket's account. */
async function administrator() {
  const keys = world.sandbox.credentials.operator ?? { accessKeyId: "", secretAccessKey: "" };
  const assumed = {
    ...{ account: { regions: [region] }, roleArn: roleArn("OrganizationAccountAccessRole") },
    roleSessionName: "administrator",
  };
  return s3Client(region, await assumeRole(assumed, new AwsCredentials(keys)));
}

it("what is removed is hidden, its bytes stay, and its name is free", async () => {
  await write("hidden/1", "kept");
  be("jobs");
  await removeObjects(asWriter, ["hidden/1"]);
  const { Versions } = await (await administrator()).send(
    new ListObjectVersionsCommand({ Bucket: place.bucket, Prefix: "test/hidden/" }),
  );
  expect(Versions).toMatchObject([{ Key: "test/hidden/1", IsLatest: false }]);
  expect(await write("hidden/1", "again")).toBe(true);
});

describe("each role may do its own and nothing else", () => {
  const as = async (user: "jobs" | "gateway", name: string) => {
    be(user);
    const account = { regions: [region] };
    return s3Client(region, await assumeRole({ account, roleArn: roleArn(name), roleSessionName: "thief" }));
  };
  const denied = { name: "AccessDenied" };

  it("the writer reads nothing, overwrites nothing and deletes no version", async () => {
    await write("ses_2/1", "mine");
    be("jobs");
    await expect(getObject(asWriter, "ses_2/1", 10)).rejects.toMatchObject(DENIED);
    const writer = await as("jobs", "HalliganRecordingWriter");
    const object = { Bucket: place.bucket, Key: "test/ses_2/1" };
    await expect(writer.send(new PutObjectCommand({ ...object, Body: "x" }))).rejects.toMatchObject(denied);
    const { Versions } = await (await administrator()).send(
      new ListObjectVersionsCommand({ Bucket: place.bucket, Prefix: object.Key }),
    );
    const VersionId = Versions?.[0]?.VersionId;
    expect(VersionId).toBeDefined();
    const removed = writer.send(new DeleteObjectCommand({ ...object, VersionId }));
    await expect(removed).rejects.toMatchObject(denied);
    const elsewhere = { ...asWriter, bucket: "halligan-audit-anchors-444455556666" };
    await expect(putNewObject(elsewhere, "x", Buffer.from("x"))).rejects.toMatchObject(DENIED);
    await expect(removeObjects(elsewhere, ["x"])).rejects.toMatchObject(DENIED);
    expect(await read("ses_2/1")).toBe("mine");
  });

  it("the reader writes, removes and reads elsewhere nothing", async () => {
    await write("ses_3/1", "mine");
    be("gateway");
    await expect(putNewObject(asReader, "ses_3/2", Buffer.from("x"))).rejects.toMatchObject(DENIED);
    await expect(removeObjects(asReader, ["ses_3/1"])).rejects.toMatchObject({
      ...DENIED,
      message: expect.stringContaining("test/ses_3/1"),
    });
    const reader = await as("gateway", "HalliganRecordingReader");
    const other = { Bucket: "halligan-session-logs-444455556666", Key: "sessions/1" };
    await expect(reader.send(new GetObjectCommand(other))).rejects.toMatchObject(denied);
    expect(await read("ses_3/1")).toBe("mine");
  });

  it("neither process becomes the other's role", async () => {
    await expect(as("gateway", "HalliganRecordingWriter")).rejects.toMatchObject(DENIED);
    await expect(as("jobs", "HalliganRecordingReader")).rejects.toMatchObject(DENIED);
  });
});

describe("when S3 does not do as it should", () => {
  it("a throttled call says so, and the next one is as if nothing had been", async () => {
    await world.sandbox.control("fail", { action: "s3:PutObject", code: "SlowDown", count: 20 });
    await expect(write("ses_4/1", "text")).rejects.toMatchObject({ code: "AWS_THROTTLED" });
    await world.sandbox.control("calm", {});
    expect(await write("ses_4/1", "text")).toBe(true);
  });

  it("a writing whose answer was lost is done, and found to be there", async () => {
    await world.sandbox.control("fail", { action: "s3:PutObject", afterEffect: true, count: 1 });
    expect(await write("ses_5/1", "text")).toBe(false);
    expect(await read("ses_5/1")).toBe("text");
  });

  it("a longer object than was asked for is refused, and one of just that length read", async () => {
    await write("ses_6/1", "x".repeat(1_000));
    expect(await read("ses_6/1", 1_000)).toHaveLength(1_000);
    await expect(read("ses_6/1", 999)).rejects.toMatchObject({ code: "AWS_INVALID" });
  });

  it("a list of more than a page has all of it, and all of it is removed", async () => {
    const keys = Array.from({ length: 1_050 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => write(key, "")));
    const pages = await list("many/");
    expect(pages.map((page) => page.length)).toEqual([1_000, 50]);
    expect(pages.flat()).toEqual(keys);
    be("jobs");
    await removeObjects(asWriter, keys);
    expect((await list("many/")).flat()).toEqual([]);
  });
});
