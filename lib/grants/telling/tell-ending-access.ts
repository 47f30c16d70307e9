import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { tell } from "@/lib/inbox/notices/tell";
import { addSeconds } from "@/lib/kernel/time";
import { ENDING } from "../rules";
import { lockEnding } from "../store";

const BATCH = 100;

/**
 * Tells people that their access ends within five minutes, once a grant, whether a shell is open or only could be. Run
 * by the sweep; two at once share the work.
 */
export async function tellEndingAccess(): Promise<{ told: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const until = addSeconds(at, ENDING.beforeSeconds);
    const ending = await lockEnding(tx, { at, until, shortestSeconds: ENDING.shortestSeconds }, BATCH);
    for (const { id: subjectId, requestId, personId } of ending)
      await tell(tx, { kind: "access-ending", subjectId, requestId, actor: null, at }, [personId]);
    return { told: ending.length };
  });
}
