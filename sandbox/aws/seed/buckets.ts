import type { ObjectStore } from "../stores/object-store";

/** The bucket of an account that sessions' texts are put into; one for all its regions. */
export function sessionBucket(accountId: string): string {
  return `halligan-session-logs-${accountId}`;
}

/** Makes the account's bucket for session logs, encrypted and with versions; once, then it is left as its users leave it. */
export function seedBuckets(objects: ObjectStore, accountId: string, region: string, now: number): void {
  const name = sessionBucket(accountId);
  if (objects.bucket(name)) return;
  objects.saveBucket({
    name,
    accountId,
    region,
    createdAt: now,
    versioning: "Enabled",
    encryption: { algorithm: "AES256", hasBucketKey: false },
  });
}

/** Where the portal's audit is anchored: a bucket with Object Lock. */
export function anchorBucket(accountId: string): string {
  return `halligan-audit-anchors-${accountId}`;
}

/** Makes the bucket for anchors; once. A day, as what lies in a sandbox is to be thrown away. */
export function seedAnchorBucket(objects: ObjectStore, accountId: string, region: string, now: number): void {
  const name = anchorBucket(accountId);
  if (objects.bucket(name)) return;
  objects.saveBucket({
    ...{ name, accountId, region, createdAt: now, versioning: "Enabled" },
    encryption: { algorithm: "AES256", hasBucketKey: false },
    objectLock: { defaultRetention: { mode: "COMPLIANCE", days: 1 } },
  });
}

/** Where the output of finished recordings is put: a bucket with versions. */
export function recordingBucket(accountId: string): string {
  return `halligan-recordings-${accountId}`;
}

/** Makes the bucket for recordings; once. */
export function seedRecordingBucket(
  objects: ObjectStore,
  accountId: string,
  region: string,
  now: number,
): void {
  const name = recordingBucket(accountId);
  if (objects.bucket(name)) return;
  objects.saveBucket({
    ...{ name, accountId, region, createdAt: now, versioning: "Enabled" },
    encryption: { algorithm: "AES256", hasBucketKey: false },
  });
}
