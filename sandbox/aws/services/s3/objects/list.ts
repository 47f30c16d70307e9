import { z } from "zod";
import type { ObjectVersion } from "../../../stores/object-entries";
import { AwsError } from "../../../wire/aws-error";
import { bucketDemand, encodeKey, findBucket } from "../names";
import type { S3Input, S3Operation } from "../operation";
import { writeXml } from "../xml";

const MOST = 1000;

export const listOperations = {
  ListObjectsV2: {
    method: "GET",
    on: "bucket",
    marks: ["list-type"],
    allows: [
      "prefix",
      "delimiter",
      "max-keys",
      "continuation-token",
      "start-after",
      "encoding-type",
      "fetch-owner",
    ],
    readOnly: true,
    demands: (input) => [bucketDemand("s3:ListBucket", input, listContext(input))],
    run: (input, call) => {
      const { query } = input;
      if (query.get("list-type") !== "2") {
        throw new AwsError("NotImplemented", "Only version 2 of the list is known here.", 501);
      }
      const { name } = findBucket(input, call);
      const token = query.get("continuation-token");
      const startAfter = query.get("start-after");
      const { objects } = call.world;
      const newest = (key: string) => {
        const version = objects.versions(name, key).at(-1);
        return version && !version.isDeleteMarker ? [version] : [];
      };
      const after = token === undefined ? { key: startAfter ?? "" } : readToken(token);
      const page = walk(objects.keys(name), newest, { ...listing(input), after });
      return {
        text: writeXml("ListBucketResult", {
          Name: name,
          Prefix: encodeKey(query.get("prefix") ?? "", query),
          Delimiter: optional(query.get("delimiter"), input),
          MaxKeys: maxKeys(input),
          KeyCount: page.versions.length + page.prefixes.length,
          IsTruncated: page.next !== undefined,
          ContinuationToken: token,
          NextContinuationToken: page.next && writeToken(page.next),
          StartAfter: optional(startAfter, input),
          EncodingType: query.get("encoding-type"),
          Contents: page.versions.map((version) => ({
            Key: encodeKey(version.key, query),
            ...describeVersion(version),
            ...(query.get("fetch-owner") === "true" ? { Owner: { ID: call.accountId } } : {}),
          })),
          CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encodeKey(prefix, query) })),
        }),
      };
    },
  },

  ListObjectVersions: {
    method: "GET",
    on: "bucket",
    marks: ["versions"],
    allows: ["prefix", "delimiter", "max-keys", "key-marker", "version-id-marker", "encoding-type"],
    readOnly: true,
    demands: (input) => [bucketDemand("s3:ListBucketVersions", input, listContext(input))],
    run: (input, call) => {
      const { query } = input;
      const { name } = findBucket(input, call);
      const keyMarker = query.get("key-marker");
      const versionMarker = query.get("version-id-marker");
      const { objects } = call.world;
      const all = (key: string) => [...objects.versions(name, key)].reverse();
      const delimiter = query.get("delimiter") ?? "";
      const isPrefix =
        delimiter !== "" && versionMarker === undefined && (keyMarker ?? "").endsWith(delimiter);
      const after = isPrefix
        ? { prefix: keyMarker ?? "" }
        : { key: keyMarker ?? "", versionId: versionMarker };
      const page = walk(objects.keys(name), all, { ...listing(input), after });
      const entry = (version: ObjectVersion) => ({
        Key: encodeKey(version.key, query),
        VersionId: version.versionId,
        IsLatest: objects.versions(name, version.key).at(-1) === version,
      });
      const next = page.next;
      return {
        text: writeXml("ListVersionsResult", {
          Name: name,
          Prefix: encodeKey(query.get("prefix") ?? "", query),
          KeyMarker: encodeKey(keyMarker ?? "", query),
          VersionIdMarker: versionMarker ?? "",
          NextKeyMarker: next && encodeKey("key" in next ? next.key : next.prefix, query),
          NextVersionIdMarker: next && "key" in next ? next.versionId : undefined,
          MaxKeys: maxKeys(input),
          Delimiter: optional(query.get("delimiter"), input),
          EncodingType: query.get("encoding-type"),
          IsTruncated: next !== undefined,
          Version: page.versions
            .filter(({ isDeleteMarker }) => !isDeleteMarker)
            .map((version) => ({
              ...entry(version),
              ...describeVersion(version),
              Owner: { ID: call.accountId },
            })),
          DeleteMarker: page.versions
            .filter(({ isDeleteMarker }) => isDeleteMarker)
            .map((version) => ({
              ...entry(version),
              LastModified: new Date(version.modifiedAt).toISOString(),
              Owner: { ID: call.accountId },
            })),
          CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encodeKey(prefix, query) })),
        }),
      };
    },
  },
} satisfies Record<string, S3Operation>;

