import { z } from "zod";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { isId, type PersonId, type SignInId } from "@/lib/kernel/ids";
import { typedText } from "@/lib/kernel/text";
import { mayRevokeSignIn } from "../rules";
import { endSignIns, ownerOfSignIn } from "../store";

/** What is sent to end one sign-in of somebody. */
export const revocation = z.strictObject({
  personId: z.custom<PersonId>((value) => isId("person", value)),
  signInId: z.custom<SignInId>((value) => isId("signIn", value)),
  reason: typedText(3, 500),
});

/**
 * Ends one sign-in: one's own on a device that is out of reach, or as an administrator anybody's. That browser is
 * signed out at once and its sockets close; the person may sign in again. One that is over already is no mistake.
 * @throws AppError ROLE_MISSING | NOT_FOUND (no such sign-in, or another person's)
 */
export async function revokeSignIn(
  actor: PersonActor,
  { personId, signInId, reason }: z.output<typeof revocation>,
): Promise<{ signInId: SignInId }> {
  const attempt = { code: "sign-in.revoked", actor, subject: { personId } } as const;
  return audited(attempt, async (tx) => {
    const may = mayRevokeSignIn(actor, personId);
    if (!may.ok) return may;
    if ((await ownerOfSignIn(tx, signInId)) !== personId)
      return refuse("NOT_FOUND", { kind: "sign-in", id: signInId });
    const [ended] = await endSignIns(tx, { signInId }, "revoked");
    if (ended) {
      await appendEvent(tx, { ...attempt, data: { signInId, reason } });
      await notify(tx, "sign_in_ended", { signInId });
    }
    return allow({ signInId });
  });
}
