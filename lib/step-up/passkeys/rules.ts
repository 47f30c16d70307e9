import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { MOST_PASSKEYS, type PasskeyRow } from "./views";

/** What a change of one's passkeys needs: one of them, or a sign-in where none counts yet. */
export function levelFor(passkeys: readonly Pick<PasskeyRow, "counts">[]): "sign-in" | "passkey" {
  return passkeys.some(({ counts }) => counts) ? "passkey" : "sign-in";
}

/** @returns TOO_MANY_PASSKEYS */
export function mayAdd(
  passkeys: readonly Pick<PasskeyRow, "counts">[],
): Verdict<{ level: "sign-in" | "passkey" }> {
  if (passkeys.length >= MOST_PASSKEYS) return refuse("TOO_MANY_PASSKEYS", { most: MOST_PASSKEYS });
  return allow({ level: levelFor(passkeys) });
}
