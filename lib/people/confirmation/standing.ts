import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { Standing } from "./question-store";

/** While the provider is away, groups that were read so long ago serve who breaks the glass. */
export const LAST_GROUPS_SECONDS = 86_400;

/**
 * Whether what is open already may go on with groups that were read so long ago. A refusal counts as soon as they are
 * too old; no answer only after the grace, since a provider that is away says nothing about anybody.
 */
export function judgeGroups(
  { ageSeconds, refusal }: Pick<Standing, "ageSeconds" | "refusal">,
  settings: { maxAgeSeconds: number; graceSeconds: number },
): Verdict<null> {
  if (ageSeconds <= settings.maxAgeSeconds) return allow(null);
  if (refusal !== null) return refuse("GROUPS_UNCONFIRMED", { reason: refusal });
  if (ageSeconds > settings.maxAgeSeconds + settings.graceSeconds)
    return refuse("GROUPS_UNCONFIRMED", { reason: "no-answer" });
  return allow(null);
}
