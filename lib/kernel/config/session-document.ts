import { z } from "zod";
import { osUserSchema } from "./os-user";
import { partitionOf } from "./region";

const KEY_ID = "([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})";
const KEY_ARN = `arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/`;
/** Of a key of KMS itself, no alias. */
export const KMS_KEY_ARN = new RegExp(`^${KEY_ARN}${KEY_ID}$`);
const KEY = new RegExp(`^(${KEY_ARN})?${KEY_ID}$`);

/** What the session documents of an account say beside its log group. Whatever is changed here makes another document. */
export const sessionDocumentSchema = z.strictObject({
  /** Systems Manager ends a session after so many minutes, whatever happens to the portal. */
  maxMinutes: z.int().min(1).max(1440).default(60),
  idleMinutes: z.int().min(1).max(60).default(20),
  /** The log group has a KMS key; without one Systems Manager then refuses every session. */
  isLogEncrypted: z.boolean().default(false),
  s3Bucket: z.string().min(3).max(63).optional(),
  s3Prefix: z.string().min(1).max(512).optional(),
  isS3Encrypted: z.boolean().default(false),
  /**
   * The KMS key that encrypts what goes between gateway and node, past AWS's message gateway: an id or an ARN. No alias:
   * a session's policy names the key, and IAM knows keys by their ARN.
   */
  kmsKeyId: z.string().regex(KEY, "must be the id or the ARN of a KMS key; an alias is none").optional(),
  /** The user on the node; without it and without `osUsers` the agent's own, who may do everything there. */
  runAs: osUserSchema.optional(),
});

/**
 * ARN of the key that encrypts sessions in a region.
 * @returns undefined where the account's settings name none
 */
export function sessionKeyArn(
  account: { accountId: string; sessionDocument: { kmsKeyId?: string | undefined } },
  region: string,
): string | undefined {
  const { kmsKeyId } = account.sessionDocument;
  if (kmsKeyId === undefined || kmsKeyId.startsWith("arn:")) return kmsKeyId;
  return `arn:${partitionOf(region)}:kms:${region}:${account.accountId}:key/${kmsKeyId}`;
}

/** What of the key can't be in every region of an account: its sessions there would not open. */
export function sessionKeyProblems(account: {
  regions: readonly string[];
  sessionDocument: { kmsKeyId?: string | undefined };
}): string[] {
  const { kmsKeyId } = account.sessionDocument;
  if (kmsKeyId === undefined) return [];
  const [, , , keyRegion] = kmsKeyId.split(":");
  if (keyRegion !== undefined)
    return account.regions
      .filter((region) => region !== keyRegion)
      .map(
        (region) =>
          `its sessionDocument.kmsKeyId is a key in ${keyRegion}; sessions in ${region} can't use it`,
      );
  return account.regions.length > 1 && !kmsKeyId.startsWith("mrk-")
    ? ["its sessionDocument.kmsKeyId is a key of one region; several regions need a multi-Region key (mrk-…)"]
    : [];
}
