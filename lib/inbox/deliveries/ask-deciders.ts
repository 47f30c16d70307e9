import type { Tx } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/config/config";
import { findPeopleOf } from "../store";
import { queueDeliveries } from "./queue-deliveries";
import type { DeliveryKind } from "./views";

/** So many are told of a request; the inbox shows it to all who may decide it. */
const MOST_TOLD = 200;

interface WaitingRequest {
  readonly subjectId: string;
  readonly groups: readonly string[];
  readonly exceptPersonIds: readonly string[];
  readonly dueAt: Date | null;
}

/**
 * Has everybody told outside the portal who can decide a request: approvers of the groups that are asked, without whoever
 * asked and without those who decided already.
 */
export async function askForDecision(
  tx: Tx,
  kind: "request-waiting" | "request-reminded" | "request-expiring",
  item: WaitingRequest,
  at: Date,
): Promise<void> {
  await tellOf(tx, kind, item, { groups: item.groups, role: "approver", at });
}

/** Has those told to whom a request is escalated: they can't decide, and are to find somebody who can. */
export async function askToFind(
  tx: Tx,
  item: WaitingRequest & { readonly escalateTo: readonly string[] },
  at: Date,
): Promise<void> {
  await tellOf(tx, "request-escalated", item, { groups: item.escalateTo, at });
}

async function tellOf(
  tx: Tx,
  kind: DeliveryKind,
  { subjectId: requestId, exceptPersonIds, dueAt }: WaitingRequest,
  { groups, role, at }: { groups: readonly string[]; role?: Role; at: Date },
): Promise<void> {
  const people = await findPeopleOf(tx, groups, MOST_TOLD, role);
  const personIds = people.map(({ id }) => id).filter((id) => !exceptPersonIds.includes(id));
  // A requester's reminders are several; everything else of a request is told once.
  const subjectId = kind === "request-reminded" ? `${requestId} ${at.toISOString()}` : requestId;
  await queueDeliveries(tx, { kind, subjectId, requestId, dueAt, at }, personIds);
}
