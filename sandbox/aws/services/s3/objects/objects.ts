import { AwsError } from "../../../wire/aws-error";
import type { Call } from "../../../wire/operation";
import { checksumHeaders } from "../checksums";
import { checkWritable, isWanted, readRange } from "../conditions";
import { bucketDemand, findBucket, isAllowed, objectDemand } from "../names";
import type { S3Answer, S3Input, S3Operation } from "../operation";
import { elementsAt, malformed, parseXml, textAt, writeXml, type XmlValue } from "../xml";
import { describeObject, encryptionHeaders, putContext, readAttributes } from "./attributes";
import { checkUnlocked, mayDelete, wantsBypass } from "./lock";
import { findVersion, versionHeader } from "./versions";

const MOST_DELETES = 1000;
const OVERRIDES = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

export const objectOperations = {
  PutObject: {
    method: "PUT",
    on: "object",
    marks: [],
    readOnly: false,
    demands: (input, call) => [
      objectDemand("s3:PutObject", input, putContext(input, call.now)),
      ...(input.headers["x-amz-acl"] === undefined ? [] : [objectDemand("s3:PutObjectAcl", input)]),
      ...(input.headers["x-amz-object-lock-mode"] === undefined
        ? []
        : [objectDemand("s3:PutObjectRetention", input)]),
    ],
    run: async (input, call) => {
      const { objects } = call.world;
      const bucket = findBucket(input, call);
      const attributes = readAttributes(input.headers, bucket, call.now);
      if (attributes.retention && !input.body.isProtected) {
        throw new AwsError(
          "InvalidRequest",
          "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
          400,
        );
      }
      checkWritable(input, call);
      const blob = await objects.write(input.body.bytes());
      try {
        // Others wrote while this body was on its way.
        findBucket(input, call);
        checkWritable(input, call);
      } catch (error) {
        objects.discard([blob]);
        throw error;
      }
      const { md5: etag, checksum } = input.body.digest;
      const { bucket: name, key } = input;
      const version = objects.put({ bucket: name, key, blobs: [blob], etag, checksum, attributes }, call.now);
      return {
        headers: {
          etag: `"${etag}"`,
          ...versionHeader(version, call),
          ...encryptionHeaders(version.attributes),
          ...checksumHeaders(checksum),
        },
      };
    },
  },

  GetObject: {
    method: "GET",
    on: "object",
    marks: [],
    allows: ["versionId", ...OVERRIDES.map((name) => `response-${name}`)],
    readOnly: true,
    demands: readDemands,
    run: async (input, call) => {
      const answer = await readObject(input, call);
      for (const name of OVERRIDES) {
        const value = input.query.get(`response-${name}`);
        if (value !== undefined && answer.headers) answer.headers[name] = value.replace(/[^\x20-\x7e]/g, "");
      }
      return answer;
    },
  },

  HeadObject: {
    method: "HEAD",
    on: "object",
    marks: [],
    allows: ["versionId"],
    readOnly: true,
    demands: readDemands,
    run: readObject,
  },

  DeleteObject: {
    method: "DELETE",
    on: "object",
    marks: [],
    allows: ["versionId"],
    readOnly: false,
    demands: (input) => deleteDemands(input, input.query.get("versionId"), wantsBypass(input.headers)),
    run: (input, call) => {
      findBucket(input, call);
      const versionId = input.query.get("versionId");
      if (versionId === undefined) return { status: 204, headers: markerHeaders(deleteNewest(input, call)) };
      const version = call.world.objects
        .versions(input.bucket, input.key)
        .find((candidate) => candidate.versionId === versionId);
      if (version) {
        checkUnlocked(version, input.headers, call);
        call.world.objects.removeVersion(version);
      }
      return {
        status: 204,
        headers: markerHeaders({ versionId, isMarker: version?.isDeleteMarker === true }),
      };
    },
  },

  DeleteObjects: {
    method: "POST",
    on: "bucket",
    marks: ["delete"],
    readOnly: false,
    // Each key is judged by itself, and its refusal stands in the answer.
    demands: () => [],
    run: async (input, call) => {
      const text = await input.body.text();
      if (!input.body.isProtected) {
        throw new AwsError("InvalidRequest", "Missing required header for this request: Content-MD5", 400);
      }
      findBucket(input, call);
      const root = parseXml(text);
      const wanted = elementsAt(root, "Object").map((element) => ({
        // Not trimmed: a key may begin and end as it likes.
        key: elementsAt(element, "Key")[0]?.text ?? "",
        versionId: textAt(element, "VersionId"),
      }));
      if (wanted.length === 0 || wanted.length > MOST_DELETES || wanted.some(({ key }) => key === ""))
        throw malformed();
      const Deleted: XmlValue[] = [];
      const Errors: XmlValue[] = [];
      for (const one of wanted) {
        const result = await deleteOne({ ...input, key: one.key }, one.versionId, call);
        if ("Code" in result) Errors.push({ Key: one.key, VersionId: one.versionId, ...result });
        else Deleted.push({ Key: one.key, ...result });
      }
      const isQuiet = textAt(root, "Quiet") === "true";
      return { text: writeXml("DeleteResult", { Deleted: isQuiet ? [] : Deleted, Error: Errors }) };
    },
  },
} satisfies Record<string, S3Operation>;

