import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { AwsCredentials, assumeRole } from "@/lib/aws/credentials";
import { s3Client } from "@/lib/aws/objects/objects";
import { inTransaction } from "@/lib/db/client";
import { openTestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { startWorld } from "../../../../../tools/world.mjs";
import { appendEvent } from "../../../append-event";
import { sealDue } from "../../../sealing/seal-batch";
import { verifyAudit } from "../../../verify/verify-audit";
import { signerWithSeed } from "../../head-signer";
import { anchorBucket } from "../anchor-bucket";
import { anchorFile } from "../anchor-file";
import { anchorHeads, type WriteAnchor } from "../anchor-heads";
import { readAnchorHealth, useAnchors } from "../anchor-store";
import { readAnchors } from "../read-anchors";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
const signer = signerWithSeed("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
export const BUCKET = "halligan-audit-anchors-444455556666";
export const region = "eu-west-1";
export const place = {
  ...{ bucket: BUCKET, region, prefix: "test/" },
  roleArn: "arn:aws:iam::444455556666:role/HalliganAnchor",
};
export const WHERE = `s3://${BUCKET}/test`;

/** A database whose audit is anchored in a file and in a bucket of another account of the sandbox. */
export async function openAnchoredBucket() {
  const outside = await startWorld({ processes: ["sandbox"] });
  const database = await openTestDatabase();
  await database.as("jobs");
  const { credentials, endpoint } = outside.sandbox;
  Object.assign(config(), {
    HALLIGAN_AWS_ENDPOINT: endpoint,
    HALLIGAN_AWS_ACCESS_KEY_ID: credentials.jobs?.accessKeyId,
    HALLIGAN_AWS_SECRET_ACCESS_KEY: credentials.jobs?.secretAccessKey,
  });
  const administrator = await assumeRole(
    {
      account: { regions: [region] },
      roleArn: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole",
      roleSessionName: "administrator",
    },
    new AwsCredentials(credentials.operator ?? { accessKeyId: "", secretAccessKey: "" }),
  );
  const keys = AwsCredentials.open(administrator);
  // As the auditor's own shell has them.
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID: keys.accessKeyId },
    ...{ AWS_SECRET_ACCESS_KEY: keys.secretAccessKey, AWS_SESSION_TOKEN: keys.sessionToken },
  });
  const folder = mkdtempSync(join(tmpdir(), "halligan-anchor-"));
  const path = join(folder, "anchors.txt");
  const write = anchorBucket({ ...place, retentionDays: 30 });
  await inTransaction((tx) => useAnchors(tx, ["file", "bucket"]));
  const s3 = s3Client(region, administrator);
  return {
    ...{ outside, database, folder, path },
    /** Of an administrator of the bucket's account. */
    s3,
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await database.close();
      await outside.stop();
    },
    grow: async (nodeId = "i-1") => {
      await inTransaction((tx) => appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId } }));
      await sealDue();
    },
    intoFile: (by: WriteAnchor = anchorFile(path)) => anchorHeads(signer, { name: "file", write: by }),
    intoBucket: (by: WriteAnchor = write) =>
      anchorHeads(signer, { name: "bucket", write: by, after: "file" }),
    health: async () =>
      (await inTransaction(readAnchorHealth)).map(({ name, failure }) => `${name} ${failure ?? "works"}`),
    versions: async () => {
      const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: "test/" }));
      return (listed.Versions ?? []).map(({ Key = "", VersionId = "" }) => ({ Key, VersionId }));
    },
    verify: async (where: string) => {
      const report = await verifyAudit(database.urls.jobs, { anchors: () => readAnchors(where) });
      const faults = report.faults.map(({ step, code, item }) => `${step} ${code} ${item}`);
      return { ...report.heads, faults };
    },
  };
}
