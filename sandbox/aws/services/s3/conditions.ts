import type { ObjectVersion } from "../../stores/object-entries";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";
import type { Headers } from "./body";
import type { S3Input } from "./operation";

/**
 * The conditions of a read.
 *
 * @returns false when the client's own copy is still good (304)
 * @throws AwsError PreconditionFailed
 */
export function isWanted(version: ObjectVersion, headers: Headers): boolean {
  const modifiedAt = Math.floor(version.modifiedAt / 1000) * 1000;
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  if (match !== undefined && !namesTag(match, version.etag)) throw preconditionFailed("If-Match");
  const unmodifiedSince = Date.parse(headers["if-unmodified-since"] ?? "");
  if (match === undefined && modifiedAt > unmodifiedSince) throw preconditionFailed("If-Unmodified-Since");
  if (noneMatch !== undefined) return !namesTag(noneMatch, version.etag);
  return !(modifiedAt <= Date.parse(headers["if-modified-since"] ?? ""));
}

/**
 * The conditions of a write; to be asked when nothing can come in between any more.
 *
 * @throws AwsError PreconditionFailed, NoSuchKey, NotImplemented
 */
export function checkWritable(input: S3Input, call: Call): void {
  const { "if-match": match, "if-none-match": noneMatch } = input.headers;
  const newest = call.world.objects.versions(input.bucket, input.key).at(-1);
  const current = newest?.isDeleteMarker ? undefined : newest;
  if (noneMatch !== undefined && noneMatch !== "*") {
    throw new AwsError(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      501,
    );
  }
  if (noneMatch === "*" && current) throw preconditionFailed("If-None-Match");
  if (match === undefined) return;
  if (!current) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  if (!namesTag(match, current.etag)) throw preconditionFailed("If-Match");
}

/**
 * The part of an object that `Range` asks for, [from, to); undefined for all of it, as for several ranges at once.
 *
 * @throws InvalidRange
 */
export function readRange(range: string | undefined, size: number): { from: number; to: number } | undefined {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(range?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    if (Number(last) === 0 || size === 0) throw new InvalidRange(size);
    return { from: Math.max(0, size - Number(last)), to: size };
  }
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) throw new InvalidRange(size);
  return { from: Number(first), to: last === "" ? size : Math.min(size, Number(last) + 1) };
}

export class InvalidRange extends AwsError {
  constructor(readonly size: number) {
    super("InvalidRange", "The requested range is not satisfiable", 416);
  }
}

function namesTag(header: string, etag: string): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
  return tags.includes("*") || tags.includes(etag);
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    "PreconditionFailed",
    `At least one of the pre-conditions you specified did not hold (${condition})`,
    412,
  );
}
