import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/kernel/errors";
import { calling } from "../errors";
import { readText } from "./locked-objects";

/** One version of an object, as a list has it. UNTRUSTED: whoever may write to the bucket named it. */
export interface ListedVersion {
  key: string;
  versionId: string;
  /** Bytes. */
  size: number;
  /** Without content: it hides the versions before it from whoever names none. */
  isDeleteMarker: boolean;
  /** Whoever names no version gets this one. */
  isLatest: boolean;
}

/** Where a page of a list begins. */
interface Marker {
  KeyMarker?: string;
  VersionIdMarker?: string;
}

/**
 * A client for whoever runs a command by hand: region, credentials and endpoint are those of their own AWS
 * configuration, as the AWS CLI finds them.
 */
export function operatorsS3(): S3Client {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  return new S3Client({
    ...(region ? { region } : {}),
    ...{ forcePathStyle: true, followRegionRedirects: true, maxAttempts: 5 },
    requestHandler: {
      ...{ connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
      socketTimeout: 20_000,
    },
  });
}

/**
 * Every version under a prefix, and every delete marker, page by page.
 * @throws AppError AWS_*; AWS_INVALID where a list says that there is more and does not lead there: it is not the whole
 */
export async function* listVersions(
  s3: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
): AsyncGenerator<ListedVersion[]> {
  for (let from: Marker = {}; ; ) {
    const at = from;
    const page = await calling("ListObjectVersions", () =>
      s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...at })),
    );
    yield [
      ...(page.Versions ?? []).map((one) => ({ ...one, isDeleteMarker: false })),
      ...(page.DeleteMarkers ?? []).map((one) => ({ ...one, Size: 0, isDeleteMarker: true })),
    ].map(({ Key = "", VersionId = "null", Size = 0, IsLatest = false, isDeleteMarker }) => ({
      ...{ key: Key, versionId: VersionId, size: Size, isDeleteMarker, isLatest: IsLatest },
    }));
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    if (IsTruncated !== true) return;
    const next = {
      ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
      ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
    };
    if (!leadsOn(at, next))
      throw new AppError("AWS_INVALID", `ListObjectVersions: the list of s3://${bucket} does not go on`);
    from = next;
  }
}

/** Keys come in the order of their bytes. */
function leadsOn(at: Marker, next: Marker): boolean {
  if (next.KeyMarker === undefined) return false;
  if (at.KeyMarker === undefined) return true;
  const order = Buffer.compare(Buffer.from(next.KeyMarker), Buffer.from(at.KeyMarker));
  return order > 0 || (order === 0 && next.VersionIdMarker !== at.VersionIdMarker);
}

/** The first bytes of one version, as text. @throws AppError AWS_* */
export function readVersion(
  s3: S3Client,
  bucket: string,
  { key, versionId }: ListedVersion,
  mostBytes: number,
): Promise<string> {
  return readText(s3, { Bucket: bucket, Key: key, VersionId: versionId }, mostBytes).then(({ text }) => text);
}
