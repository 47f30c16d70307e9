import type { Context } from "../../../iam/context";
import type { Bucket, ObjectAttributes, ObjectVersion } from "../../../stores/object-entries";
import { AwsError } from "../../../wire/aws-error";
import type { Call } from "../../../wire/operation";
import type { Headers } from "../body";
import { retentionFromHeaders } from "./lock";
import { versionHeader } from "./versions";

const KEPT = [
  "content-type",
  "content-encoding",
  "content-language",
  "content-disposition",
  "cache-control",
  "expires",
];
const MAX_METADATA_BYTES = 2048;
const DAY_MS = 86_400_000;
/** Headers that would change what an object is, and that are not served. */
const REFUSED =
  /^x-amz-(copy-source|tagging|website-redirect-location|grant-|object-lock-legal-hold|server-side-encryption-customer-|write-offset-bytes)/;

/**
 * What a request says of a new object beside its bytes.
 *
 * @throws AwsError NotImplemented, MetadataTooLarge, InvalidArgument, InvalidRequest
 */
export function readAttributes(headers: Headers, bucket: Bucket, now: number): ObjectAttributes {
  const refused = Object.keys(headers).find((name) => REFUSED.test(name));
  if (refused !== undefined) {
    throw new AwsError("NotImplemented", `The header ${refused} is not known here.`, 501);
  }
  const metadata = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith("x-amz-meta-"))
      .map(([name, value]) => [name.slice("x-amz-meta-".length), value]),
  );
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (size > MAX_METADATA_BYTES) {
    throw new AwsError(
      "MetadataTooLarge",
      "Your metadata headers exceed the maximum allowed metadata size",
      400,
    );
  }
  const retention = retentionFromHeaders(headers, bucket, now);
  return {
    headers: keptHeaders(headers),
    metadata,
    encryption: readEncryption(headers, bucket),
    ...(retention ? { retention } : {}),
  };
}

function keptHeaders(headers: Headers): Headers {
  const kept: Headers = { "content-type": "binary/octet-stream" };
  for (const name of KEPT) {
    // The framing was ours to take off; what else the bytes are encoded in is the client's.
    const value = (headers[name] ?? "")
      .split(",")
      .filter((part) => name !== "content-encoding" || part.trim() !== "aws-chunked")
      .join(",")
      .trim();
    if (value !== "") kept[name] = value;
  }
  return kept;
}

function readEncryption(headers: Headers, bucket: Bucket): ObjectAttributes["encryption"] {
  const algorithm = headers["x-amz-server-side-encryption"];
  if (algorithm === undefined) {
    const { keyId } = bucket.encryption;
    return { algorithm: bucket.encryption.algorithm, ...(keyId === undefined ? {} : { keyId }) };
  }
  if (algorithm !== "AES256" && algorithm !== "aws:kms") {
    throw new AwsError("InvalidArgument", "The encryption method specified is not supported", 400);
  }
  const keyId = headers["x-amz-server-side-encryption-aws-kms-key-id"];
  return { algorithm, ...(keyId === undefined ? {} : { keyId }) };
}

/** What a policy may ask of a new object. */
export function putContext({ headers }: { headers: Headers }, now: number): Context {
  const names = [
    "x-amz-acl",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-storage-class",
  ];
  const context: Context = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) context[`s3:${name}`] = value;
  }
  const mode = headers["x-amz-object-lock-mode"];
  if (mode !== undefined) context["s3:object-lock-mode"] = mode;
  const until = Date.parse(headers["x-amz-object-lock-retain-until-date"] ?? "");
  if (!Number.isNaN(until))
    context["s3:object-lock-remaining-retention-days"] = String(Math.ceil((until - now) / DAY_MS));
  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined) context["s3:if-none-match"] = noneMatch;
  return context;
}

/** The headers that say how an object is encrypted. */
export function encryptionHeaders({ encryption }: ObjectAttributes): Headers {
  return {
    "x-amz-server-side-encryption": encryption.algorithm,
    ...(encryption.keyId === undefined
      ? {}
      : { "x-amz-server-side-encryption-aws-kms-key-id": encryption.keyId }),
  };
}

/** The headers of GetObject and HeadObject. */
export function describeObject(version: ObjectVersion, call: Call): Headers {
  const { attributes } = version;
  const { retention } = attributes;
  const metadata = Object.entries(attributes.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    ...attributes.headers,
    ...Object.fromEntries(metadata),
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
    ...versionHeader(version, call),
    ...encryptionHeaders(attributes),
    ...(retention
      ? {
          "x-amz-object-lock-mode": retention.mode,
          "x-amz-object-lock-retain-until-date": new Date(retention.until).toISOString(),
        }
      : {}),
  };
}
