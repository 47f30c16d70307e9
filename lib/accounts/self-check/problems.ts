import { z } from "zod";
import { CHECK_ROLES } from "../connection/plan";

/** A clock that is off by more than this is said aloud: windows are kept by it. */
export const MOST_CLOCK_SECONDS = 30;

/** What a process found wrong with itself. `name` and `words` come from settings and from AWS: hostile text. */
export const problemSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("clock"),
    against: z.enum(["database", "aws"]),
    /** Positive: ahead. */
    seconds: z.number().int(),
  }),
  z.object({
    kind: z.literal("role"),
    accountId: z.string(),
    name: z.string(),
    role: z.enum(CHECK_ROLES),
    outcome: z.enum(["denied", "failed"]),
    words: z.string(),
  }),
]);
export type ProcessProblem = z.infer<typeof problemSchema>;

/** @param seconds null: nobody knows */
export function clockProblem(against: "database" | "aws", seconds: number | null): ProcessProblem[] {
  return seconds !== null && Math.abs(seconds) > MOST_CLOCK_SECONDS
    ? [{ kind: "clock", against, seconds }]
    : [];
}

/**
 * Whether a process is of no use: one of its roles is denied in every account. One account that is set up wrongly makes
 * it not ready for nobody else's; AWS that gives no answer is no denial.
 * @param accountIds every connected account
 */
export function isDeniedEverywhere(
  problems: readonly ProcessProblem[],
  accountIds: readonly string[],
): boolean {
  const denied = problems.flatMap((one) => (one.kind === "role" && one.outcome === "denied" ? [one] : []));
  return denied.some(({ role }) => {
    const accounts = new Set(denied.filter((one) => one.role === role).map(({ accountId }) => accountId));
    return accountIds.every((id) => accounts.has(id));
  });
}

/** Reads the column; what a newer process wrote and this one does not know is left out. */
export function problemsFrom(column: unknown): ProcessProblem[] {
  const items = z.array(z.unknown()).catch([]).parse(column);
  return items.flatMap((item) => problemSchema.safeParse(item).data ?? []);
}
