import { z } from "zod";
import type { Bucket, ObjectRetention, ObjectVersion } from "../../../stores/object-entries";
import { AwsError } from "../../../wire/aws-error";
import type { Call } from "../../../wire/operation";
import type { Headers } from "../body";
import { bucketDemand, findBucket, isAllowed, objectDemand } from "../names";
import type { S3Input, S3Operation } from "../operation";
import { elementAt, malformed, parseXml, textAt, writeXml } from "../xml";
import { findVersion } from "./versions";

const modeSchema = z.enum(["GOVERNANCE", "COMPLIANCE"]);
const count = (most: number) => z.coerce.number().int().min(1).max(most);

export const lockOperations = {
  GetObjectLockConfiguration: {
    method: "GET",
    on: "bucket",
    marks: ["object-lock"],
    readOnly: true,
    event: "GetBucketObjectLockConfiguration",
    demands: (input) => [bucketDemand("s3:GetBucketObjectLockConfiguration", input)],
    run: (input, call) => {
      const { objectLock } = findBucket(input, call);
      if (!objectLock) {
        throw new AwsError(
          "ObjectLockConfigurationNotFoundError",
          "Object Lock configuration does not exist for this bucket",
          404,
        );
      }
      const rule = objectLock.defaultRetention;
      return {
        text: writeXml("ObjectLockConfiguration", {
          ObjectLockEnabled: "Enabled",
          ...(rule
            ? { Rule: { DefaultRetention: { Mode: rule.mode, Days: rule.days, Years: rule.years } } }
            : {}),
        }),
      };
    },
  },

  PutObjectLockConfiguration: {
    method: "PUT",
    on: "bucket",
    marks: ["object-lock"],
    readOnly: false,
    event: "PutBucketObjectLockConfiguration",
    demands: (input) => [bucketDemand("s3:PutBucketObjectLockConfiguration", input)],
    run: async (input, call) => {
      const objectLock = readLock(await input.body.text());
      const bucket = findBucket(input, call);
      if (bucket.versioning !== "Enabled") {
        throw new AwsError(
          "InvalidBucketState",
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          409,
        );
      }
      call.world.objects.saveBucket({ ...bucket, objectLock });
      return {};
    },
  },

  GetObjectRetention: {
    method: "GET",
    on: "object",
    marks: ["retention"],
    allows: ["versionId"],
    readOnly: true,
    demands: (input) => [objectDemand("s3:GetObjectRetention", input)],
    run: (input, call) => {
      requireLock(findBucket(input, call));
      const { retention } = findVersion(input, call).attributes;
      if (!retention) {
        throw new AwsError(
          "NoSuchObjectLockConfiguration",
          "The specified object does not have a ObjectLock configuration",
          404,
        );
      }
      const RetainUntilDate = new Date(retention.until).toISOString();
      return { text: writeXml("Retention", { Mode: retention.mode, RetainUntilDate }) };
    },
  },

  PutObjectRetention: {
    method: "PUT",
    on: "object",
    marks: ["retention"],
    allows: ["versionId"],
    readOnly: false,
    demands: (input) => [
      objectDemand("s3:PutObjectRetention", input),
      ...(wantsBypass(input.headers) ? [objectDemand("s3:BypassGovernanceRetention", input)] : []),
    ],
    run: async (input, call) => {
      const wanted = readRetention(await input.body.text(), call.now);
      requireLock(findBucket(input, call));
      const version = findVersion(input, call);
      const current = version.attributes.retention;
      const isWeaker =
        !wanted || wanted.until < (current?.until ?? 0) || (current && wanted.mode !== current.mode);
      if (isWeaker) checkUnlocked(version, input.headers, call);
      call.world.objects.retain(version, wanted);
      return {};
    },
  },
} satisfies Record<string, S3Operation>;

/**
 * Refuses what a retention forbids. In compliance mode nobody gets past it; in governance mode whoever says so and may.
 * That the caller may bypass is demanded before.
 *
 * @throws AwsError AccessDenied
 */
export function checkUnlocked(version: ObjectVersion, headers: Headers, call: Call): void {
  const { retention } = version.attributes;
  if (!retention || retention.until <= call.now) return;
  if (retention.mode === "GOVERNANCE" && wantsBypass(headers)) return;
  throw new AwsError("AccessDenied", "Access Denied because object protected by object lock.");
}

export function wantsBypass(headers: Headers): boolean {
  return headers["x-amz-bypass-governance-retention"]?.toLowerCase() === "true";
}

/** As `checkUnlocked`, for one of many keys, each of which is judged by itself. */
export async function mayDelete(version: ObjectVersion, input: S3Input, call: Call): Promise<boolean> {
  const bypass = objectDemand("s3:BypassGovernanceRetention", version);
  const headers = wantsBypass(input.headers) && (await isAllowed(bypass, call)) ? input.headers : {};
  try {
    checkUnlocked(version, headers, call);
    return true;
  } catch {
    return false;
  }
}

/**
 * The retention that a new object asks for.
 *
 * @throws AwsError InvalidRequest, InvalidArgument
 */
export function retentionFromHeaders(
  headers: Headers,
  bucket: Bucket,
  now: number,
): ObjectRetention | undefined {
  const mode = headers["x-amz-object-lock-mode"];
  const until = headers["x-amz-object-lock-retain-until-date"];
  if (mode === undefined && until === undefined) return undefined;
  requireLock(bucket);
  return checkRetention(mode, until, now);
}

function readRetention(text: string, now: number): ObjectRetention | undefined {
  const root = parseXml(text);
  const [mode, until] = [textAt(root, "Mode"), textAt(root, "RetainUntilDate")];
  return mode === undefined && until === undefined ? undefined : checkRetention(mode, until, now);
}

function checkRetention(
  mode: string | undefined,
  untilText: string | undefined,
  now: number,
): ObjectRetention {
  const parsed = modeSchema.safeParse(mode);
  const until = Date.parse(untilText ?? "");
  if (!parsed.success || Number.isNaN(until)) throw malformed();
  if (until <= now) {
    throw new AwsError("InvalidArgument", "The retain until date must be in the future!", 400);
  }
  return { mode: parsed.data, until };
}

function requireLock(bucket: Bucket): void {
  if (bucket.objectLock) return;
  throw new AwsError("InvalidRequest", "Bucket is missing Object Lock Configuration", 400);
}

function readLock(text: string): NonNullable<Bucket["objectLock"]> {
  const root = parseXml(text);
  if (textAt(root, "ObjectLockEnabled") !== "Enabled") throw malformed();
  const rule = elementAt(root, "Rule", "DefaultRetention");
  if (!rule) return {};
  const mode = modeSchema.safeParse(textAt(rule, "Mode"));
  const [daysText, yearsText] = [textAt(rule, "Days"), textAt(rule, "Years")];
  if (!mode.success || (daysText === undefined) === (yearsText === undefined)) throw malformed();
  const duration =
    daysText === undefined ? count(100).safeParse(yearsText) : count(36_500).safeParse(daysText);
  if (!duration.success) {
    throw new AwsError("InvalidArgument", "Default retention period must be a positive integer value.", 400);
  }
  const length = daysText === undefined ? { years: duration.data } : { days: duration.data };
  return { defaultRetention: { mode: mode.data, ...length } };
}