/** The last thing a page showed: the next one begins behind it. */
type Place = { key: string; versionId?: string | undefined } | { prefix: string };

interface Listing {
  prefix: string;
  delimiter: string;
  size: number;
  after: Place;
}

interface ListPage {
  versions: ObjectVersion[];
  prefixes: string[];
  next: Place | undefined;
}

function walk(
  keys: readonly string[],
  versionsOf: (key: string) => ObjectVersion[],
  about: Listing,
): ListPage {
  const page: ListPage = { versions: [], prefixes: [], next: undefined };
  let last: Place | undefined;
  for (const key of keys) {
    if (!key.startsWith(about.prefix) || isBefore(key, about.after)) continue;
    const found = afterVersion(versionsOf(key), key, about.after);
    const group = commonPrefix(key, about);
    if (found.length === 0 || (group !== undefined && group === page.prefixes.at(-1))) continue;
    for (const version of group === undefined ? found : found.slice(0, 1)) {
      if (page.versions.length + page.prefixes.length >= about.size) {
        return { ...page, next: about.size === 0 ? undefined : last };
      }
      if (group === undefined) page.versions.push(version);
      else page.prefixes.push(group);
      last = group === undefined ? { key, versionId: version.versionId } : { prefix: group };
    }
  }
  return page;
}

function commonPrefix(key: string, { prefix, delimiter }: Listing): string | undefined {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function isBefore(key: string, after: Place): boolean {
  if ("prefix" in after) return key.startsWith(after.prefix) || compare(key, after.prefix) < 0;
  const order = compare(key, after.key);
  return order < 0 || (order === 0 && after.versionId === undefined);
}

function afterVersion(versions: ObjectVersion[], key: string, after: Place): ObjectVersion[] {
  if ("prefix" in after || after.key !== key || after.versionId === undefined) return versions;
  const at = versions.findIndex(({ versionId }) => versionId === after.versionId);
  return at < 0 ? [] : versions.slice(at + 1);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function describeVersion(version: ObjectVersion) {
  return {
    LastModified: new Date(version.modifiedAt).toISOString(),
    ETag: `"${version.etag}"`,
    ChecksumAlgorithm: version.checksum?.algorithm,
    Size: version.size,
    StorageClass: "STANDARD",
  };
}

function listing(input: S3Input): Omit<Listing, "after"> {
  const { query } = input;
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    size: maxKeys(input),
  };
}

function maxKeys({ query }: S3Input): number {
  const parsed = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(query.get("max-keys") ?? MOST);
  if (!parsed.success)
    throw new AwsError("InvalidArgument", "Provided max-keys not an integer or within integer range", 400);
  return Math.min(parsed.data, MOST);
}

function optional(text: string | undefined, { query }: S3Input): string | undefined {
  return text === undefined ? undefined : encodeKey(text, query);
}

/** What a policy may ask of a list. */
function listContext({ query }: S3Input): Record<string, string> {
  return { "s3:prefix": query.get("prefix") ?? "", "s3:delimiter": query.get("delimiter") ?? "" };
}

const tokenSchema = z.union([z.object({ prefix: z.string() }), z.object({ key: z.string() })]);

function writeToken(place: Place): string {
  return Buffer.from(JSON.stringify("key" in place ? { key: place.key } : place)).toString("base64url");
}

function readToken(token: string): Place {
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    throw new AwsError("InvalidArgument", "The continuation token provided is incorrect", 400);
  }
}
