import type { BucketPlace } from "@/lib/aws/objects/bucket-objects";
import { reading } from "@/lib/db/client";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import { config } from "@/lib/kernel/config/config";
import { log } from "@/lib/kernel/log/log";
import { hasPacks } from "./store";

/** The bucket of recordings, as whoever puts and removes them; undefined: recordings stay in the database. */
export function writerPlace(): BucketPlace | undefined {
  return placeAs(config().RECORDING_WRITER_ROLE_ARN);
}

/** The same, as whoever reads them. */
export function readerPlace(): BucketPlace | undefined {
  return placeAs(config().RECORDING_READER_ROLE_ARN);
}

/** For a process that is told no bucket: says in the log what that means for recordings that lie in one. */
export async function warnWithoutBucket(): Promise<void> {
  if (await hasPacks(reading()))
    log.warn(
      "output of recordings lies in a bucket or was on its way there, and RECORDING_BUCKET is not set: it can't be exported as evidence or deleted, and what was on its way stays in the database",
    );
}

function placeAs(roleArn: string | undefined): BucketPlace | undefined {
  const { RECORDING_BUCKET: where, RECORDING_REGION: region } = config();
  const address = where === undefined ? null : readBucketAddress(where);
  return address && region !== undefined ? { ...address, region, roleArn } : undefined;
}
