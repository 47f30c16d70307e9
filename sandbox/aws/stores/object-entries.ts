import { z } from "zod";
import { blobSchema } from "./object-blobs";

/** The journal of the object store: what its lines hold. Instants are epoch milliseconds. */

const retention = z.object({ mode: z.enum(["GOVERNANCE", "COMPLIANCE"]), until: z.number() });
const encryption = z.object({ algorithm: z.string(), keyId: z.string().optional() });
const checksum = z.object({
  algorithm: z.enum(["CRC32", "CRC32C", "SHA1", "SHA256"]),
  /** Base64; of an object in parts with `-<number of parts>` at its end. */
  value: z.string(),
});

export const bucketSchema = z.object({
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  createdAt: z.number(),
  /** Absent: never switched on. */
  versioning: z.enum(["Enabled", "Suspended"]).optional(),
  /** What new objects get that do not ask. */
  encryption: encryption.extend({ hasBucketKey: z.boolean() }),
  objectLock: z
    .object({
      defaultRetention: z
        .object({ mode: retention.shape.mode, days: z.number().optional(), years: z.number().optional() })
        .optional(),
    })
    .optional(),
});

/** What a client says of an object beside its bytes. */
export const attributesSchema = z.object({
  /** content-type, content-encoding, …: given back as they came. */
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  encryption,
  retention: retention.optional(),
});

export const versionSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  /** `null` in buckets without versions. */
  versionId: z.string(),
  isDeleteMarker: z.boolean(),
  modifiedAt: z.number(),
  /** Without quotes. */
  etag: z.string(),
  size: z.number(),
  blobs: z.array(blobSchema),
  checksum: checksum.optional(),
  attributes: attributesSchema,
});

const partSchema = z.object({
  number: z.number(),
  etag: z.string(),
  modifiedAt: z.number(),
  blob: blobSchema,
  checksum: checksum.optional(),
});

const uploadSchema = z.object({
  uploadId: z.string(),
  bucket: z.string(),
  key: z.string(),
  startedAt: z.number(),
  attributes: attributesSchema,
});

export const entrySchema = z.union([
  z.object({ bucket: bucketSchema }),
  z.object({ bucketGone: z.string() }),
  z.object({ version: versionSchema, endsUpload: z.string().optional() }),
  z.object({ versionGone: versionSchema.pick({ bucket: true, key: true, versionId: true }) }),
  z.object({ upload: uploadSchema }),
  z.object({ uploadId: z.string(), part: partSchema }),
  z.object({ uploadGone: z.string() }),
]);

export type Bucket = z.infer<typeof bucketSchema>;
export type ObjectAttributes = z.infer<typeof attributesSchema>;
export type ObjectVersion = z.infer<typeof versionSchema>;
export type ObjectRetention = z.infer<typeof retention>;
export type ObjectChecksum = z.infer<typeof checksum>;
export type UploadedPart = z.infer<typeof partSchema>;
export type Upload = z.infer<typeof uploadSchema>;
export type ObjectEntry = z.infer<typeof entrySchema>;
