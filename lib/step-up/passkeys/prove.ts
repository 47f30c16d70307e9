import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError, allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { keyOf, PROOF_SECONDS, type ProofSubject } from "../subject";
import { newChallenge } from "./challenge";
import { relyingParty } from "./relying-party";
import { checkCounting } from "./rules";
import {
  findCredentials,
  insertProof,
  type KnownPasskey,
  lockPasskey,
  savePasskey,
  takeChallenge,
} from "./store";

/**
 * Asks a person's passkeys to sign that it is them, for one subject. The gateway's alone.
 * @throws AppError PASSKEY_MISSING: they have none | PASSKEY_WAITING: none that counts yet, with `from`
 */
export async function askPasskey(
  actor: PersonActor,
  subject: ProofSubject,
): Promise<{ challengeId: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const { rpID } = relyingParty();
  return inTransaction(async (tx) => {
    const known = await findCredentials(tx, actor.id);
    const at = await databaseNow(tx);
    const any = checkCounting(known, at);
    if (!any.ok) throw new AppError(any.code, "no passkey counts", any.params ? { params: any.params } : {});
    const counting = known.filter(({ countsFrom }) => countsFrom <= at);
    const { challengeId, challenge } = await newChallenge(tx, keyOf(subject));
    const options = await generateAuthenticationOptions({
      rpID,
      challenge,
      timeout: PROOF_SECONDS * 1000,
      userVerification: "required",
      allowCredentials: counting.map(({ id, transports }) => ({ id, transports })),
    });
    return { challengeId, options };
  });
}

/**
 * Takes a passkey's answer. What it has signed is proven from now on, for two minutes. The challenge is gone whatever
 * comes of it. The gateway's alone.
 * @param input.response hostile: checked by the library
 * @throws AppError CHALLENGE_OVER: answered already, too late, another's, or never asked | PASSKEY_REFUSED: another's
 *   passkey, a removed one, a forged or altered answer, one for another page, or without the person's verification |
 *   PASSKEY_WAITING with `from`
 */
export async function provePasskey(
  actor: PersonActor,
  { challengeId, response }: { challengeId: string; response: AuthenticationResponseJSON },
): Promise<{ purpose: string }> {
  const attempt = { code: "passkey.used", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const asked = await takeChallenge(tx, challengeId, actor.id);
    if (!asked?.isInTime || asked.purpose === "registration") return refuse("CHALLENGE_OVER");
    const { purpose, sha256 } = asked;
    const passkey = await lockPasskey(tx, actor.id, response.id);
    if (!passkey) return refuse("PASSKEY_REFUSED", { purpose, why: "unknown" });
    const at = await databaseNow(tx);
    if (passkey.countsFrom > at)
      return refuse("PASSKEY_WAITING", { purpose, from: passkey.countsFrom.toISOString() });
    const verified = await verify(response, passkey, asked.challenge);
    if (typeof verified === "string") return refuse("PASSKEY_REFUSED", { purpose, why: verified });
    await savePasskey(tx, passkey.id, { ...verified, lastUsedAt: at });
    const proofId = newId("proof");
    await insertProof(tx, { id: proofId, passkeyId: passkey.id, purpose, sha256 });
    await appendEvent(tx, {
      ...attempt,
      data: { purpose, proofId, passkeyId: passkey.id, subjectSha256: sha256 },
    });
    return allow({ purpose });
  });
}

/** @returns what has changed of the passkey, or why its answer is not believed */
async function verify(
  response: AuthenticationResponseJSON,
  passkey: KnownPasskey,
  challenge: Uint8Array<ArrayBuffer>,
): Promise<{ counter: number; isSynced: boolean } | string> {
  const { rpID, expectedOrigin } = relyingParty();
  const { credentialId: id, publicKey, counter, transports } = passkey;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: Buffer.from(challenge).toString("base64url"),
      expectedOrigin,
      expectedRPID: rpID,
      credential: { id, publicKey, counter, transports },
      requireUserVerification: true,
    });
    if (!verified) return "signature";
    return { counter: authenticationInfo.newCounter, isSynced: authenticationInfo.credentialBackedUp };
  } catch (error) {
    // The library throws for whatever is not as it was asked; its sentence names what.
    return error instanceof Error ? error.message.slice(0, 200) : "unreadable";
  }
}
