import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isAppError } from "@/lib/kernel/errors";
import { calling } from "../errors";
import { withBucket } from "./bucket";

/** A bucket that keeps what is written to it, and as whom it is written. */
export interface LockedBucket {
  bucket: string;
  region: string;
  /** Assumed first; undefined: the process's own role. */
  roleArn: string | undefined;
}

/** How long a bucket keeps objects that say nothing themselves. */
export interface DefaultRetention {
  mode: string;
  days: number;
}

/** As AWS counts them here. */
const DAYS_A_YEAR = 365;

/**
 * Whether a bucket has Object Lock.
 * @returns null: it has not; else its default retention, null where it has none
 * @throws AppError AWS_*
 */
export function readObjectLock(
  place: LockedBucket,
): Promise<{ defaultRetention: DefaultRetention | null } | null> {
  return withBucket(place, async (s3) => {
    try {
      const { ObjectLockConfiguration: lock } = await calling("GetObjectLockConfiguration", () =>
        s3.send(new GetObjectLockConfigurationCommand({ Bucket: place.bucket })),
      );
      if (lock?.ObjectLockEnabled !== "Enabled") return null;
      const { Mode, Days, Years } = lock.Rule?.DefaultRetention ?? {};
      const days = Days ?? (Years ?? 0) * DAYS_A_YEAR;
      return { defaultRetention: Mode === undefined || days < 1 ? null : { mode: Mode, days } };
    } catch (error) {
      if (isAppError(error) && error.params.name === "ObjectLockConfigurationNotFoundError") return null;
      throw error;
    }
  });
}

/**
 * Writes an object that nobody, the bucket's owner included, can delete before an instant. Never overwrites.
 * @returns false: there is an object of this name
 * @throws AppError AWS_*
 */
export function putLockedObject(
  place: LockedBucket,
  { key, text, retainUntil }: { key: string; text: string; retainUntil: Date },
): Promise<boolean> {
  return withBucket(place, async (s3) => {
    try {
      await calling("PutObject", () =>
        s3.send(
          new PutObjectCommand({
            ...{ Bucket: place.bucket, Key: key, Body: text, ContentType: "text/plain; charset=utf-8" },
            ...{ IfNoneMatch: "*", ChecksumSHA256: createHash("sha256").update(text).digest("base64") },
            ...{ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: retainUntil },
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

/** What is under a key. */
export interface LockedObject {
  text: string;
  versionId: string | undefined;
  /** Until when nobody can delete it, as far as the caller may see that; null: no such lock is known. */
  lockedUntil: Date | null;
}

/**
 * An object's text, and its lock in compliance mode.
 * @param mostBytes of a longer one as much is returned, and no more read
 * @throws AppError AWS_*
 */
export function readLockedObject(place: LockedBucket, key: string, mostBytes: number): Promise<LockedObject> {
  return withBucket(place, (s3) => readText(s3, { Bucket: place.bucket, Key: key }, mostBytes));
}

/**
 * Locks an object that is there, or lengthens its lock.
 * @throws AppError AWS_*; AWS_ACCESS_DENIED also where it is locked for longer
 */
export async function lockObject(
  place: LockedBucket,
  { key, versionId, retainUntil }: { key: string; versionId: string | undefined; retainUntil: Date },
): Promise<void> {
  await withBucket(place, (s3) =>
    calling("PutObjectRetention", () =>
      s3.send(
        new PutObjectRetentionCommand({
          ...{ Bucket: place.bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
          Retention: { Mode: "COMPLIANCE", RetainUntilDate: retainUntil },
        }),
      ),
    ),
  );
}

/** The first bytes of an object, as text. @throws AppError AWS_* */
export async function readText(
  s3: S3Client,
  object: { Bucket: string; Key: string; VersionId?: string },
  mostBytes: number,
): Promise<LockedObject> {
  const { Body, VersionId, ObjectLockMode, ObjectLockRetainUntilDate } = await calling("GetObject", () =>
    s3.send(new GetObjectCommand(object)),
  );
  const pieces: Uint8Array[] = [];
  let size = 0;
  await calling("GetObject", async () => {
    for await (const piece of (Body ?? []) as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      size += piece.length;
      if (size >= mostBytes) break;
    }
  });
  return {
    text: Buffer.concat(pieces).subarray(0, mostBytes).toString("utf8"),
    versionId: VersionId,
    lockedUntil: ObjectLockMode === "COMPLIANCE" ? (ObjectLockRetainUntilDate ?? null) : null,
  };
}
