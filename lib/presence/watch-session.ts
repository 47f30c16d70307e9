import { randomUUID } from "node:crypto";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { scopeOf } from "@/lib/people/visibility";
import { findSession } from "@/lib/sessions/store";
import { insertSeat } from "./participant-store";
import type { SeatPlace } from "./participant-views";
import { mayWatch } from "./watch-rules";

/**
 * Records that a person watches an open session from now on; whoever sits at its keyboard is told.
 * @returns the seat's id
 * @throws AppError NOT_FOUND | ROLE_MISSING | SESSION_OVER
 */
export async function watchSession(
  actor: PersonActor,
  input: { sessionId: string; gatewayId: string; place: SeatPlace },
): Promise<{ seatId: string }> {
  const { sessionId, gatewayId, place } = input;
  const attempt = { code: "session.watched", actor, subject: { sessionId } } as const;
  return audited<{ seatId: string }>(attempt, async (tx) => {
    const session = await findSession(tx, sessionId);
    const scope = scopeOf(actor, "sessions");
    if (!scope.ok) return scope;
    if (!session || (scope.value === "own" && session.personId !== actor.id))
      return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const may = mayWatch(actor, session);
    if (!may.ok) return may;
    const seatId = randomUUID();
    await insertSeat(tx, {
      id: seatId,
      ...{ sessionId, gatewayId },
      ...place,
      personId: actor.id,
      kind: "watch",
    });
    const { browser, address } = place;
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: session.nodeId },
      data: { browser, address },
    });
    await notify(tx, "session_changed", { sessionId });
    return allow({ seatId });
  });
}
