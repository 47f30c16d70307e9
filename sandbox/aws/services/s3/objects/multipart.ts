import { createHash } from "node:crypto";
import { z } from "zod";
import type { UploadedPart } from "../../../stores/object-entries";
import type { OpenUpload } from "../../../stores/object-index";
import { AwsError } from "../../../wire/aws-error";
import type { Call } from "../../../wire/operation";
import { pageOf } from "../../../wire/paging";
import { checksumElement, checksumHeaders, compositeChecksum } from "../checksums";
import { checkWritable } from "../conditions";
import { encodeKey, findBucket, objectDemand } from "../names";
import type { S3Input, S3Operation } from "../operation";
import { elementsAt, malformed, parseXml, textAt, writeXml } from "../xml";
import { encryptionHeaders, putContext, readAttributes } from "./attributes";
import { versionHeader } from "./versions";

/** Every part but the last. */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
const partNumber = z.coerce.number().int().min(1).max(10_000);

export const multipartOperations = {
  CreateMultipartUpload: {
    method: "POST",
    on: "object",
    marks: ["uploads"],
    readOnly: false,
    demands: (input, call) => [objectDemand("s3:PutObject", input, putContext(input, call.now))],
    run: (input, call) => {
      const bucket = findBucket(input, call);
      const attributes = readAttributes(input.headers, bucket, call.now);
      const { uploadId } = call.world.objects.startUpload({
        bucket: input.bucket,
        key: input.key,
        startedAt: call.now,
        attributes,
      });
      const algorithm = input.headers["x-amz-checksum-algorithm"];
      return {
        headers: {
          ...encryptionHeaders(attributes),
          ...(algorithm === undefined ? {} : { "x-amz-checksum-algorithm": algorithm }),
        },
        text: writeXml("InitiateMultipartUploadResult", {
          Bucket: input.bucket,
          Key: input.key,
          UploadId: uploadId,
        }),
      };
    },
  },

  UploadPart: {
    method: "PUT",
    on: "object",
    marks: ["partNumber", "uploadId"],
    readOnly: false,
    demands: (input) => [objectDemand("s3:PutObject", input)],
    run: async (input, call) => {
      const { objects } = call.world;
      const upload = findUpload(input, call);
      const number = partNumber.safeParse(input.query.get("partNumber"));
      if (!number.success) {
        throw new AwsError(
          "InvalidArgument",
          "Part number must be an integer between 1 and 10000, inclusive",
          400,
        );
      }
      const blob = await objects.write(input.body.bytes());
      const { md5: etag, checksum } = input.body.digest;
      if (!objects.upload(upload.uploadId)) {
        objects.discard([blob]);
        throw noSuchUpload();
      }
      objects.savePart(upload.uploadId, { number: number.data, etag, modifiedAt: call.now, blob, checksum });
      return {
        headers: { etag: `"${etag}"`, ...encryptionHeaders(upload.attributes), ...checksumHeaders(checksum) },
      };
    },
  },

  CompleteMultipartUpload: {
    method: "POST",
    on: "object",
    marks: ["uploadId"],
    readOnly: false,
    demands: (input) => [objectDemand("s3:PutObject", input)],
    run: async (input, call) => {
      const text = await input.body.text();
      const { objects } = call.world;
      const upload = findUpload(input, call);
      const parts = choose(text, upload);
      checkWritable(input, call);
      const md5 = createHash("md5");
      for (const { etag } of parts) md5.update(Buffer.from(etag, "hex"));
      const etag = `${md5.digest("hex")}-${parts.length}`;
      const checksum = compositeChecksum(parts.map((part) => part.checksum));
      const { bucket, key, attributes } = upload;
      const blobs = parts.map(({ blob }) => blob);
      const version = objects.put(
        { bucket, key, blobs, etag, checksum, attributes },
        call.now,
        upload.uploadId,
      );
      return {
        headers: { ...versionHeader(version, call), ...encryptionHeaders(version.attributes) },
        text: writeXml("CompleteMultipartUploadResult", {
          Location: `/${bucket}/${encodeURIComponent(key)}`,
          Bucket: bucket,
          Key: key,
          ETag: `"${etag}"`,
          ...checksumElement(checksum),
          ...(checksum ? { ChecksumType: "COMPOSITE" } : {}),
        }),
      };
    },
  },

  AbortMultipartUpload: {
    method: "DELETE",
    on: "object",
    marks: ["uploadId"],
    readOnly: false,
    demands: (input) => [objectDemand("s3:AbortMultipartUpload", input)],
    run: (input, call) => {
      call.world.objects.abortUpload(findUpload(input, call).uploadId);
      return { status: 204 };
    },
  },

  ListParts: {
    method: "GET",
    on: "object",
    marks: ["uploadId"],
    allows: ["max-parts", "part-number-marker", "encoding-type"],
    readOnly: true,
    demands: (input) => [objectDemand("s3:ListMultipartUploadParts", input)],
    run: (input, call) => {
      const upload = findUpload(input, call);
      const size = z.coerce
        .number()
        .int()
        .min(0)
        .parse(input.query.get("max-parts") ?? 1000);
      const marker = Number(input.query.get("part-number-marker") ?? 0);
      const left = [...upload.parts.values()]
        .filter(({ number }) => number > marker)
        .sort((a, b) => a.number - b.number);
      const page = left.slice(0, Math.min(size, 1000));
      return {
        text: writeXml("ListPartsResult", {
          Bucket: input.bucket,
          Key: encodeKey(input.key, input.query),
          UploadId: upload.uploadId,
          StorageClass: "STANDARD",
          PartNumberMarker: marker,
          NextPartNumberMarker: page.at(-1)?.number ?? 0,
          MaxParts: Math.min(size, 1000),
          IsTruncated: page.length < left.length,
          Part: page.map(({ number, modifiedAt, etag, blob, checksum }) => ({
            PartNumber: number,
            LastModified: new Date(modifiedAt).toISOString(),
            ETag: `"${etag}"`,
            Size: blob.size,
            ...checksumElement(checksum),
          })),
        }),
      };
    },
  },

  ListMultipartUploads: {
    method: "GET",
    on: "bucket",
    marks: ["uploads"],
    allows: ["prefix", "max-uploads", "encoding-type", "key-marker"],
    readOnly: true,
    event: "ListMultipartUploads",
    demands: (input) => [
      { action: "s3:ListBucketMultipartUploads", resource: `arn:aws:s3:::${input.bucket}` },
    ],
    run: (input, call) => {
      const { name } = findBucket(input, call);
      const uploads = call.world.objects
        .uploads(name)
        .filter(({ key }) => key.startsWith(input.query.get("prefix") ?? ""))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.startedAt - b.startedAt));
      const size = z.coerce
        .number()
        .int()
        .min(1)
        .max(1000)
        .parse(input.query.get("max-uploads") ?? 1000);
      const page = pageOf(
        uploads,
        ({ uploadId }) => uploadId,
        size,
        input.query.get("key-marker"),
        "InvalidArgument",
      );
      return {
        text: writeXml("ListMultipartUploadsResult", {
          Bucket: name,
          NextKeyMarker: page.nextToken,
          IsTruncated: page.nextToken !== undefined,
          Upload: page.items.map(({ key, uploadId, startedAt }) => ({
            Key: encodeKey(key, input.query),
            UploadId: uploadId,
            Initiated: new Date(startedAt).toISOString(),
          })),
        }),
      };
    },
  },
} satisfies Record<string, S3Operation>;

