import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AwsWorld, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { AwsCredentials, accountOf } from "../credentials";
import { readObject, readObjectFacts, s3Client } from "./objects";

const ACCOUNT = "111122223333";
const KEY = "sessions/ses_1-1.log";

let world: AwsWorld;
const address = (key = KEY, bucket = `halligan-session-logs-${ACCOUNT}`) => ({
  ...{ account: accountOf(ACCOUNT), region: "eu-west-1" },
  ...{ bucket, key },
});
const put = (Body: string | Uint8Array) =>
  s3Client("eu-west-1", new AwsCredentials(world.operator)).send(
    new PutObjectCommand({ Bucket: address().bucket, Key: KEY, Body }),
  );

beforeAll(async () => {
  world = await openAwsWorld();
  await world.as("jobs");
});
afterAll(() => world.close());

it("what is not there is nothing, and a bucket that the reader may not read says so", async () => {
  expect(await readObjectFacts(address())).toBeNull();
  const elsewhere = readObjectFacts(address(KEY, "somebody-elses-bucket"));
  await expect(elsewhere).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED", params: { name: "Forbidden" } });
});

it("an object is read in pieces, byte for byte, and is another one when it was replaced", async () => {
  const body = Buffer.alloc(3_000_000, "0123456789\r\r\n\u00ff");
  await put(body);
  const first = await readObjectFacts(address());
  if (!first) throw new TypeError("there is no object");
  expect(first).toMatchObject({ size: body.length, versionId: expect.any(String) });
  const pieces: Uint8Array[] = [];
  for await (const piece of readObject(address(), first)) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).equals(body)).toBe(true);

  await put("something else");
  const second = await readObjectFacts(address());
  expect(second?.versionId).not.toBe(first.versionId);
  expect(second?.etag).not.toBe(first.etag);
  // The version that was seen stays the one that is read; under its tag nothing else is.
  for await (const piece of readObject(address(), first)) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  const mixed = readObject(address(), { ...first, versionId: null });
  await expect(mixed.next()).rejects.toMatchObject({ code: "AWS_NOT_FOUND" });
});
