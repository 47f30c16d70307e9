import { appendEvent, audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config, ROLES } from "@/lib/kernel/config/config";
import { AppError, allow, refuse } from "@/lib/kernel/errors";
import { storable } from "@/lib/kernel/text";
import { spendProof } from "../require-proof";
import { levelFor } from "./rules";
import { findPasskeys, savePasskey } from "./store";
import { MOST_NAME, type OwnPasskeys } from "./views";

/**
 * The viewer's own passkeys, and what a change of them needs.
 * @throws AppError ROLE_MISSING: whoever may do nothing has nothing to confirm
 */
export async function readPasskeys(viewer: PersonActor): Promise<OwnPasskeys> {
  if (viewer.roles.length === 0)
    throw new AppError("ROLE_MISSING", "has nothing to confirm", { params: { roles: ROLES } });
  const tx = reading();
  const passkeys = await findPasskeys(tx, viewer.id, await databaseNow(tx));
  return { passkeys, waitSeconds: config().PASSKEY_WAIT_SECONDS, level: levelFor(passkeys) };
}

/** The gateway's alone. @throws AppError NOT_FOUND: not theirs, or removed */
export async function renamePasskey(
  actor: PersonActor,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<{ passkeyId: string }> {
  const attempt = { code: "passkey.renamed", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const passkeys = await findPasskeys(tx, actor.id, await databaseNow(tx));
    if (!passkeys.some(({ id }) => id === passkeyId))
      return refuse("NOT_FOUND", { kind: "passkey", id: passkeyId });
    await savePasskey(tx, passkeyId, { name: storable(name).slice(0, MOST_NAME) });
    await appendEvent(tx, { ...attempt, data: { passkeyId } });
    return allow({ passkeyId });
  });
}

/**
 * Removes a passkey for good. One that counts needs a passkey's proof, so that nobody with a stolen sign-in gets back to
 * a first passkey; one that waits needs none, so that whoever finds one that is not theirs is quick.
 * The gateway's alone.
 * @throws AppError NOT_FOUND | STEP_UP_NEEDED with level
 */
export async function removePasskey(
  actor: PersonActor,
  { passkeyId }: { passkeyId: string },
): Promise<{ passkeyId: string }> {
  const attempt = { code: "passkey.removed", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const at = await databaseNow(tx);
    const passkeys = await findPasskeys(tx, actor.id, at);
    const passkey = passkeys.find(({ id }) => id === passkeyId);
    if (!passkey) return refuse("NOT_FOUND", { kind: "passkey", id: passkeyId });
    const subject = { purpose: "passkeys", personId: actor.id } as const;
    const proven = await spendProof(tx, subject, passkey.counts ? "passkey" : "none", null);
    if (!proven.ok) return proven;
    await savePasskey(tx, passkeyId, { removedAt: at });
    await appendEvent(tx, { ...attempt, data: { passkeyId } });
    return allow({ passkeyId });
  });
}
