import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { actionState } from "@/lib/nodes/rules";
import { readSessionOwner } from "@/lib/sessions/read-session";
import {
  mayAskOpening,
  mayConfirmOpening,
  mayOpenInput,
  mayTakeInput,
  mayWithdrawOpening,
  openUntil,
} from "./rules";
import { type FoundOpening, findOpenable } from "./store";
import type { InputOpeningView, OpeningView } from "./views";

/**
 * Whether what was typed in a session is to be opened, and what the viewer may do about it.
 * @throws AppError ROLE_MISSING | NOT_FOUND, as `readSession`
 */
export async function readOpening(viewer: PersonActor, sessionId: string): Promise<InputOpeningView> {
  await readSessionOwner(viewer, sessionId);
  const found = await findOpenable(reading(), sessionId);
  if (!found || (found.opening === null && !found.session.hasKeptInput))
    return { opening: null, actions: null };
  const { session, opening } = found;
  const at = await databaseNow(reading());
  return {
    // Expired, whether or not the sweep has said so.
    opening: opening && openUntil(opening) > at ? viewOf(opening) : null,
    actions: mayOpenInput(viewer, session).ok
      ? {
          ask: actionState(mayAskOpening(viewer, session, at)),
          confirm: actionState(mayConfirmOpening(viewer, session, at)),
          withdraw: actionState(mayWithdrawOpening(viewer, session)),
          download: actionState(mayTakeInput(viewer, session, at)),
        }
      : null,
  };
}

function viewOf(opening: FoundOpening): OpeningView {
  const { id, state, reason, askedBy, askedAt, confirmedBy } = opening;
  return { id, state, reason, askedBy, askedAt, confirmedBy, until: openUntil(opening) };
}
