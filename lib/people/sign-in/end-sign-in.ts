import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { endSignIns } from "../store";

/**
 * Signs the person out: the cookie points to nothing from now on, open sockets close. Signing out twice is no mistake
 * and leaves one event.
 */
export async function endSignIn(actor: PersonActor): Promise<void> {
  await inTransaction(async (tx) => {
    for (const { id: signInId } of await endSignIns(tx, { signInId: actor.signInId }, "signed-out")) {
      await appendEvent(tx, {
        code: "sign-in.ended",
        actor,
        subject: { personId: actor.id },
        data: { signInId, reason: "signed-out" },
      });
      await notify(tx, "sign_in_ended", { signInId });
    }
  });
}
