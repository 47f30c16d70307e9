import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** More than the CLI sends in one piece (8 MB), so that it uploads in parts. */
const LARGE_BYTES = 9 * 1024 * 1024;

/**
 * The checks of S3 by the AWS CLI. They build on each other: the first makes the bucket, the last cleans up.
 *
 * @param {(...parameters: string[]) => Promise<any>} json runs aws, parses its answer, throws when it fails
 * @param {(code: string, ...parameters: string[]) => Promise<string | undefined>} refused a problem, unless refused with the code
 * @param {string} region
 * @returns {[string, () => Promise<string | undefined>][]}
 */
export function s3Checks(json, refused, region) {
  const mark = randomBytes(4).toString("hex");
  const bucket = `cli-${mark}`;
  const lockedBucket = `cli-locked-${mark}`;
  const folder = mkdtempSync(join(tmpdir(), "halligan-cli-s3-"));
  const file = (name) => join(folder, name);
  const place = ["--create-bucket-configuration", `LocationConstraint=${region}`];
  const on = ["--bucket", bucket];
  const roundTrip = async (name, bytes) => {
    writeFileSync(file(name), bytes);
    await json("s3", "cp", file(name), `s3://${bucket}/up/${name}`, "--no-progress", "--quiet");
    await json("s3", "cp", `s3://${bucket}/up/${name}`, file(`${name}.back`), "--no-progress", "--quiet");
    const same = hash(readFileSync(file(name))) === hash(readFileSync(file(`${name}.back`)));
    return same ? undefined : "other bytes came back";
  };
  return [
    [
      "s3api create-bucket, get-bucket-location and head-bucket agree on the region",
      async () => {
        await json("s3api", "create-bucket", ...on, ...place);
        const { LocationConstraint } = await json("s3api", "get-bucket-location", ...on);
        await json("s3api", "head-bucket", ...on);
        return LocationConstraint === region ? undefined : String(LocationConstraint);
      },
    ],
    [
      "s3api create-bucket without its region is IllegalLocationConstraintException",
      () =>
        refused("IllegalLocationConstraintException", "s3api", "create-bucket", "--bucket", `${bucket}-x`),
    ],
    [
      "s3api create-bucket twice is BucketAlreadyOwnedByYou",
      () => refused("BucketAlreadyOwnedByYou", "s3api", "create-bucket", ...on, ...place),
    ],
    ["s3 cp takes a file there and back", () => roundTrip("small.bin", randomBytes(1234))],
    [
      "s3 cp takes a large file there in parts and back in ranges",
      () => roundTrip("large.bin", randomBytes(LARGE_BYTES)),
    ],
    [
      "s3api list-objects-v2 lists, pages and groups",
      async () => {
        const all = await json("s3api", "list-objects-v2", ...on, "--page-size", "1");
        const groups = await json("s3api", "list-objects-v2", ...on, "--delimiter", "/");
        const keys = all.Contents.map(({ Key }) => Key).join();
        const prefixes = groups.CommonPrefixes.map(({ Prefix }) => Prefix).join();
        return keys === "up/large.bin,up/small.bin" && prefixes === "up/" ? undefined : `${keys} ${prefixes}`;
      },
    ],
    [
      "s3api get-object with a range, head-object, and NoSuchKey for a missing one",
      async () => {
        writeFileSync(file("digits"), "0123456789");
        await json(
          "s3api",
          "put-object",
          ...on,
          "--key",
          "digits",
          "--body",
          file("digits"),
          "--metadata",
          "a=b",
        );
        await json("s3api", "get-object", ...on, "--key", "digits", "--range", "bytes=2-4", file("part"));
        const head = await json("s3api", "head-object", ...on, "--key", "digits");
        const part = readFileSync(file("part"), "utf8");
        const isRight = part === "234" && head.ContentLength === 10 && head.Metadata.a === "b";
        if (!isRight) return `${part} ${JSON.stringify(head)}`;
        return refused("NoSuchKey", "s3api", "get-object", ...on, "--key", "missing", file("nothing"));
      },
    ],
    [
      "s3api put-object --if-none-match of a key that is there is PreconditionFailed",
      () =>
        refused(
          "PreconditionFailed",
          "s3api",
          "put-object",
          ...on,
          "--key",
          "digits",
          "--if-none-match",
          "*",
        ),
    ],
    [
      "s3api create-multipart-upload, upload-part, list-parts and abort-multipart-upload",
      async () => {
        const key = [...on, "--key", "in-parts"];
        const { UploadId } = await json("s3api", "create-multipart-upload", ...key);
        const upload = [...key, "--upload-id", UploadId];
        await json("s3api", "upload-part", ...upload, "--part-number", "1", "--body", file("digits"));
        const { Parts } = await json("s3api", "list-parts", ...upload);
        await json("s3api", "abort-multipart-upload", ...upload);
        if (Parts.length !== 1 || Parts[0].Size !== 10) return JSON.stringify(Parts);
        return refused("NoSuchUpload", "s3api", "list-parts", ...upload);
      },
    ],
    [
      "s3api put-bucket-encryption and get-bucket-encryption",
      async () => {
        const rule = {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
          BucketKeyEnabled: true,
        };
        const text = JSON.stringify({ Rules: [rule] });
        await json("s3api", "put-bucket-encryption", ...on, "--server-side-encryption-configuration", text);
        const answer = await json("s3api", "get-bucket-encryption", ...on);
        const [found] = answer.ServerSideEncryptionConfiguration.Rules;
        return found.BucketKeyEnabled === true ? undefined : JSON.stringify(answer);
      },
    ],
    [
      "s3api put-bucket-versioning keeps what is deleted, list-object-versions shows it",
      async () => {
        await json("s3api", "put-bucket-versioning", ...on, "--versioning-configuration", "Status=Enabled");
        const put = await json("s3api", "put-object", ...on, "--key", "v", "--body", file("digits"));
        const marker = await json("s3api", "delete-object", ...on, "--key", "v");
        const listed = await json("s3api", "list-object-versions", ...on, "--prefix", "v");
        const version = [`--version-id=${put.VersionId}`];
        await json("s3api", "get-object", ...on, "--key", "v", ...version, file("version"));
        const isThere = listed.Versions[0].VersionId === put.VersionId && listed.DeleteMarkers.length === 1;
        return marker.DeleteMarker === true && isThere ? undefined : JSON.stringify(listed);
      },
    ],
    [
      "s3api delete-object of a locked version is AccessDenied, and its retention is shown",
      async () => {
        const at = ["--bucket", lockedBucket];
        await json("s3api", "create-bucket", ...at, ...place, "--object-lock-enabled-for-bucket");
        const until = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+/, "");
        const lock = ["--object-lock-mode", "COMPLIANCE", "--object-lock-retain-until-date", until];
        const put = await json("s3api", "put-object", ...at, "--key", "l", "--body", file("digits"), ...lock);
        const { Retention } = await json("s3api", "get-object-retention", ...at, "--key", "l");
        const configuration = await json("s3api", "get-object-lock-configuration", ...at);
        const isShown = configuration.ObjectLockConfiguration.ObjectLockEnabled === "Enabled";
        if (Retention.Mode !== "COMPLIANCE" || !isShown) return JSON.stringify(Retention);
        return refused(
          "AccessDenied",
          "s3api",
          "delete-object",
          ...at,
          "--key",
          "l",
          // An id may begin with a hyphen: given apart, it would be taken for an option.
          `--version-id=${put.VersionId}`,
        );
      },
    ],
    [
      "s3api delete-objects deletes several, and list-buckets names the bucket",
      async () => {
        const text = JSON.stringify({ Objects: [{ Key: "digits" }, { Key: "up/small.bin" }] });
        const { Deleted } = await json("s3api", "delete-objects", ...on, "--delete", text);
        const { Buckets } = await json("s3api", "list-buckets");
        const isListed = Buckets.some(({ Name }) => Name === bucket);
        return Deleted.length === 2 && isListed ? undefined : JSON.stringify(Deleted);
      },
    ],
    [
      "cloudtrail lookup-events finds the bucket by ResourceName",
      async () => {
        const attribute = `AttributeKey=ResourceName,AttributeValue=${bucket}`;
        const { Events } = await json("cloudtrail", "lookup-events", "--lookup-attributes", attribute);
        rmSync(folder, { recursive: true, force: true });
        return Events.some(({ EventName }) => EventName === "CreateBucket")
          ? undefined
          : JSON.stringify(Events);
      },
    ],
  ];
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