function findUpload(input: S3Input, call: Call): OpenUpload {
  const { name } = findBucket(input, call);
  const upload = call.world.objects.upload(input.query.get("uploadId") ?? "");
  if (!upload || upload.bucket !== name || upload.key !== input.key) throw noSuchUpload();
  return upload;
}

/** The parts that the client wants, in its order. */
function choose(text: string, upload: OpenUpload): UploadedPart[] {
  const wanted = elementsAt(parseXml(text), "Part").map((element) => ({
    number: Number(textAt(element, "PartNumber")),
    etag: (textAt(element, "ETag") ?? "").replaceAll('"', ""),
  }));
  if (wanted.length === 0) throw malformed();
  if (wanted.some(({ number }, at) => at > 0 && number <= (wanted[at - 1]?.number ?? 0))) {
    throw new AwsError(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
      400,
    );
  }
  const parts = wanted.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (part?.etag === etag) return part;
    throw new AwsError(
      "InvalidPart",
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      400,
    );
  });
  if (parts.slice(0, -1).some(({ blob }) => blob.size < SMALLEST_PART_BYTES)) {
    throw new AwsError(
      "EntityTooSmall",
      "Your proposed upload is smaller than the minimum allowed size",
      400,
    );
  }
  return parts;
}

function noSuchUpload(): AwsError {
  return new AwsError(
    "NoSuchUpload",
    "The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    404,
  );
}
