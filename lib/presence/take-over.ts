import { randomUUID } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { findSession, lockSession } from "@/lib/sessions/store";
import { deleteKeyboards, findLastSignInAtKeyboard, findSeats, insertSeat } from "./participant-store";
import type { Seat, SeatPlace } from "./participant-views";

/** Who sits at the keyboard of a session from another window than this one; undefined when nobody does. */
export async function findOtherKeyboard(sessionId: string, windowId: string): Promise<Seat | undefined> {
  const seats = await findSeats(reading(), sessionId, config().DEAD_SECONDS);
  return seats.find((seat) => seat.kind === "keyboard" && (windowId === "" || seat.windowId !== windowId));
}

/** Whether this sign-in comes back to a shell that is open: it had the keyboard last, and nobody since. */
export async function isReturn(actor: PersonActor, sessionId: string): Promise<boolean> {
  const session = await findSession(reading(), sessionId);
  return (
    session?.state === "open" && (await findLastSignInAtKeyboard(reading(), sessionId)) === actor.signInId
  );
}

/**
 * Records that a person has the keyboard of a session now; the gateway has checked that they may, and asked them
 * where another window has it.
 * @returns the seat's id, and whose place it took
 */
export async function takeKeyboard(
  actor: PersonActor,
  input: { sessionId: string; gatewayId: string; place: SeatPlace },
): Promise<{ seatId: string; from: Seat | undefined }> {
  const { sessionId, gatewayId, place } = input;
  return inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    const seats = await findSeats(tx, sessionId, config().DEAD_SECONDS);
    const from = seats.find(
      (seat) => seat.kind === "keyboard" && (place.windowId === "" || seat.windowId !== place.windowId),
    );
    await deleteKeyboards(tx, sessionId);
    const seatId = randomUUID();
    await insertSeat(tx, {
      id: seatId,
      ...{ sessionId, gatewayId },
      ...place,
      personId: actor.id,
      kind: "keyboard",
    });
    const subject = { sessionId, ...(session ? { nodeId: session.nodeId } : {}) };
    const { browser, address } = place;
    await appendEvent(tx, {
      code: "session.attached",
      actor,
      subject,
      data: { browser, address, signInId: actor.signInId },
    });
    if (from)
      await appendEvent(tx, {
        code: "session.keyboard-taken",
        actor,
        subject,
        data: {
          from: { browser: from.browser, address: from.address, since: from.since.toISOString() },
          to: { browser, address },
        },
      });
    await notify(tx, "session_changed", { sessionId });
    return { seatId, from };
  });
}
