import { addSeconds } from "@/lib/kernel/time";
import type { DeliveryKind } from "./views";

/** For how long it is worth telling what has no due time of its own. */
const WORTH_SECONDS = {
  "request-closed": 3600,
  approved: 3600,
  denied: 3600,
  "access-ending": 240,
  "glass-broken": 86_400,
  "glass-disowned": 86_400,
} as const;

/** Until when a delivery is tried: what waits, until it is due. */
export function expiryOf(kind: DeliveryKind, { at, dueAt }: { at: Date; dueAt: Date | null }): Date {
  if (kind in WORTH_SECONDS) return addSeconds(at, WORTH_SECONDS[kind as keyof typeof WORTH_SECONDS]);
  return dueAt ?? addSeconds(at, WORTH_SECONDS.approved);
}

/** Kinds that ask for a decision: once there is one, nothing of them is left to tell. */
export const ASKING: readonly DeliveryKind[] = [
  "request-waiting",
  "request-reminded",
  "request-expiring",
  "request-escalated",
];
