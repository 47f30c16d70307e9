import { randomBytes } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { type BucketPlace, putNewObject } from "@/lib/aws/objects/bucket-objects";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
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
const LIMITS = { ahead: 8, aheadOfAll: 160, againSeconds: 3_600 };
/** For so many rounds after a session's end its log is fetched by itself. */
const LOG_ROUNDS = 30;

const failures = new Failures("a recording can't be moved into the bucket");

/**
 * Moves output of finished recordings into the bucket, pack by pack: it is put down what will be put where, then it is
 * put, then the gateway reads it there and confirms it, and only then the database lets go of the bytes. Each step is
 * committed by itself, and can be taken again after a crash and by two processes at once. A recording that fails holds up
 * no other; when AWS can't be used for several one after the other, the round ends.
 */
export async function moveRecordings(
  actor: SystemActor,
  place: BucketPlace,
  isStopping: () => boolean,
): Promise<void> {
  const limits = { ...LIMITS, logSeconds: LOG_ROUNDS * config().EVIDENCE_SECONDS };
  failures.beginRound();
  for (let isMore = true; isMore; ) {
    isMore = false;
    const due = await findUnpacked(reading(), BATCH + failures.count, limits);
    for (const sessionId of due.filter((id) => !failures.has(id))) {
      if (isStopping() || failures.areMany) return;
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
  const lost = waiting.find(isLost);
  if (lost) return putAgain(place, lost);
  if (waiting.length >= LIMITS.ahead) return false;
  const after = packs.at(-1)?.lastRangeId ?? 0n;
  const ranges = await findPackable(reading(), sessionId, { after, bytes: PACK_BYTES });
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first && last) {
    const row = {
      ...{ sessionId, number: (packs.at(-1)?.number ?? 0) + 1, firstRangeId: first.id, lastRangeId: last.id },
      ...{ ranges: ranges.length, bytes: BigInt(ranges.reduce((sum, { bytes }) => sum + bytes.length, 0)) },
    };
    const made = await makeObject(row, ranges);
    const begun = made && (await inTransaction((tx) => insertPack(tx, { ...row, ...made.names })));
    return made && begun ? put(place, row, made) : true;
  }
  if (waiting.length === 0) await inTransaction((tx) => markPacked(tx, sessionId));
  return false;
}

function isLost({ storedAt, begunAt, triedAt }: PackRow): boolean {
  const waits = Math.max(LIMITS.againSeconds * 1_000, triedAt.getTime() - begunAt.getTime());
  return storedAt === null || Date.now() - triedAt.getTime() > waits;
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
  if (!made || !(await inTransaction((tx) => beginAgain(tx, row, made.names)))) return true;
  log.info("a pack of a recording is put again", { sessionId, pack: row.number });
  return put(place, row, made);
}

interface Made {
  object: Uint8Array;
  names: Pick<PackRow, "objectKey" | "objectSha256" | "objectBytes">;
}

/** @returns undefined: the recording is being deleted */
async function makeObject(
  { sessionId, number }: Pick<PackRow, "sessionId" | "number">,
  ranges: readonly { id: bigint; bytes: Uint8Array }[],
): Promise<Made | undefined> {
  const key = await keyOf(sessionId);
  if (!key) return undefined;
  const { object, sha256 } = await sealPack(ranges, key, { sessionId, number });
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

function keyOf(sessionId: string): Promise<Uint8Array | undefined> {
  return inTransaction(async (tx) => {
    await insertKey(tx, sessionId, randomBytes(KEY_BYTES));
    return findKey(tx, sessionId);
  });
}
