import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { findSession } from "@/lib/sessions/store";
import { deleteOrphans, deleteParticipant } from "./participant-store";
import type { ParticipantKind } from "./participant-views";

const LEFT = { keyboard: "session.detached", watch: "session.unwatched" } as const satisfies Record<
  ParticipantKind,
  string
>;

/**
 * Records that a person types in a session, or watches it, no longer. Whoever has been replaced since, or is somebody
 * else, is not theirs to remove: then nothing happens.
 */
export async function leaveSession(
  actor: PersonActor,
  { sessionId, participantId, kind }: { sessionId: string; participantId: string; kind: ParticipantKind },
): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await deleteParticipant(tx, { id: participantId, personId: actor.id }))) return;
    const session = await findSession(tx, sessionId);
    const subject = { sessionId, ...(session ? { nodeId: session.nodeId } : {}) };
    await appendEvent(tx, { code: LEFT[kind], actor, subject });
    await notify(tx, "session_changed", { sessionId });
  });
}

/** Forgets whoever was connected through gateways that are dead. Safe to call again. */
export async function clearParticipants(): Promise<void> {
  await inTransaction((tx) => deleteOrphans(tx));
}
