import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { findInvolved } from "@/lib/reviews/store";
import { mayHold } from "../hold/rules";
import { mayOpenAny } from "../input-opening/rules";
import { maySetRetention } from "../retention/rules";
import { findWaitingForSecond } from "./store";
import type { WaitingForSecond } from "./views";

const MOST_WAITING = 50;

/**
 * What waits for this person as the second who confirms it: deletions, liftings of holds, openings of keystrokes,
 * rules of retention. At most fifty, what expires first on top.
 */
export async function readWaitingForSecond(viewer: PersonActor): Promise<WaitingForSecond[]> {
  const may = {
    deletions: maySetRetention(viewer).ok,
    ...{ holds: mayHold(viewer).ok, openings: mayOpenAny(viewer).ok },
  };
  if (!Object.values(may).includes(true)) return [];
  const tx = reading();
  const at = await databaseNow(tx);
  const found = await findWaitingForSecond(tx, viewer.id, { may, at, limit: MOST_WAITING });
  const sessionIds = found.flatMap(({ sessionId }) => (sessionId === null ? [] : [sessionId]));
  const holders = await findInvolved(tx, sessionIds);
  return found.filter(({ sessionId }) => sessionId === null || !holders.get(sessionId)?.has(viewer.id));
}
