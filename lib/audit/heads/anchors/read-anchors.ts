import { open, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { type ListedVersion, listVersions, operatorsS3, readVersion } from "@/lib/aws/object-versions";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import { LONGEST_NOTE } from "../note";
import { notesOf } from "./anchor-file";
import { type AnchoredNotes, checkCount } from "./anchored-notes";

/** How many objects are on their way at once. */
const AT_ONCE = 32;
/** What is in the place of an object that is too long to be a head: no key has signed it. */
const NO_NOTE = "";

/**
 * Reads what was anchored, for the verifier.
 * @param where a file that jobs adds to; a folder into which a bucket was copied, a head a file; or
 *   `s3://bucket/prefix`, read with the caller's own AWS configuration
 * @throws Error that says what can't be read
 */
export async function readAnchors(where: string): Promise<AnchoredNotes> {
  if (where.startsWith("s3://")) return readBucket(where);
  if ((await stat(where)).isDirectory()) return readFolder(where);
  return {
    place: "file",
    notes: notesOf(await readFile(where, "utf8")),
    ...{ names: null, hidden: [] },
  };
}

/** Every version: what somebody wrote over a head or put a delete marker on is there still. */
async function readBucket(where: string): Promise<AnchoredNotes> {
  const address = readBucketAddress(where);
  if (!address) throw new Error(`${where} is not s3://bucket or s3://bucket/prefix`);
  const s3 = operatorsS3();
  const found: { names: string[]; notes: string[]; hidden: string[] } = { names: [], notes: [], hidden: [] };
  for await (const page of listVersions(s3, address)) {
    const versions = page.filter(({ isDeleteMarker }) => !isDeleteMarker);
    found.hidden.push(...page.filter(({ isDeleteMarker }) => isDeleteMarker).map(({ key }) => key));
    found.names.push(...versions.map(({ key }) => key));
    checkCount(found.names.length + found.hidden.length, where);
    found.notes.push(
      ...(await inWindows(versions, (version: ListedVersion) =>
        version.size > LONGEST_NOTE ? NO_NOTE : readVersion(s3, address.bucket, version, LONGEST_NOTE),
      )),
    );
  }
  return { place: "bucket", ...found };
}

async function readFolder(where: string): Promise<AnchoredNotes> {
  const entries = await readdir(where, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  checkCount(paths.length, where);
  return {
    place: "bucket",
    names: paths.map((path) => relative(where, path)),
    notes: await inWindows(paths, readShort),
    hidden: [],
  };
}

async function readShort(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_NOTE + 1), 0, LONGEST_NOTE + 1, 0);
    return bytesRead > LONGEST_NOTE ? NO_NOTE : buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await file.close();
  }
}

async function inWindows<T, R>(items: readonly T[], work: (item: T) => R | Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}
