import { createHash } from "node:crypto";
import { isAppError } from "@/lib/kernel/errors";
import { MOST_PACK_BYTES, openPack } from "@/lib/recorded-ranges/pack/pack";
import type { FaultList } from "../faults";
import type { MovedPack, MovedRange } from "./pack-store";

/** Where moved output lies: a bucket, or a folder with a copy of it. */
export interface MovedObjects {
  /** @throws AppError AWS_NOT_FOUND: there is none; AWS_INVALID: it has more than `mostBytes` */
  read: (key: string, mostBytes: number) => Promise<Uint8Array>;
  /** The keys of all that is there. */
  keys: () => AsyncIterable<string>;
}

export interface PackCover {
  packs: number;
  /** As they were recorded. */
  bytes: number;
  /** Objects that no pack speaks of, where they were read. */
  leftOver: number;
  isRead: boolean;
}

interface Found {
  packs: AsyncIterable<MovedPack>;
  rangesOf: (pack: MovedPack) => Promise<readonly MovedRange[]>;
  unpacked: AsyncIterable<{ id: string; sessionId: string }>;
}

/**
 * Checks that all output that is not in the database is in a pack, and, where they can be read, that each pack holds what
 * was sealed. The rows of packs are compared with their events elsewhere.
 */
export async function verifyPacks(
  { packs, rangesOf, unpacked }: Found,
  faults: FaultList,
  objects: MovedObjects | null,
): Promise<PackCover> {
  const cover = { packs: 0, bytes: 0, leftOver: 0, isRead: objects !== null };
  for await (const { id, sessionId } of unpacked)
    faults.add("packs", "removed", `range ${id} of ${sessionId}`, "its bytes are gone, and no pack has them");
  const known = new Set<string>();
  for await (const pack of packs) {
    known.add(pack.objectKey);
    if (!pack.isMoved || pack.isDeleted) continue;
    cover.packs += 1;
    cover.bytes += pack.bytes;
    if (objects) await verifyPack(pack, await rangesOf(pack), faults, objects);
  }
  if (objects) for await (const key of objects.keys()) if (!known.has(key)) cover.leftOver += 1;
  return cover;
}

async function verifyPack(
  pack: MovedPack,
  expected: readonly MovedRange[],
  faults: FaultList,
  objects: MovedObjects,
): Promise<void> {
  const item = `pack ${pack.number} of ${pack.sessionId}`;
  const wrong = (detail: string) =>
    faults.add("packs", "altered", item, `the object ${pack.objectKey}: ${detail}`);
  let object: Uint8Array;
  try {
    object = await objects.read(pack.objectKey, Math.min(pack.objectBytes, MOST_PACK_BYTES));
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "AWS_NOT_FOUND")
      faults.add("packs", "removed", item, `the object ${pack.objectKey} is not there`);
    else if (error.code === "AWS_INVALID") wrong("it is longer than what was put there");
    else throw error;
    return;
  }
  if (hash(object) !== pack.objectSha256) return wrong("it is not what was put there");
  if (!pack.key) return wrong("the recording's key is gone");
  let ranges: Map<string, Uint8Array>;
  try {
    ranges = await openPack(object, pack.key, pack, pack);
  } catch (error) {
    if (!isAppError(error) || error.code !== "RECORDING_UNREADABLE") throw error;
    return wrong("it can't be opened with the recording's key");
  }
  if (ranges.size !== expected.length) return wrong("it holds other ranges than it should");
  for (const { id, head, movedSha256, movedRowSha256 } of expected) {
    const bytes = ranges.get(id);
    if (!bytes || hash(bytes) !== movedSha256 || hash(Buffer.from(head), bytes) !== movedRowSha256)
      return wrong(`range ${id} is not what was recorded`);
  }
}

function hash(...parts: Uint8Array[]): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}
