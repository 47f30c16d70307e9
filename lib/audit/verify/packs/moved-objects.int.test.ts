import { DeleteObjectsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BUCKET, openBucketWorld, PREFIX } from "@/lib/keeping/deletion/testing/bucket-world";
import { openMovedObjects } from "./moved-objects";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
beforeAll(async () => {
  opened = await openBucketWorld();
});
afterAll(() => opened.close());

it("what is hidden is not listed, also where a page ends between a delete marker and what it hides", async () => {
  const { s3 } = opened;
  const keyOf = (at: number) => `${PREFIX}ses_1/${String(at).padStart(6, "0")}-0123456789abcdef`;
  const put = (at: number) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: keyOf(at), Body: "x", IfNoneMatch: "*" }));
  // One that is there, and behind it markers and versions by turns: the thousandth is a marker.
  for (let from = 0; from < 600; from += 50)
    await Promise.all(Array.from({ length: 50 }, (_, at) => put(from + at)));
  const hide = (Objects: { Key: string }[]) =>
    s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, Quiet: true } }));
  await hide(Array.from({ length: 599 }, (_, at) => ({ Key: keyOf(at + 1) })));
  // One that was hidden and is there again.
  await put(7);
  const keys: string[] = [];
  for await (const key of (await openMovedObjects(`s3://${BUCKET}/portal`)).keys()) keys.push(key);
  expect(keys).toEqual([keyOf(0), keyOf(7)].map((key) => key.slice(PREFIX.length)));
});
