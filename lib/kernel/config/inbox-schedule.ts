import { z } from "zod";

/** An instant of something that waits: a share of the time until it is due, or so long before or after that. */
const moment = z.union([
  z.strictObject({ share: z.number().gt(0).lte(1) }),
  z.strictObject({ beforeDueSeconds: z.number().int().min(0) }),
  z.strictObject({ afterDueSeconds: z.number().int().min(0) }),
]);
export type Moment = z.infer<typeof moment>;

/** When whoever may take something is reminded of it, and when and to which groups it is shown besides. */
const schedule = z.strictObject({
  /** null: never. */
  remind: moment.nullable().optional(),
  escalate: moment.nullable().optional(),
  escalateTo: z.array(z.string().min(1)).min(1).optional(),
});
export type InboxSchedule = z.infer<typeof schedule>;

/** By kind of what waits; what is not given is as lib/inbox/kinds.ts has it. */
export const inboxSchedules = z.strictObject({
  decision: schedule.optional(),
  review: schedule.optional(),
  ratification: schedule.optional(),
  note: schedule.optional(),
});

/**
 * Groups to which nothing may be escalated: their people may not see what waits.
 * @param roles groups by role; approvers, reviewers and administrators see everybody's
 */
export function inboxProblems(
  schedules: z.infer<typeof inboxSchedules>,
  roles: { approver: readonly string[]; reviewer: readonly string[]; administrator: readonly string[] },
): string[] {
  const seeing = new Set([...roles.approver, ...roles.reviewer, ...roles.administrator]);
  return Object.entries(schedules).flatMap(([kind, schedule]) =>
    (schedule?.escalateTo ?? [])
      .filter((group) => !seeing.has(group))
      .map((group) => `${kind}.escalateTo: ${group} gives no role that may see what is escalated to it`),
  );
}
