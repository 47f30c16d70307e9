import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { protectionFrom } from "@/lib/nodes/labels";
import { actionState } from "@/lib/nodes/rules";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { mayAskDeletion, mayConfirmDeletion, mayDelete, mayWithdrawDeletion } from "./rules";
import { findDeletable, type LiveDeletion } from "./store";
import type { DeletionView, KeepingView } from "./views";

/**
 * Whether a session's recording is to be deleted or was, and what the viewer may do about it.
 * @throws AppError ROLE_MISSING | NOT_FOUND, as `readSession`
 */
export async function readDeletion(viewer: PersonActor, sessionId: string): Promise<KeepingView> {
  await readSessionOwner(viewer, sessionId);
  const found = await findDeletable(reading(), sessionId);
  if (!found) return { deletion: null, actions: null };
  const { session } = found;
  const at = await databaseNow(reading());
  // Expired, whether or not the sweep has said so.
  const isExpired = found.deletion?.state === "asked" && found.deletion.expiresAt <= at;
  return {
    deletion: found.deletion && !isExpired ? viewOf(found.deletion) : null,
    actions: mayDelete(viewer, session).ok
      ? {
          ask: actionState(mayAskDeletion(viewer, session)),
          confirm: actionState(mayConfirmDeletion(viewer, session, at)),
          withdraw: actionState(mayWithdrawDeletion(viewer, session)),
        }
      : null,
  };
}

function viewOf(row: LiveDeletion): DeletionView {
  const { id, state, reason, askedBy, askedAt, expiresAt, confirmedBy, confirmedAt, bytes, rule } = row;
  return {
    ...{ id, reason, askedBy, askedAt, expiresAt, confirmedBy, confirmedAt },
    state: state as DeletionView["state"],
    rule: rule && {
      ...{ protection: protectionFrom(rule.protection), version: rule.version ?? 0, days: rule.days ?? 0 },
    },
    bytes: bytes === null ? null : Number(bytes),
    deletedAt: state === "deleted" ? row.closedAt : null,
  };
}
