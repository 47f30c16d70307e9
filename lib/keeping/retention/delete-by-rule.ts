import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import { PROTECTIONS, type Protection } from "@/lib/nodes/views";
import { findLiveDeletion } from "../deletion/store";
import { countUncountedBytes, findKeptBefore, type KeptPlace, makeDeletionByRule } from "./due-store";
import { DAY_MS } from "./rules";
import { findClass } from "./store";

/** So many are looked at a round and class, and so many deletions begin at most: they wait for the next seal anyway. */
const LOOKED_AT = 500;
const BEGUN = 50;
const COUNTED = 20;

/**
 * Where the last round left off, by class: what is on hold or not reviewed stays at the front of the index, and must not
 * keep those behind it. Lost with the process, which then begins again at the oldest.
 */
const places = new Map<Protection, KeptPlace>();

/**
 * Begins the deletions that the rules of retention want now; `deleteRecordings` goes on with them as with every other. The
 * database's clock counts. A step of bounded size a round; two processes at once do no harm. One that fails holds up no other.
 * @param isStopping whether to leave off
 */
export async function deleteByRule(actor: SystemActor, isStopping: () => boolean): Promise<void> {
  const failures: unknown[] = [];
  const failed = (error: unknown) => {
    failures.push(error);
    return false;
  };
  await inTransaction((tx) => countUncountedBytes(tx, COUNTED)).catch(failed);
  for (const protection of PROTECTIONS) {
    const at = await databaseNow(reading());
    const { inForce } = await findClass(reading(), protection, at);
    if (inForce === null || inForce.days === null) {
      places.delete(protection);
      continue;
    }
    const before = new Date(at.getTime() - inForce.days * DAY_MS);
    const page = { protection, before, after: places.get(protection), limit: LOOKED_AT };
    const kept = await findKeptBefore(reading(), page);
    let begun = 0;
    let last: KeptPlace | undefined;
    for (const recording of kept) {
      if (isStopping()) return;
      if (begun === BEGUN) break;
      if (recording.isDue && (await begin(actor, recording.sessionId).catch(failed))) begun += 1;
      last = recording;
    }
    if (last && (begun === BEGUN || kept.length === LOOKED_AT)) places.set(protection, last);
    else places.delete(protection);
  }
  if (failures.length > 0) throw failures[0];
}

async function begin(actor: SystemActor, sessionId: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    const deletionId = newId("deletion");
    const rule = await makeDeletionByRule(tx, { deletionId, sessionId });
    if (!rule) return false;
    const deletion = await findLiveDeletion(tx, sessionId);
    if (deletion?.id !== deletionId) throw new TypeError(`${deletionId} was made, and is not there`);
    const { reason, askedById, confirmedById, ranges, bytes, lastLeaf } = deletion;
    await appendEvent(tx, {
      ...{ code: "recording.deletion-begun", actor, subject: { sessionId } },
      data: {
        ...{ deletionId, ...rule, reason, askedById, confirmedById },
        ...{ ranges, bytes: Number(bytes ?? 0), lastLeaf },
        ...(await contentOf(tx, "deletion-by-rule", deletionId)),
      },
    });
    return true;
  });
}
