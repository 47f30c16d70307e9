import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { calling } from "./errors";
import { readText } from "./locked-objects";

/** One version of an object, as a list has it. UNTRUSTED: whoever may write to the bucket named it. */
export interface ListedVersion {
  key: string;
  versionId: string;
  /** Bytes. */
  size: number;
  /** Without content: it hides the versions before it from whoever names none. */
  isDeleteMarker: boolean;
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
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  });
}

/** Every version under a prefix, and every delete marker, page by page. @throws AppError AWS_* */
export async function* listVersions(
  s3: S3Client,
  { bucket, prefix }: { bucket: string; prefix: string },
): AsyncGenerator<ListedVersion[]> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from) {
    const at: { KeyMarker?: string; VersionIdMarker?: string } = from;
    const page = await calling("ListObjectVersions", () =>
      s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...at })),
    );
    yield [
      ...(page.Versions ?? []).map((one) => ({ ...one, isDeleteMarker: false })),
      ...(page.DeleteMarkers ?? []).map((one) => ({ ...one, Size: 0, isDeleteMarker: true })),
    ].map(({ Key = "", VersionId = "null", Size = 0, isDeleteMarker }) => ({
      ...{ key: Key, versionId: VersionId, size: Size, isDeleteMarker },
    }));
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    const isStuck = NextKeyMarker === at.KeyMarker && NextVersionIdMarker === at.VersionIdMarker;
    from =
      IsTruncated !== true || NextKeyMarker === undefined || isStuck
        ? undefined
        : {
            KeyMarker: NextKeyMarker,
            ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
          };
  }
}

/** The first bytes of one version, as text. @throws AppError AWS_* */
export function readVersion(
  s3: S3Client,
  bucket: string,
  { key, versionId }: ListedVersion,
  mostBytes: number,
): Promise<string> {
  return readText(s3, { Bucket: bucket, Key: key, VersionId: versionId }, mostBytes);
}
