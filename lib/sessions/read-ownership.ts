import { reading } from "@/lib/db/client";
import { findSession } from "./store";
import type { EndReason, SessionState } from "./views";

/** Who holds a session, for the gateway: no page shows this. */
export interface Hold {
  personId: string | null;
  state: SessionState;
  gatewayId: string | null;
  epoch: number;
  endReason: EndReason | null;
  /** What whoever ended it wrote, or what AWS said: hostile text. */
  endNote: string | null;
}

/** The hold on a session as it stands; null when there is no such session. */
export async function readHold(sessionId: string): Promise<Hold | null> {
  const session = await findSession(reading(), sessionId);
  if (!session) return null;
  const { personId, state, gatewayId, epoch, endReason, endNote } = session;
  return { personId, state, gatewayId, epoch, endReason, endNote };
}
