import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { readWhole } from "@/lib/aws/objects/bucket-objects";
import { listVersions, operatorsS3 } from "@/lib/aws/objects/object-versions";
import { readBucketAddress } from "@/lib/kernel/config/bucket";
import { AppError } from "@/lib/kernel/errors";
import type { MovedObjects } from "./verify-packs";

/** The names that jobs gives. UNTRUSTED: whoever owns the database can have written another. */
const OBJECT = /^ses_[0-9A-Za-z]{1,60}\/\d{1,9}-[0-9a-f]{16}$/;

/**
 * Where moved output lies, for the verifier.
 * @param where `s3://bucket/prefix`, read with the caller's own AWS configuration; or a folder with a copy of it
 * @throws Error that says what can't be read
 */
export async function openMovedObjects(where: string): Promise<MovedObjects> {
  if (where.startsWith("s3://")) return inBucket(where);
  if (!(await stat(where)).isDirectory()) throw new Error(`${where} is no folder`);
  return {
    read: async (key, mostBytes) => {
      const path = join(where, checked(key));
      const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
        throw error;
      });
      if (!facts?.isFile()) throw new AppError("AWS_NOT_FOUND", `there is no file ${path}`);
      if (facts.size > mostBytes)
        throw new AppError("AWS_INVALID", `${path} has more than ${mostBytes} bytes`);
      return readFile(path);
    },
    keys: async function* () {
      for (const entry of await readdir(where, { recursive: true, withFileTypes: true }))
        if (entry.isFile()) yield relative(where, join(entry.parentPath, entry.name)).split(sep).join("/");
    },
  };
}

function inBucket(where: string): MovedObjects {
  const address = readBucketAddress(where);
  if (!address) throw new Error(`${where} is not s3://bucket or s3://bucket/prefix`);
  const { bucket, prefix } = address;
  const s3 = operatorsS3();
  return {
    read: (key, mostBytes) => readWhole(s3, { bucket, key: `${prefix}${checked(key)}` }, mostBytes),
    keys: async function* () {
      // What is hidden by a delete marker is not there for who names no version.
      for await (const page of listVersions(s3, address))
        for (const { key, isDeleteMarker, isLatest } of page)
          if (!isDeleteMarker && isLatest) yield key.slice(prefix.length);
    },
  };
}

function checked(key: string): string {
  if (!OBJECT.test(key)) throw new AppError("AWS_NOT_FOUND", `${key} is no name that jobs gives`);
  return key;
}
