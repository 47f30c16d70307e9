import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import type { SubjectKey } from "../subject";
import { insertChallenge } from "./store";

/** What a challenge is for: a proof, or a new key. */
export type ChallengeSubject = Omit<SubjectKey, "purpose"> & {
  readonly purpose: SubjectKey["purpose"] | "registration";
};

/**
 * Makes what a passkey is asked to sign: a hash of the person, the purpose and the subject, with a number that is used
 * once. It is answered within two minutes, once.
 */
export async function newChallenge(
  tx: Tx,
  { personId, purpose, sha256 }: ChallengeSubject,
): Promise<{ challengeId: string; challenge: Uint8Array<ArrayBuffer> }> {
  const challengeId = newId("challenge");
  const nonce = randomBytes(32).toString("base64url");
  const text = JSON.stringify(["halligan-challenge-1", purpose, personId, sha256, nonce]);
  const challenge = Uint8Array.from(createHash("sha256").update(text).digest());
  await insertChallenge(tx, { id: challengeId, challenge, personId, purpose, sha256 });
  return { challengeId, challenge };
}
