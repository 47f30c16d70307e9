import { randomBytes } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { type BucketPlace, putNewObject } from "@/lib/aws/objects/bucket-objects";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { log } from "@/lib/kernel/log/log";
import { KEY_BYTES, sealPack } from "@/lib/recorded-ranges/pack/pack";
import { Failures } from "./failures";
import {
  beginAgain,
  findKey,
  findPackable,
  findPacks,
  findUnpacked,
  insertKey,
  insertPack,
  markPacked,
  markStored,
  movePack,
  type PackRow,
} from "./store";

/** Recordings looked at in one round. */
const BATCH = 20;
/** So much output goes into a pack; one range that is longer makes one by itself. */
const PACK_BYTES = 4 * 1024 * 1024;
/** So many packs of a recording wait for the gateway to read them. */
const AHEAD = 8;
/** What was put and could not be read there for so long is put again. */
const AGAIN_MS = 3_600_000;

const failures = new Failures("a recording can't be moved into the bucket");

/**
 * Moves output of finished recordings into the bucket, pack by pack: it is put down what will be put where, then it is
 * put, then the gateway reads it there and confirms it, and only then the database lets go of the bytes. Each step is
 * committed by itself, and can be taken again after a crash and by two processes at once. A recording that fails holds up
 * no other.
 */
export async function moveRecordings(
  actor: SystemActor,
  place: BucketPlace,
  isStopping: () => boolean,
): Promise<void> {
  for (let isMore = true; isMore; ) {
    isMore = false;
    const due = await findUnpacked(reading(), BATCH + failures.count);
    for (const sessionId of due.filter((id) => !failures.has(id))) {
      if (isStopping()) return;
      const went = await failures.keep(sessionId, () => step(actor, place, sessionId));
      isMore = (went ?? false) || isMore;
    }
  }
}

/** @returns whether there may be more to do now */
async function step(actor: SystemActor, place: BucketPlace, sessionId: string): Promise<boolean> {
  const packs = await findPacks(reading(), sessionId);
  const waiting = packs.filter(({ movedAt }) => movedAt === null);
  const confirmed = waiting.find(({ confirmedAt }) => confirmedAt !== null);
  if (confirmed) return move(actor, confirmed);
  const lost = waiting.find(
    ({ storedAt, triedAt }) => storedAt === null || Date.now() - triedAt.getTime() > AGAIN_MS,
  );
  if (lost) return putAgain(place, lost);
  if (waiting.length >= AHEAD) return false;
  const after = packs.at(-1)?.lastRangeId ?? 0n;
  const ranges = await findPackable(reading(), sessionId, { after, bytes: PACK_BYTES });
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first && last) {
    const row = {
      ...{ sessionId, number: packs.length + 1, firstRangeId: first.id, lastRangeId: last.id },
      ...{ ranges: ranges.length, bytes: BigInt(ranges.reduce((sum, { bytes }) => sum + bytes.length, 0)) },
    };
    const made = await makeObject(row, ranges);
    const begun = await inTransaction((tx) => insertPack(tx, { ...row, ...made.names }));
    return begun ? put(place, row, made) : true;
  }
  if (waiting.length === 0) await inTransaction((tx) => markPacked(tx, sessionId));
  return false;
}

/** In one transaction with its event. */
function move(actor: SystemActor, { sessionId, number, ranges, bytes }: PackRow): Promise<boolean> {
  return inTransaction(async (tx) => {
    if (!(await movePack(tx, { sessionId, number }))) return false;
    await appendEvent(tx, {
      ...{ code: "recording.moved", actor, subject: { sessionId } },
      data: {
        ...{ pack: number, ranges, bytes: Number(bytes) },
        ...(await contentOf(tx, "pack", `${sessionId} ${number}`)),
      },
    });
    return true;
  });
}

async function putAgain(place: BucketPlace, row: PackRow): Promise<boolean> {
  const { sessionId, firstRangeId, lastRangeId: through, bytes } = row;
  const ranges = await findPackable(reading(), sessionId, {
    ...{ after: firstRangeId - 1n, through, bytes: Number(bytes) + 1 },
  });
  if (ranges.length !== row.ranges)
    throw new TypeError(
      `pack ${row.number} was begun of ${row.ranges} ranges, and there are ${ranges.length}`,
    );
  const made = await makeObject(row, ranges);
  log.info("a pack of a recording is put again", { sessionId, pack: row.number });
  if (!(await inTransaction((tx) => beginAgain(tx, row, made.names)))) return true;
  return put(place, row, made);
}

interface Made {
  object: Uint8Array;
  names: Pick<PackRow, "objectKey" | "objectSha256" | "objectBytes">;
}

async function makeObject(
  { sessionId, number }: Pick<PackRow, "sessionId" | "number">,
  ranges: readonly { id: bigint; bytes: Uint8Array }[],
): Promise<Made> {
  const { object, sha256 } = await sealPack(ranges, await keyOf(sessionId), { sessionId, number });
  const objectKey = `${sessionId}/${String(number).padStart(6, "0")}-${sha256.slice(0, 16)}`;
  return { object, names: { objectKey, objectSha256: sha256, objectBytes: object.length } };
}

/** One of this name that is there already is this one, or the gateway finds that it is not. */
async function put(
  place: BucketPlace,
  { sessionId, number }: Pick<PackRow, "sessionId" | "number">,
  { object, names: { objectKey } }: Made,
): Promise<boolean> {
  await putNewObject(place, objectKey, object);
  await inTransaction((tx) => markStored(tx, { sessionId, number, objectKey }));
  return true;
}

async function keyOf(sessionId: string): Promise<Uint8Array> {
  const key = await inTransaction(async (tx) => {
    await insertKey(tx, sessionId, randomBytes(KEY_BYTES));
    return findKey(tx, sessionId);
  });
  if (!key) throw new TypeError(`${sessionId} has no key`);
  return key;
}
