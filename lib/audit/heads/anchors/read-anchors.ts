import { open, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  type ListedVersion,
  listVersions,
  operatorsS3,
  readVersion,
} from "@/lib/aws/objects/object-versions";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import { isAppError } from "@/lib/kernel/errors";
import { LONGEST_NOTE } from "../note";
import { readNotes } from "./anchor-file";
import { type AnchoredNotes, checkCount } from "./anchored-notes";
import { isHeadKey } from "./object-key";

/** How many objects are on their way at once. */
const AT_ONCE = 32;
/** What is in the place of an object that is no head, by its name or its length: no key has signed it. */
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
  const notes: string[] = [];
  for await (const some of readNotes(where)) {
    notes.push(...some);
    checkCount(notes.length, where);
  }
  return { place: "file", notes, ...{ names: null, hidden: [], unreadable: [] } };
}

/** Every version: what somebody wrote over a head or put a delete marker on is there still. */
async function readBucket(where: string): Promise<AnchoredNotes> {
  const address = readBucketAddress(where);
  if (!address) throw new Error(`${where} is not s3://bucket or s3://bucket/prefix`);
  const s3 = operatorsS3();
  const found = {
    names: [] as string[],
    notes: [] as string[],
    hidden: [] as string[],
    unreadable: [] as string[],
  };
  for await (const page of listVersions(s3, address)) {
    const versions = page.filter(({ isDeleteMarker }) => !isDeleteMarker);
    found.hidden.push(...page.filter(({ isDeleteMarker }) => isDeleteMarker).map(({ key }) => key));
    const notes = await inWindows(versions, (version) => readHeadObject(s3, address.bucket, version));
    for (const [index, { key }] of versions.entries()) {
      const note = notes[index];
      if (note === undefined) found.unreadable.push(key);
      else {
        found.names.push(key);
        found.notes.push(note);
      }
    }
    checkCount(found.names.length + found.hidden.length + found.unreadable.length, where);
  }
  return { place: "bucket", ...found };
}

/**
 * UNTRUSTED: an administrator of the bucket's account names objects as they like, archives and hides them. None of them
 * keeps the others from being verified.
 * @returns undefined: it can't be read
 */
async function readHeadObject(
  s3: ReturnType<typeof operatorsS3>,
  bucket: string,
  version: ListedVersion,
): Promise<string | undefined> {
  if (!isHeadKey(version.key) || version.size > LONGEST_NOTE) return NO_NOTE;
  try {
    return await readVersion(s3, bucket, version, LONGEST_NOTE);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "AWS_NOT_FOUND" || error.params.name === "InvalidObjectState") return;
    throw new Error(`${version.key}: ${error.message}`, { cause: error });
  }
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
    ...{ hidden: [], unreadable: [] },
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
