import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

const MAY_ASK = ["approver", "reviewer", "administrator"] as const;

/** Whether this person may know who can get onto a node: those who answer for it, not those who might want to. */
export function mayAskWhoCan({ roles }: Pick<PersonActor, "roles">): Verdict<null> {
  return MAY_ASK.some((role) => roles.includes(role))
    ? allow(null)
    : refuse("ROLE_MISSING", { roles: [...MAY_ASK] });
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAY_MS = 86_400_000;

/**
 * The next moment at which a clock in UTC shows a time.
 * @param time such as 03:00; undefined: now
 * @returns null for what is no time of day
 */
export function nextAt(time: string | undefined, now: Date): Date | null {
  if (time === undefined) return now;
  const [, hours, minutes] = TIME.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const today = new Date(now);
  today.setUTCHours(Number(hours), Number(minutes), 0, 0);
  return today >= now ? today : new Date(today.getTime() + DAY_MS);
}
