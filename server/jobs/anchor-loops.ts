import { anchorBucket } from "@/lib/audit/heads/anchors/anchor-bucket";
import { anchorFile } from "@/lib/audit/heads/anchors/anchor-file";
import { type Anchor, anchorHeads, declareAnchors } from "@/lib/audit/heads/anchors/anchor-heads";
import { type HeadSigner, signerInKms, signerWithSeed } from "@/lib/audit/heads/head-signer";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import type { Config } from "@/lib/kernel/config/config";
import type { Loop } from "@/server/loops/loops";

/** How often an anchor looks for heads that another has. */
const COPY_SECONDS = 5;

/**
 * A loop for each anchor: one that fails or hangs holds up no other. Where there are two, the file's signs and the
 * bucket's copies. None in a sandbox that was given no key; production does not start without one.
 */
export async function anchorLoops(settings: Config): Promise<Loop[]> {
  const { ANCHOR_SECONDS: seconds } = settings;
  const signer = signerBy(settings);
  const anchors = signer ? anchorsOf(settings) : [];
  await declareAnchors(anchors);
  if (!signer) return [];
  return anchors.map((anchor) => ({
    name: anchor.name === "file" ? "anchors" : "anchors in the bucket",
    seconds: anchor.after === undefined ? seconds : Math.min(seconds, COPY_SECONDS),
    work: () => anchorHeads(signer, anchor),
  }));
}

function signerBy(settings: Config): HeadSigner | undefined {
  const {
    AUDIT_SIGNING_KEY: seed,
    AUDIT_SIGNING_KMS_KEY: keyArn,
    AUDIT_SIGNING_ROLE_ARN: roleArn,
  } = settings;
  const name = `${new URL(settings.PUBLIC_ORIGIN).host}/audit`;
  if (keyArn !== undefined) return signerInKms(name, { keyArn, roleArn });
  return seed === undefined ? undefined : signerWithSeed(name, seed);
}

function anchorsOf(settings: Config): Anchor[] {
  const { AUDIT_ANCHOR_FILE: path, AUDIT_ANCHOR_BUCKET, AUDIT_ANCHOR_REGION: region } = settings;
  const address = AUDIT_ANCHOR_BUCKET === undefined ? null : readBucketAddress(AUDIT_ANCHOR_BUCKET);
  const file: Anchor[] = path === undefined ? [] : [{ name: "file", write: anchorFile(path) }];
  if (!address || region === undefined) return file;
  const write = anchorBucket({
    ...{ ...address, region, roleArn: settings.AUDIT_ANCHOR_ROLE_ARN },
    retentionDays: settings.AUDIT_ANCHOR_RETENTION_DAYS,
  });
  return [...file, { name: "bucket", write, ...(path === undefined ? {} : { after: "file" as const }) }];
}
