import { inTransaction, reading } from "@/lib/db/client";
import { secondsBetween } from "@/lib/kernel/time";
import { readChunks, readEvents } from "../grading/read-lines";
import { findObjects, lockForIntake } from "../intake/store";
import { Pacing } from "../pacing";
import { countObject, countStream } from "./count-log";
import { SETTLED_SECONDS } from "./rules";
import { findCounted, findUncounted, saveLogs } from "./store";
import type { ImportedLog } from "./views";

const BATCH = 20;
/** More than those that rest. */
const LOOKED_AT = 500;
/** Contents of one object that are looked through: whoever may write to the bucket can put any number there. */
const MOST_OBJECTS = 20;

const pacing = new Pacing();

/**
 * Looks through the logs of sessions past the portal that have more than when they were looked through; long ones less
 * often. One that fails holds up no other.
 */
export async function countDueLogs(isStopping: () => boolean): Promise<void> {
  const failures: unknown[] = [];
  const found = await findUncounted(reading(), { settledSeconds: SETTLED_SECONDS, limit: LOOKED_AT });
  for (const sessionId of found.filter((id) => pacing.isDue(id)).slice(0, BATCH)) {
    if (isStopping()) return;
    await pacing.run(sessionId, () => countLogs(sessionId)).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * Looks through what was fetched of a session's logs, page by page, and puts down how much it is and what is the matter
 * with it; when nothing more can come, for the last time. Safe to run again, and by two processes at once.
 */
export async function countLogs(sessionId: string): Promise<void> {
  const session = await findCounted(reading(), sessionId);
  if (!session?.evidenceCheckedAt) return;
  const { endedAt, evidenceCheckedAt: countedAt } = session;
  const logs = await countAll(session);
  const isSettled = endedAt !== null && secondsBetween(endedAt, countedAt) >= SETTLED_SECONDS;
  await inTransaction(async (tx) => {
    if (!(await lockForIntake(tx, sessionId))) return;
    await saveLogs(tx, sessionId, { logs: logs.map((log) => ({ ...log })), isSettled, countedAt });
  });
}

async function countAll(session: {
  id: string;
  awsSessionId: string;
  nodeId: string;
}): Promise<ImportedLog[]> {
  const { id } = session;
  const logs: ImportedLog[] = [];
  const stream = await countStream(readEvents(id), session);
  if (stream) logs.push(stream);
  const objects = (await findObjects(reading(), id)).slice(0, MOST_OBJECTS);
  for (const [number, { version, size }] of objects.entries())
    logs.push(await countObject(readChunks(id, version), { number, size: Number(size) }));
  return logs;
}
