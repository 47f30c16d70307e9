import { createHash } from "node:crypto";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { calling, translateAwsError } from "../errors";
import { PageTokens } from "../page-tokens";
import { withBucket } from "./bucket";

/** A part of a bucket, and as whom it is used. */
export interface BucketPlace {
  bucket: string;
  /** As `readBucketAddress` gives it: nothing, or a text with a slash at its end. Keys are relative to it. */
  prefix: string;
  region: string;
  /** Assumed first; undefined: the process's own role. */
  roleArn: string | undefined;
}

/** As many keys as one DeleteObjects takes. */
const MOST_KEYS = 1_000;

/**
 * Writes an object where there is none. Never overwrites.
 * @param bytes a few megabytes at most: the answer is waited for 10 s, which the way there counts towards
 * @returns false: there is an object of this name, which may be this very one, where an earlier answer was lost
 * @throws AppError AWS_*; AWS_UNAVAILABLE also while another writing of this name is under way (S3's 409)
 */
export function putNewObject(place: BucketPlace, key: string, bytes: Uint8Array): Promise<boolean> {
  return withBucket(place, async (s3) => {
    try {
      await calling("PutObject", () =>
        s3.send(
          new PutObjectCommand({
            ...{ Bucket: place.bucket, Key: `${place.prefix}${key}`, Body: bytes, IfNoneMatch: "*" },
            ChecksumSHA256: createHash("sha256").update(bytes).digest("base64"),
          }),
        ),
      );
      return true;
    } catch (error) {
      if (isAppError(error) && error.params.name === "PreconditionFailed") return false;
      throw error;
    }
  });
}

/**
 * An object's bytes. UNTRUSTED: whoever may write to the bucket put them there.
 * @throws AppError AWS_NOT_FOUND: there is none; AWS_INVALID: it has more than `mostBytes`, and is not read further;
 *   AWS_*
 */
export function getObject(place: BucketPlace, key: string, mostBytes: number): Promise<Uint8Array> {
  return withBucket(place, (s3) => readWhole(s3, { ...place, key: `${place.prefix}${key}` }, mostBytes));
}

/** The same with a client that there is. @throws AppError as `getObject` */
export async function readWhole(
  s3: S3Client,
  { bucket, key }: { bucket: string; key: string },
  mostBytes: number,
): Promise<Uint8Array> {
  const { Body } = await calling("GetObject", () =>
    s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
  );
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Who leaves the loop ends the answer.
  await calling("GetObject", async () => {
    for await (const piece of (Body ?? []) as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > mostBytes)
        throw invalid("GetObject", `s3://${bucket}/${key} has more than ${mostBytes} bytes`);
      pieces.push(piece);
    }
  });
  return Buffer.concat(pieces);
}

/**
 * The keys that begin with a text, page by page, in the order of their bytes.
 * @param under relative to the prefix, as the keys that are returned: a folder ends with its slash
 * @throws AppError AWS_*; AWS_INVALID where a list says that there is more and does not lead there, or has what was not
 *   asked for
 */
export async function* listKeys(place: BucketPlace, under: string): AsyncGenerator<string[]> {
  const { bucket, prefix } = place;
  const asked = `${prefix}${under}`;
  const tokens = new PageTokens("ListObjectsV2");
  let last: string | undefined;
  for (let token: string | undefined; ; ) {
    const from = token === undefined ? {} : { ContinuationToken: token };
    const page = await withBucket(place, (s3) =>
      calling("ListObjectsV2", () =>
        s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: asked, ...from })),
      ),
    );
    const keys = (page.Contents ?? []).map(({ Key = "" }) => Key);
    for (const key of keys) {
      if (!key.startsWith(asked) || (last !== undefined && !isAfter(key, last)))
        throw invalid("ListObjectsV2", `the list of s3://${bucket} is not that of ${asked}`);
      last = key;
    }
    yield keys.map((key) => key.slice(prefix.length));
    if (page.IsTruncated !== true) return;
    // A page may be empty and lead on: what is deleted is passed over there.
    token = tokens.next(page.NextContinuationToken);
    if (token === undefined) throw invalid("ListObjectsV2", `the list of s3://${bucket} does not go on`);
  }
}

/**
 * Deletes objects; in a bucket with versions they are hidden, and stay until its lifecycle removes them. A key that is
 * not there is no error.
 * @throws AppError AWS_*, also where one key could not be deleted; others may have been
 */
export async function removeObjects(place: BucketPlace, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += MOST_KEYS) {
    const Objects = keys.slice(at, at + MOST_KEYS).map((key) => ({ Key: `${place.prefix}${key}` }));
    await withBucket(place, async (s3) => {
      const { Errors } = await calling("DeleteObjects", () =>
        s3.send(new DeleteObjectsCommand({ Bucket: place.bucket, Delete: { Objects, Quiet: true } })),
      );
      const [failed] = Errors ?? [];
      if (!failed) return;
      const { Code = "unknown", Key = "", Message = "" } = failed;
      throw translateAwsError(
        "DeleteObjects",
        Object.assign(new Error(`${Key}: ${Message}`), { name: Code }),
      );
    });
  }
}

const isAfter = (key: string, other: string) => Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;

function invalid(operation: string, detail: string): AppError {
  return new AppError("AWS_INVALID", `${operation}: ${detail}`, {
    params: { operation, name: "InvalidAnswer", detail },
  });
}
