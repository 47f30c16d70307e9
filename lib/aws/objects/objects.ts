import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  S3Client,
} from "@aws-sdk/client-s3";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings, withRole } from "../credentials";
import { calling } from "../errors";
import type { AnswerLimits } from "../limited-handler";

/** Which object of which bucket; the region is the bucket's. */
export interface ObjectAddress {
  account: AccountConfig;
  region: string;
  bucket: string;
  key: string;
}

/** An object's state in S3. Another version id or entity tag is another content. */
export interface ObjectFacts {
  /** Null where the bucket keeps no versions. */
  versionId: string | null;
  etag: string;
  /** Bytes. */
  size: number;
  modifiedAt: Date;
}

/** An object is read for so long at most; how much of it is kept, its reader says. */
const OBJECT: AnswerLimits = { milliseconds: 15 * 60_000, bytes: Number.POSITIVE_INFINITY };

/** A client of S3 with these credentials. Addressed by path, so that a bucket's name needs no certificate of its own. */
export function s3Client(region: string, credentials: AwsCredentials): S3Client {
  return new S3Client({
    ...clientSettings(region, OBJECT),
    credentials: AwsCredentials.open(credentials),
    forcePathStyle: true,
    // A bucket may be of another region than the sessions.
    followRegionRedirects: true,
  });
}

/**
 * What S3 has under a key now, as the account's reader sees it; null: nothing, or no such bucket.
 * @throws AppError AWS_* when S3 could not be asked
 */
export function readObjectFacts(address: ObjectAddress): Promise<ObjectFacts | null> {
  const { account, region, bucket, key } = address;
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const s3 = s3Client(region, credentials);
    try {
      return factsOf(
        await calling("HeadObject", () => s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))),
      );
    } catch (error) {
      if (isAppError(error) && error.code === "AWS_NOT_FOUND") return null;
      throw error;
    }
  });
}

/**
 * Opens one content of an object, piece by piece as it comes: memory does not grow with its size.
 * @param facts as read before; an object that was replaced meanwhile is not opened
 * @throws AppError AWS_NOT_FOUND when it is gone or was replaced; AWS_* when S3 could not be asked or broke off
 */
export async function* readObject(address: ObjectAddress, facts: ObjectFacts): AsyncGenerator<Uint8Array> {
  const { account, region, bucket, key } = address;
  const answer = await withRole(account, account.readerRoleArn, (credentials) =>
    calling("GetObject", () =>
      s3Client(region, credentials).send(
        new GetObjectCommand({
          ...{ Bucket: bucket, Key: key, IfMatch: facts.etag },
          ...(facts.versionId === null ? {} : { VersionId: facts.versionId }),
        }),
      ),
    ),
  );
  const pieces = answer.Body as AsyncIterable<Uint8Array> | undefined;
  const iterator = pieces?.[Symbol.asyncIterator]();
  if (!iterator) return;
  try {
    for (;;) {
      const { done, value } = await calling("GetObject", () => iterator.next());
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever has read enough closes the answer, or its connection would stay taken.
    await iterator.return?.();
  }
}

function factsOf(head: HeadObjectCommandOutput): ObjectFacts {
  return {
    // S3's own word for the version of a bucket that keeps none.
    versionId: head.VersionId === undefined || head.VersionId === "null" ? null : head.VersionId,
    etag: head.ETag ?? "",
    size: head.ContentLength ?? 0,
    modifiedAt: head.LastModified ?? new Date(0),
  };
}
