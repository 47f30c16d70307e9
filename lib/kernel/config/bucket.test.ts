import { expect, it } from "vitest";
import { readBucketAddress } from "./bucket";

it.each([
  ["s3://anchors", { bucket: "anchors", prefix: "" }],
  ["s3://anchors/", { bucket: "anchors", prefix: "" }],
  ["s3://anchors/portal", { bucket: "anchors", prefix: "portal/" }],
  ["s3://an.chors/portal/a/", { bucket: "an.chors", prefix: "portal/a/" }],
])("%s is a bucket with a prefix", (text, address) => {
  expect(readBucketAddress(text)).toEqual(address);
});

it.each([
  ...["", "anchors", "s3://", "s3://a", "s3:///x", "s3://Anchors", "s3://an..chors", "S3://anchors"],
  ...["s3://anchors//x", "s3://anchors/a//b", "s3://anchors/a?b", "s3://anchors/\n", "/var/anchors.txt"],
])("%j is none", (text) => {
  expect(readBucketAddress(text)).toBeNull();
});
