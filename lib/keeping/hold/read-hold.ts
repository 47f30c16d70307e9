import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { actionState } from "@/lib/nodes/rules";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { mayAskLifting, mayConfirmLifting, mayHold, mayPlaceHold, mayWithdrawLifting } from "./rules";
import { findHoldable } from "./store";
import type { HoldingView } from "./views";

/**
 * Whether a session's recording is on hold, and what the viewer may do about it.
 * @throws AppError ROLE_MISSING | NOT_FOUND, as `readSession`
 */
export async function readHold(viewer: PersonActor, sessionId: string): Promise<HoldingView> {
  await readSessionOwner(viewer, sessionId);
  const found = await findHoldable(reading(), sessionId);
  if (!found) return { hold: null, actions: null };
  const { session, hold } = found;
  const at = await databaseNow(reading());
  // Expired, whether or not the sweep has said so.
  const isExpired = hold?.lifting ? hold.lifting.expiresAt <= at : false;
  return {
    hold: hold && isExpired ? { ...hold, lifting: null } : hold,
    actions: mayHold(viewer).ok
      ? {
          place: actionState(mayPlaceHold(viewer, session)),
          lift: actionState(mayAskLifting(viewer, session)),
          confirm: actionState(mayConfirmLifting(viewer, session, at)),
          withdraw: actionState(mayWithdrawLifting(viewer, session)),
        }
      : null,
  };
}
