import { handleOf, type Tx } from "@/lib/db/client";
import { type FailureView, failureView } from "./opening-failure";

/** @param personId whose session it must be */
export async function findFailure(tx: Tx, sessionId: string, personId: string): Promise<FailureView | null> {
  const row = await handleOf(tx).session.findFirst({
    where: { id: sessionId, personId, state: "failed" },
    select: { failure: true, endNote: true },
  });
  return row && failureView(row.failure, row.endNote);
}
