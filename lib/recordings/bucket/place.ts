import type { BucketPlace } from "@/lib/aws/objects/bucket-objects";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import { config } from "@/lib/kernel/config/config";

/** The bucket of recordings, as whoever puts and removes them; undefined: recordings stay in the database. */
export function writerPlace(): BucketPlace | undefined {
  return placeAs(config().RECORDING_WRITER_ROLE_ARN);
}

/** The same, as whoever reads them. */
export function readerPlace(): BucketPlace | undefined {
  return placeAs(config().RECORDING_READER_ROLE_ARN);
}

function placeAs(roleArn: string | undefined): BucketPlace | undefined {
  const { RECORDING_BUCKET: where, RECORDING_REGION: region } = config();
  const address = where === undefined ? null : readBucketAddress(where);
  return address && region !== undefined ? { ...address, region, roleArn } : undefined;
}
