import type { ObjectVersion } from "../../../stores/object-entries";
import { AwsError } from "../../../wire/aws-error";
import type { Call } from "../../../wire/operation";
import type { S3Input } from "../operation";

const VERSION_ID = /^[A-Za-z0-9._-]{1,1024}$/;

/**
 * The version a request names, or the newest; never a delete marker.
 *
 * @throws AwsError NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker that was named), InvalidArgument
 */
export function findVersion(input: S3Input, call: Call): ObjectVersion {
  const versions = call.world.objects.versions(input.bucket, input.key);
  const wanted = input.query.get("versionId");
  if (wanted === undefined) {
    const newest = versions.at(-1);
    if (!newest) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
    if (newest.isDeleteMarker)
      throw new DeleteMarkerFound("NoSuchKey", "The specified key does not exist.", 404, newest);
    return newest;
  }
  if (!VERSION_ID.test(wanted)) throw new AwsError("InvalidArgument", "Invalid version id specified", 400);
  const found = versions.find(({ versionId }) => versionId === wanted);
  if (!found) throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404);
  if (found.isDeleteMarker) {
    throw new DeleteMarkerFound(
      "MethodNotAllowed",
      "The specified method is not allowed against this resource.",
      405,
      found,
    );
  }
  return found;
}

/** The answer says in its headers which marker it met. */
export class DeleteMarkerFound extends AwsError {
  constructor(
    code: string,
    message: string,
    status: number,
    readonly marker: ObjectVersion,
  ) {
    super(code, message, status);
  }
}

/** The header that names a version, in buckets that have them. */
export function versionHeader(version: ObjectVersion, call: Call): Record<string, string> {
  const hasVersions = call.world.objects.bucket(version.bucket)?.versioning !== undefined;
  return hasVersions ? { "x-amz-version-id": version.versionId } : {};
}
