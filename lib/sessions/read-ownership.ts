import { reading } from "@/lib/db/client";
import { findSession } from "./store";
import type { EndReason, SessionState } from "./views";

/** Whose a session is and which gateway has it, for the gateway: no page shows this. */
export interface SessionOwnership {
  personId: string | null;
  state: SessionState;
  gatewayId: string | null;
  epoch: number;
  endReason: EndReason | null;
  /** What whoever ended it wrote, or what AWS said: hostile text. */
  endNote: string | null;
}

/** Who owns a session, as it stands; null when there is no such session. */
export async function readOwnership(sessionId: string): Promise<SessionOwnership | null> {
  const session = await findSession(reading(), sessionId);
  if (!session) return null;
  const { personId, state, gatewayId, epoch, endReason, endNote } = session;
  return { personId, state, gatewayId, epoch, endReason, endNote };
}
