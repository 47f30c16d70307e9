import { anchorBucket } from "../seed/buckets";
import type { IamRole } from "./model";
import { allow, policy, role, trust } from "./seed-parts";

/** Roles of the account that holds what the portal's audit is anchored in and signed with. */
export const ANCHOR_ROLE = "HalliganAnchor";
export const SIGNER_ROLE = "HalliganSigner";
export const JOBS_USER = "halligan-jobs";

interface Of {
  accountId: string;
  /** The account that holds the portal's users. */
  homeId: string;
}

/** Adds anchors that are locked, and overwrites none. */
export function anchorRole({ accountId, homeId }: Of): IamRole {
  const bucket = `arn:aws:s3:::${anchorBucket(accountId)}`;
  return role(accountId, ANCHOR_ROLE, "Adds anchors of the audit", {
    trustPolicy: policy(trust([`arn:aws:iam::${homeId}:user/${JOBS_USER}`], "sts:AssumeRole")),
    inlinePolicies: {
      AddAnchors: policy(
        allow("s3:PutObject", `${bucket}/*`, {
          StringEquals: { "s3:object-lock-mode": "COMPLIANCE", "s3:if-none-match": "*" },
        }),
        allow(["s3:PutObjectRetention", "s3:GetObjectRetention", "s3:GetObject"], `${bucket}/*`),
        allow("s3:GetBucketObjectLockConfiguration", bucket),
      ),
    },
  });
}

/** Signs the audit's heads with a key that nobody can read. */
export function signerRole({ accountId, homeId }: Of): IamRole {
  const keys = `arn:aws:kms:*:${accountId}:key/*`;
  return role(accountId, SIGNER_ROLE, "Signs heads of the audit", {
    trustPolicy: policy(trust([`arn:aws:iam::${homeId}:user/${JOBS_USER}`], "sts:AssumeRole")),
    inlinePolicies: {
      SignHeads: policy(
        allow("kms:GetPublicKey", keys),
        allow("kms:Sign", keys, {
          StringEquals: { "kms:SigningAlgorithm": "ED25519_SHA_512", "kms:MessageType": "RAW" },
        }),
      ),
    },
  });
}
