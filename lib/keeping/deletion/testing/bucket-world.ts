import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { openMovedObjects } from "@/lib/audit/verify/packs/moved-objects";
import { verifyAudit } from "@/lib/audit/verify/verify-audit";
import { AwsCredentials, assumeRole } from "@/lib/aws/credentials";
import type { BucketPlace } from "@/lib/aws/objects/bucket-objects";
import { s3Client } from "@/lib/aws/objects/objects";
import { config } from "@/lib/kernel/config/config";
import type { SessionId } from "@/lib/kernel/ids";
import { confirmPacks } from "@/lib/recordings/bucket/confirm-packs";
import { moveRecordings } from "@/lib/recordings/bucket/move-recordings";
import { readerPlace, writerPlace } from "@/lib/recordings/bucket/place";
import { jobs, type Login, openWorld } from "@/lib/requests/testing/world";
import { currentCluster, urlsFor } from "../../../../tools/database/test-cluster.mjs";
import { startWorld } from "../../../../tools/world.mjs";
import { openDeletions } from "./deletions";

export const BUCKET = "halligan-recordings-444455556666";
export const PREFIX = "portal/";
const IN_BUCKET = `s3://${BUCKET}/portal`;
const region = "eu-west-1";
const roleArn = (name: string) => `arn:aws:iam::444455556666:role/${name}`;
const never = () => false;

/** Finished recordings, and the sandbox's bucket with jobs, gateway and an administrator of its account. */
export async function openBucketWorld() {
  const outside = await startWorld({ processes: ["sandbox"] });
  const world = await openWorld({
    HALLIGAN_AWS_ENDPOINT: outside.sandbox.endpoint,
    ...{ RECORDING_BUCKET: IN_BUCKET, RECORDING_REGION: region },
    RECORDING_WRITER_ROLE_ARN: roleArn("HalliganRecordingWriter"),
    RECORDING_READER_ROLE_ARN: roleArn("HalliganRecordingReader"),
  });
  const deletions = await openDeletions(world);
  /** Half an hour ago, and held against its node's log since. */
  async function recorded(...given: Parameters<typeof deletions.recorded>): Promise<SessionId> {
    const sessionId = await deletions.recorded(...given);
    await world.owner(
      `update sessions set completeness = 'complete', corroboration = 'agreed', graded_at = clock_timestamp(),
        opened_at = opened_at - interval '31 minutes', ended_at = ended_at - interval '31 minutes'
       where id = '${sessionId}'`,
    );
    return sessionId;
  }
  const { credentials } = outside.sandbox;
  const operator = new AwsCredentials(credentials.operator ?? { accessKeyId: "", secretAccessKey: "" });
  const administrator = await assumeRole(
    {
      ...{ account: { regions: [region] }, roleArn: roleArn("OrganizationAccountAccessRole") },
      roleSessionName: "administrator",
    },
    operator,
  );
  const s3 = s3Client(region, administrator);
  const keys = AwsCredentials.open(administrator);
  // As the auditor's own shell has them.
  Object.assign(process.env, {
    ...{
      AWS_ENDPOINT_URL: outside.sandbox.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
    },
    ...{ AWS_SECRET_ACCESS_KEY: keys.secretAccessKey, AWS_SESSION_TOKEN: keys.sessionToken },
  });

  /** As one of the processes, in the database and in AWS. */
  async function as<T>(login: Exclude<Login, "web">, work: () => Promise<T>): Promise<T> {
    Object.assign(config(), {
      HALLIGAN_AWS_ACCESS_KEY_ID: credentials[login]?.accessKeyId,
      HALLIGAN_AWS_SECRET_ACCESS_KEY: credentials[login]?.secretAccessKey,
    });
    return deletions.as(login, work);
  }
  const atOnce = (processes: number, work: () => Promise<void>) =>
    Promise.all(Array.from({ length: processes }, work));
  const put = (processes = 1, place = writerPlace()) =>
    as("jobs", () => atOnce(processes, () => moveRecordings(jobs, place as BucketPlace, never)));
  const confirm = (processes = 1, place = readerPlace()) =>
    as("gateway", () => atOnce(processes, () => confirmPacks(place as BucketPlace, never)));
  const owner = () => urlsFor(currentCluster().urls, new URL(config().DATABASE_URL).pathname.slice(1)).owner;

  return {
    ...{ ...deletions, recorded, world, outside, s3, as, put, confirm },
    /** Rounds of both until nothing is left to move. */
    moveAll: async () => {
      for (let round = 0; round < 4; round += 1) {
        await put();
        await confirm();
      }
      await put();
      await as("jobs", () => sealDue());
    },
    /** Keys of the objects that are there, and how many delete markers. */
    listed: async (sessionId = "") => {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: `${PREFIX}${sessionId}` }),
      );
      const hidden = new Set(DeleteMarkers.map(({ Key }) => Key));
      return {
        keys: Versions.map(({ Key = "" }) => Key).filter((key) => !hidden.has(key)),
        hidden: DeleteMarkers.length,
      };
    },
    /** What the verifier says of recordings, with what is in the bucket or without. */
    faults: async (where: string | null = IN_BUCKET) => {
      const objects = where === null ? null : await openMovedObjects(where);
      const report = await verifyAudit(owner(), { objects });
      const steps = ["chain", "ranges", "recordings", "packs", "guards", "rights"];
      return {
        faults: report.faults
          .filter(({ step }) => steps.includes(step))
          .map(({ step, code, item, detail }) => `${step} ${code} ${item}: ${detail}`),
        packs: report.packs,
        step: report.steps.find(({ step }) => step === "packs"),
      };
    },
    close: async () => {
      await world.close();
      await outside.stop();
    },
  };
}
