import type { Config } from "@/lib/kernel/config/config";
import type { InboxSchedule, Moment } from "@/lib/kernel/config/inbox-schedule";
import { addSeconds, secondsBetween } from "@/lib/kernel/time";
import type { InboxKind, Urgency } from "./views";

interface Kind {
  /** Which column of an audit event names its subject. */
  subject: "requestId" | "reviewId";
  remind: Moment | null;
  escalate: Moment | null;
}

/**
 * A decision wants somebody half-way to its lapse, and somebody else to look for a decider before it is too late; a
 * review wants a word the day before it is due; a broken glass is to be ratified or disowned within the day, and its note
 * written.
 */
export const KINDS = {
  decision: { subject: "requestId", remind: { share: 0.5 }, escalate: { share: 0.75 } },
  review: {
    subject: "reviewId",
    remind: { beforeDueSeconds: 86_400 },
    escalate: { afterDueSeconds: 0 },
  },
  ratification: { subject: "requestId", remind: { share: 0.5 }, escalate: { afterDueSeconds: 0 } },
  note: { subject: "requestId", remind: { share: 0.5 }, escalate: { afterDueSeconds: 0 } },
} as const satisfies Record<InboxKind, Kind>;

/** When an item is brought up again, and to whom else it is then shown. */
export interface Schedule {
  remindAt: Date | null;
  escalateAt: Date | null;
  /** Groups that are to find somebody: an item never gives them a right that they have not. */
  escalateTo: string[];
}

/**
 * The schedule of a new item. What is never due is never brought up; an instant that lies before the item counts as
 * its beginning.
 */
export function scheduleOf(
  item: { kind: InboxKind; createdAt: Date; dueAt: Date | null },
  settings: Pick<Config, "HALLIGAN_INBOX" | "HALLIGAN_ROLES">,
): Schedule {
  const wanted: InboxSchedule = settings.HALLIGAN_INBOX[item.kind] ?? {};
  const { remind, escalate }: Kind = KINDS[item.kind];
  return {
    remindAt: instantOf(wanted.remind === undefined ? remind : wanted.remind, item),
    escalateAt: instantOf(wanted.escalate === undefined ? escalate : wanted.escalate, item),
    escalateTo: [...(wanted.escalateTo ?? settings.HALLIGAN_ROLES.administrator)],
  };
}

function instantOf(
  moment: Moment | null,
  { createdAt, dueAt }: { createdAt: Date; dueAt: Date | null },
): Date | null {
  if (moment === null || dueAt === null) return null;
  const at =
    "share" in moment
      ? addSeconds(createdAt, secondsBetween(createdAt, dueAt) * moment.share)
      : addSeconds(dueAt, "beforeDueSeconds" in moment ? -moment.beforeDueSeconds : moment.afterDueSeconds);
  return at < createdAt ? createdAt : at;
}

/** The urgency of what is due then. Its bounds belong to the more pressing side. */
export function urgencyOf(dueAt: Date | null, at: Date): Urgency {
  if (dueAt === null) return "never";
  const seconds = secondsBetween(at, dueAt);
  if (seconds <= 0) return "overdue";
  if (seconds <= 3600) return "hour";
  return seconds <= 86_400 ? "day" : "later";
}
