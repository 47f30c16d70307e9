import { randomBytes } from "node:crypto";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { askPasskey, provePasskey } from "../passkeys/prove";
import { addPasskey, askForPasskey } from "../passkeys/register";
import { keyOf, type ProofSubject } from "../subject";
import { Authenticator } from "./authenticator";

type Owner = (sql: string) => Promise<void>;

/** A sign-in of this person's, as web makes one: fresh ones refer to it. */
export async function withSignIn(owner: Owner, actor: PersonActor): Promise<PersonActor> {
  const hash = randomBytes(32).toString("hex");
  await owner(`insert into sign_ins (id, person_id, token_hash, provider_tokens, expires_at)
    values ('${actor.signInId}', '${actor.id}', '${hash}', 'none', now() + interval '1 hour') on conflict do nothing`);
  return actor;
}

/** As if this person had just come back from the identity provider, for one thing. */
export async function signInAfresh(
  owner: Owner,
  actor: PersonActor,
  subject: ProofSubject,
  agoSeconds = 0,
): Promise<void> {
  await withSignIn(owner, actor);
  const { purpose, sha256 } = keyOf(subject);
  await owner(`insert into fresh_sign_ins (id, sign_in_id, purpose, subject_sha256, return_to, state_sha256, nonce,
    code_verifier, proven_at) values ('${newId("freshSignIn")}', '${actor.signInId}', '${purpose}', '${sha256}', '/',
    '${randomBytes(32).toString("hex")}', 'n', 'v', clock_timestamp() - interval '${agoSeconds} seconds')`);
}

/** A first passkey of this person's, which counts at once. The process must have the gateway's login. */
export async function firstPasskey(owner: Owner, actor: PersonActor): Promise<Authenticator> {
  await signInAfresh(owner, actor, { purpose: "passkeys", personId: actor.id });
  const authenticator = new Authenticator(config().PUBLIC_ORIGIN);
  const { challengeId, options } = await askForPasskey(actor);
  await addPasskey(actor, { challengeId, name: "Laptop", response: authenticator.register(options) });
  return authenticator;
}

/** Proves something with a passkey. The process must have the gateway's login. */
export async function proveBy(
  authenticator: Authenticator,
  actor: PersonActor,
  subject: ProofSubject,
): Promise<void> {
  const { challengeId, options } = await askPasskey(actor, subject);
  await provePasskey(actor, { challengeId, response: authenticator.answer(options) });
}
