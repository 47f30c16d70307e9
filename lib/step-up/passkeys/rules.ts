import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import { LAST_GROUPS_SECONDS } from "@/lib/people/confirmation/standing";
import { MOST_PASSKEYS, type PasskeyRow } from "./views";

/** What a change of one's passkeys needs: one of them, or a sign-in where none counts yet. */
export function levelFor(passkeys: readonly Pick<PasskeyRow, "counts">[]): "sign-in" | "passkey" {
  return passkeys.some(({ counts }) => counts) ? "passkey" : "sign-in";
}

/**
 * From when a passkey counts. While the identity provider is away nobody can be asked who added it, and one of the last
 * day proves nothing.
 */
export function countsFrom(passkey: { countsFrom: Date; createdAt: Date }, isProviderAway: boolean): Date {
  const aged = addSeconds(passkey.createdAt, LAST_GROUPS_SECONDS);
  return isProviderAway && aged > passkey.countsFrom ? aged : passkey.countsFrom;
}

/**
 * Whether any of a person's passkeys proves anything now.
 * @returns PASSKEY_MISSING: they have none | PASSKEY_WAITING: none that counts yet, with `from`
 */
export function checkCounting(passkeys: readonly Pick<PasskeyRow, "countsFrom">[], at: Date): Verdict<null> {
  const [first] = passkeys.map(({ countsFrom }) => countsFrom).sort((a, b) => a.getTime() - b.getTime());
  if (!first) return refuse("PASSKEY_MISSING");
  return first <= at ? allow(null) : refuse("PASSKEY_WAITING", { from: first.toISOString() });
}

/** @returns TOO_MANY_PASSKEYS */
export function mayAdd(
  passkeys: readonly Pick<PasskeyRow, "counts">[],
): Verdict<{ level: "sign-in" | "passkey" }> {
  if (passkeys.length >= MOST_PASSKEYS) return refuse("TOO_MANY_PASSKEYS", { most: MOST_PASSKEYS });
  return allow({ level: levelFor(passkeys) });
}
