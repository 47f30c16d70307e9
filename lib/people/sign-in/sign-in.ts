import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { newId, type SignInId } from "@/lib/kernel/ids";
import { requestScope } from "@/lib/kernel/log/request-scope";
import { storable } from "@/lib/kernel/text";
import { addSeconds } from "@/lib/kernel/time";
import { type ProviderTokens, sealTokens } from "../provider/tokens";
import { endSignIns, insertSignIn, lockOrCreatePerson, savePerson } from "../store";
import { saveGroups } from "./save-groups";
import { newSignInToken, tokenHash } from "./sign-in-token";

/** What the provider vouched for. A person is issuer + subject; name and mail address are only shown. */
export interface Identity {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  groups: string[];
  tokens: ProviderTokens;
}

/** A sign-in that has just begun. */
export interface StartedSignIn {
  signInId: SignInId;
  /** For the browser's cookie, and for nothing else: no row, no log and no event has it. */
  token: string;
}

/**
 * Starts a sign-in for somebody the provider has just identified. Somebody without any role may sign in, and sees
 * refusals.
 * @param replaces the sign-in of the same browser, if it had one: it ends
 * @param origin request id of the edge
 * @throws AppError PERSON_DISABLED
 */
export async function startSignIn(
  identity: Identity,
  { replaces, origin }: { replaces?: SignInId | undefined; origin: string },
): Promise<StartedSignIn> {
  const signInId = newId("signIn");
  // Always a new one: what a browser carried before is worth nothing afterwards.
  const token = newSignInToken();
  const providerTokens = await sealTokens(identity.tokens);
  const address = requestScope()?.address;
  const isStarted = await inTransaction(async (tx) => {
    const { issuer, subject } = identity;
    const name = storable(identity.name).slice(0, 200);
    const readAt = await databaseNow(tx);
    const person = await lockOrCreatePerson(tx, { id: newId("person"), issuer, subject, name, readAt });
    const { id, roles, groups, groupsReadAt } = person;
    const known: PersonActor = {
      kind: "person",
      id,
      name,
      roles,
      groups,
      groupsReadAt,
      signInId,
      origin,
      ...(address === undefined ? {} : { address }),
    };
    const attempt = { code: "sign-in.started", subject: { personId: id } } as const;
    // Not `audited`: who tries is only known once the row is locked.
    if (person.isDisabled) {
      const data = { error: "PERSON_DISABLED" };
      await appendEvent(tx, { ...attempt, actor: known, outcome: "refused", data });
      return false;
    }
    await savePerson(tx, id, { name, email: identity.email });
    const actor = await saveGroups(tx, person, identity.groups, known);
    const expiresAt = addSeconds(readAt, config().SIGN_IN_SECONDS);
    await insertSignIn(tx, {
      id: signInId,
      personId: id,
      tokenHash: tokenHash(token),
      ...{ providerTokens, expiresAt },
    });
    await appendEvent(tx, { ...attempt, actor, data: { signInId, roles: [...actor.roles] } });
    if (replaces) await endReplaced(tx, replaces, actor);
    return true;
  });
  if (!isStarted) throw new AppError("PERSON_DISABLED", "sign-in.started refused: PERSON_DISABLED");
  return { signInId, token };
}

async function endReplaced(tx: Tx, replaced: SignInId, actor: PersonActor): Promise<void> {
  for (const { id: signInId, personId } of await endSignIns(tx, { signInId: replaced }, "replaced")) {
    const data = { signInId, reason: "replaced" };
    await appendEvent(tx, { code: "sign-in.ended", actor, subject: { personId }, data });
    await notify(tx, "sign_in_ended", { signInId });
  }
}
