import { inTransaction } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { storable } from "@/lib/kernel/text";
import type { EncryptionFault } from "@/lib/session-manager/encryption/faults";
import { reasonOfClosing } from "../rules";
import { lockSession } from "../store";
import type { EndReason } from "../views";
import { finishSession } from "./finish-session";

/**
 * Records that AWS closed a session's channel; a job asks AWS whether it is really gone. Safe to call again.
 * @param input.output what AWS said with it (empty after an exit): hostile text
 * @param input.lost true when the channel was not closed by AWS but could not be had again
 * @param input.fault the channel's key could not be had: why
 * @returns why the session ended: what was asked for before the channel closed, if anything was
 */
export async function markChannelClosed(
  gateway: SystemActor,
  input: { sessionId: string; output: string; lost?: boolean; fault?: EncryptionFault | undefined },
): Promise<EndReason> {
  return inTransaction(async (tx) => {
    const session = await lockSession(tx, input.sessionId);
    const closed: EndReason = closingReason(input);
    if (!session) return closed;
    if (session.state === "ended" || session.state === "failed") return session.endReason;
    if (session.state === "created" || session.state === "opening")
      throw new TypeError(`${session.id} has no channel yet: it is ${session.state}`);
    const output = input.fault ?? storable(input.output).slice(0, 500);
    const reason = session.endReason ?? closed;
    await finishSession(tx, gateway, session, { reason, ...(output ? { note: output } : {}) });
    return reason;
  });
}

function closingReason(input: {
  output: string;
  lost?: boolean;
  fault?: EncryptionFault | undefined;
}): EndReason {
  if (input.fault !== undefined) return "encryption-failed";
  return input.lost ? "aws-ended" : reasonOfClosing(input.output);
}
