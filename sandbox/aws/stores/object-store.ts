import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { openJournal } from "./journal";
import { type Blob, openBlobFolder } from "./object-blobs";
import {
  type Bucket,
  entrySchema,
  type ObjectAttributes,
  type ObjectChecksum,
  type ObjectEntry,
  type ObjectRetention,
  type ObjectVersion,
  type Upload,
  type UploadedPart,
} from "./object-entries";
import { ObjectIndex, type OpenUpload } from "./object-index";

/** An object that is ready to be put: its bytes are in files already. */
export interface NewObject {
  bucket: string;
  key: string;
  blobs: Blob[];
  /** Without quotes. */
  etag: string;
  checksum?: ObjectChecksum | undefined;
  attributes: ObjectAttributes;
}

/** S3 of all accounts: what is where in a journal and in memory, the bytes in files. Bucket names are one space. */
export interface ObjectStore {
  buckets(): Bucket[];
  bucket(name: string): Bucket | undefined;
  /** Makes a bucket or changes it. */
  saveBucket(bucket: Bucket): void;
  removeBucket(name: string): void;
  /** Keys with at least one version or delete marker, in S3's order. */
  keys(bucket: string): readonly string[];
  /** The newest last. */
  versions(bucket: string, key: string): readonly ObjectVersion[];
  /** Puts an object as a new version or in place of the only one; ends the upload it was made from. */
  put(object: NewObject, now: number, endsUpload?: string): ObjectVersion;
  putDeleteMarker(bucket: string, key: string, now: number): ObjectVersion;
  retain(version: ObjectVersion, retention: ObjectRetention | undefined): void;
  removeVersion(version: ObjectVersion): void;
  upload(uploadId: string): OpenUpload | undefined;
  uploads(bucket: string): OpenUpload[];
  startUpload(upload: Omit<Upload, "uploadId">): Upload;
  savePart(uploadId: string, part: UploadedPart): void;
  abortUpload(uploadId: string): void;
  write(source: AsyncIterable<Buffer>): Promise<Blob>;
  read(blobs: readonly Blob[], from: number, to: number): AsyncGenerator<Buffer>;
  /** Removes pieces that never became part of anything. */
  discard(blobs: readonly Blob[]): void;
  close(): void;
}

const DAY_MS = 86_400_000;

export function openObjectStore(stateDir: string): ObjectStore {
  const journal = openJournal(join(stateDir, "objects.jsonl"), (raw) => entrySchema.parse(raw));
  const index = new ObjectIndex();
  for (const entry of journal.found) index.apply(entry);
  const shortest = [...index.entries()];
  if (shortest.length < journal.found.length) journal.compact(shortest);
  const blobs = openBlobFolder(join(stateDir, "objects"), index.files());

  /** First the journal, then the index, then the files: a crash in between leaves files too many, never too few. */
  const record = (entry: ObjectEntry) => {
    journal.append(entry, { durable: true });
    blobs.remove(index.apply(entry));
  };
  const putVersion = (version: ObjectVersion, endsUpload?: string) => {
    record(endsUpload === undefined ? { version } : { version, endsUpload });
    return version;
  };
  return {
    buckets: () => index.buckets(),
    bucket: (name) => index.bucket(name),
    saveBucket: (bucket) => record({ bucket }),
    removeBucket: (name) => record({ bucketGone: name }),
    keys: (bucket) => index.keys(bucket),
    versions: (bucket, key) => index.versions(bucket, key),
    put(object, now, endsUpload) {
      const bucket = index.bucket(object.bucket);
      const retention = object.attributes.retention ?? defaultRetention(bucket, now);
      const version: ObjectVersion = {
        ...object,
        versionId: newVersionId(bucket),
        isDeleteMarker: false,
        modifiedAt: now,
        size: object.blobs.reduce((sum, { size }) => sum + size, 0),
        attributes: { ...object.attributes, ...(retention ? { retention } : {}) },
      };
      return putVersion(version, endsUpload);
    },
    putDeleteMarker: (bucket, key, now) =>
      putVersion({
        bucket,
        key,
        versionId: newVersionId(index.bucket(bucket)),
        isDeleteMarker: true,
        modifiedAt: now,
        etag: "",
        size: 0,
        blobs: [],
        attributes: { headers: {}, metadata: {}, encryption: { algorithm: "AES256" } },
      }),
    retain(version, retention) {
      const { retention: _earlier, ...attributes } = version.attributes;
      putVersion({ ...version, attributes: { ...attributes, ...(retention ? { retention } : {}) } });
    },
    removeVersion: ({ bucket, key, versionId }) => record({ versionGone: { bucket, key, versionId } }),
    upload: (uploadId) => index.upload(uploadId),
    uploads: (bucket) => index.uploads(bucket),
    startUpload(about) {
      const upload = { ...about, uploadId: randomBytes(48).toString("base64url") };
      record({ upload });
      return upload;
    },
    savePart: (uploadId, part) => record({ uploadId, part }),
    abortUpload: (uploadId) => record({ uploadGone: uploadId }),
    write: (source) => blobs.write(source),
    read: (pieces, from, to) => blobs.read(pieces, from, to),
    discard: (pieces) => blobs.remove(pieces),
    close: () => journal.close(),
  };
}

function newVersionId(bucket: Bucket | undefined): string {
  return bucket?.versioning === "Enabled" ? randomBytes(24).toString("base64url") : "null";
}

function defaultRetention(bucket: Bucket | undefined, now: number): ObjectRetention | undefined {
  const rule = bucket?.objectLock?.defaultRetention;
  if (!rule) return undefined;
  return { mode: rule.mode, until: now + ((rule.days ?? 0) + 365 * (rule.years ?? 0)) * DAY_MS };
}
