import type { Tx } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/config/config";
import { addSeconds } from "@/lib/kernel/time";
import { onCallNow } from "@/lib/people/on-call/on-call-now";
import { findPeopleOf } from "../store";
import { queueDeliveries, queueLater } from "./queue-deliveries";
import type { DeliveryKind } from "./views";

/** Who is on call has so long before the others are told. */
const HEAD_START_SECONDS = 300;
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
 * asked and without those who decided already. Where somebody of them is on call, the others are told of a new request
 * five minutes later, unless it is decided by then or expires before.
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
  const told = { kind, subjectId, requestId, dueAt, at };
  const onCall = kind === "request-waiting" ? await onCallNow(tx, groups, at) : [];
  const first = personIds.filter((id) => onCall.some(({ personId }) => personId === id));
  const from = addSeconds(at, HEAD_START_SECONDS);
  if (first.length === 0 || (dueAt !== null && dueAt <= from)) return queueDeliveries(tx, told, personIds);
  await queueDeliveries(tx, told, first);
  await queueLater(
    tx,
    told,
    personIds.filter((id) => !first.includes(id)),
    from,
  );
}
