import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { findSession } from "./store";

/** Records that a person took or left the keyboard of a session; the gateway has checked that they may. */
export async function noteAttachment(
  actor: PersonActor,
  { sessionId, change }: { sessionId: string; change: "attached" | "detached" },
): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await findSession(tx, sessionId);
    await appendEvent(tx, {
      code: change === "attached" ? "session.attached" : "session.detached",
      actor,
      subject: { sessionId, ...(session ? { nodeId: session.nodeId } : {}) },
    });
  });
}
