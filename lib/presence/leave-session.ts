import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { findSession } from "@/lib/sessions/store";
import { deleteOrphanedSeats, deleteSeat } from "./participant-store";
import type { SeatKind } from "./participant-views";

const LEFT = { keyboard: "session.detached", watch: "session.unwatched" } as const satisfies Record<
  SeatKind,
  string
>;

/** Records that a person left their seat at a session; one that somebody else has taken since is not theirs to leave. */
export async function leaveSeat(
  actor: PersonActor,
  { sessionId, seatId, kind }: { sessionId: string; seatId: string; kind: SeatKind },
): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await deleteSeat(tx, seatId))) return;
    const session = await findSession(tx, sessionId);
    const subject = { sessionId, ...(session ? { nodeId: session.nodeId } : {}) };
    await appendEvent(tx, { code: LEFT[kind], actor, subject });
    await notify(tx, "session_changed", { sessionId });
  });
}

/** Clears away what dead gateways left behind. Safe to call again. */
export async function clearSeats(): Promise<void> {
  await inTransaction((tx) => deleteOrphanedSeats(tx));
}