function readDemands(input: S3Input) {
  const versionId = input.query.get("versionId");
  return [
    versionId === undefined
      ? objectDemand("s3:GetObject", input)
      : objectDemand("s3:GetObjectVersion", input, { "s3:VersionId": versionId }),
  ];
}

function deleteDemands(input: S3Input, versionId: string | undefined, isBypass: boolean) {
  return [
    versionId === undefined
      ? objectDemand("s3:DeleteObject", input)
      : objectDemand("s3:DeleteObjectVersion", input, { "s3:VersionId": versionId }),
    ...(versionId !== undefined && isBypass ? [objectDemand("s3:BypassGovernanceRetention", input)] : []),
  ];
}

async function readObject(input: S3Input, call: Call): Promise<S3Answer> {
  findBucket(input, call);
  const version = await existingVersion(input, call);
  const headers = describeObject(version, call);
  if (!isWanted(version, input.headers)) return { status: 304, headers };
  const range = readRange(input.headers.range, version.size);
  const { from, to } = range ?? { from: 0, to: version.size };
  const wantsChecksum = input.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED" && !range;
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...(range ? { "content-range": `bytes ${from}-${to - 1}/${version.size}` } : {}),
      ...(wantsChecksum ? checksumHeaders(version.checksum) : {}),
    },
    content: { blobs: version.blobs, from, to },
  };
}

/** Whether an object exists is told to those only who may list the bucket. */
async function existingVersion(input: S3Input, call: Call) {
  try {
    return findVersion(input, call);
  } catch (error) {
    const isMissing =
      error instanceof AwsError && (error.code === "NoSuchKey" || error.code === "NoSuchVersion");
    if (isMissing && !(await isAllowed(bucketDemand("s3:ListBucket", input), call))) {
      throw new AwsError("AccessDenied", "Access Denied");
    }
    throw error;
  }
}

/** Deletes without naming a version: with versions a marker hides the key, without them the object goes. */
function deleteNewest(input: Pick<S3Input, "bucket" | "key">, call: Call) {
  const { objects } = call.world;
  if (objects.bucket(input.bucket)?.versioning !== undefined) {
    const { versionId } = objects.putDeleteMarker(input.bucket, input.key, call.now);
    return { versionId, isMarker: true };
  }
  const [only] = objects.versions(input.bucket, input.key);
  if (only) objects.removeVersion(only);
  return {};
}

function markerHeaders({ versionId, isMarker = false }: { versionId?: string; isMarker?: boolean }) {
  return {
    ...(isMarker ? { "x-amz-delete-marker": "true" } : {}),
    ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }),
  };
}

async function deleteOne(
  input: S3Input,
  versionId: string | undefined,
  call: Call,
): Promise<Record<string, string | boolean | undefined>> {
  const denied = { Code: "AccessDenied", Message: "Access Denied" };
  for (const demand of deleteDemands(input, versionId, false)) {
    if (!(await isAllowed(demand, call))) return denied;
  }
  if (versionId === undefined) {
    const { versionId: marker, isMarker } = deleteNewest(input, call);
    return isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: marker } : {};
  }
  const version = call.world.objects
    .versions(input.bucket, input.key)
    .find((candidate) => candidate.versionId === versionId);
  if (version && !(await mayDelete(version, input, call))) {
    return { ...denied, Message: "Access Denied because object protected by object lock." };
  }
  if (version) call.world.objects.removeVersion(version);
  return {
    VersionId: versionId,
    ...(version?.isDeleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {}),
  };
}
