import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { appendEvent, audited } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { newId, type PasskeyId } from "@/lib/kernel/ids";
import { storable } from "@/lib/kernel/text";
import { addSeconds } from "@/lib/kernel/time";
import { checkProof, spendProof } from "../require-proof";
import { keyOf, PROOF_SECONDS } from "../subject";
import { newChallenge } from "./challenge";
import { relyingParty } from "./relying-party";
import { mayAdd } from "./rules";
import { findCredentials, findPasskeys, insertPasskey, takeChallenge } from "./store";
import { MOST_NAME } from "./views";

const subjectOf = (actor: PersonActor) => ({ purpose: "passkeys", personId: actor.id }) as const;

/**
 * Asks a person's authenticator for a new passkey. Needs a passkey of theirs that counts; of whoever has none a sign-in
 * made for it. The gateway's alone.
 * @throws AppError STEP_UP_NEEDED with level | TOO_MANY_PASSKEYS
 */
export async function askForPasskey(
  actor: PersonActor,
): Promise<{ challengeId: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const { rpName, rpID } = relyingParty();
  const attempt = { code: "passkey.added", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const may = await mayAddOne(tx, actor);
    if (!may.ok) return may;
    const proven = await checkProof(tx, subjectOf(actor), may.value.level);
    if (!proven.ok) return proven;
    const subject = { ...keyOf(subjectOf(actor)), purpose: "registration" as const };
    const { challengeId, challenge } = await newChallenge(tx, subject);
    const known = await findCredentials(tx, actor.id);
    const options = await generateRegistrationOptions({
      ...{ rpName, rpID, challenge, userName: actor.name, userDisplayName: actor.name },
      timeout: PROOF_SECONDS * 1000,
      attestationType: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    });
    return allow({ challengeId, options });
  });
}

/**
 * Keeps a new passkey and tells its person. A first one counts after PASSKEY_WAIT_SECONDS, so that whoever took over a
 * sign-in can't use it before the person has heard of it; one that another passkey vouches for counts at once.
 * @param input.response hostile: checked by the library
 * @throws AppError CHALLENGE_OVER | PASSKEY_UNUSABLE | PASSKEY_KNOWN | STEP_UP_NEEDED | TOO_MANY_PASSKEYS
 */
export async function addPasskey(
  actor: PersonActor,
  { challengeId, name, response }: { challengeId: string; name: string; response: RegistrationResponseJSON },
): Promise<{ passkeyId: PasskeyId; countsFrom: Date }> {
  const attempt = { code: "passkey.added", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const asked = await takeChallenge(tx, challengeId, actor.id);
    if (!asked?.isInTime || asked.purpose !== "registration") return refuse("CHALLENGE_OVER");
    const made = await verify(response, asked.challenge);
    if (typeof made === "string") return refuse("PASSKEY_UNUSABLE", { why: made });
    const may = await mayAddOne(tx, actor);
    if (!may.ok) return may;
    const passkeyId = newId("passkey");
    const proven = await spendProof(tx, subjectOf(actor), may.value.level, passkeyId);
    if (!proven.ok) return proven;
    const at = await databaseNow(tx);
    const countsFrom = addSeconds(at, may.value.waitSeconds);
    const isNew = await insertPasskey(tx, {
      ...{ id: passkeyId, personId: actor.id, ...made, createdAt: at, countsFrom },
      name: storable(name).slice(0, MOST_NAME),
    });
    if (!isNew) return refuse("PASSKEY_KNOWN");
    await appendEvent(tx, {
      ...attempt,
      data: { passkeyId, level: may.value.level, countsFrom: countsFrom.toISOString() },
    });
    const told = { kind: "passkey-added", subjectId: passkeyId, requestId: null, actor: null, at } as const;
    await tell(tx, told, [actor.id]);
    return allow({ passkeyId, countsFrom });
  });
}

async function mayAddOne(tx: Tx, actor: PersonActor): Promise<Verdict<ReturnType<typeof needs>>> {
  const passkeys = await findPasskeys(tx, actor.id, await databaseNow(tx));
  const may = mayAdd(passkeys);
  return may.ok ? allow(needs(may.value.level)) : may;
}

/** What vouches for a new one, and how long it waits then. */
function needs(level: "sign-in" | "passkey"): { level: "sign-in" | "passkey"; waitSeconds: number } {
  return { level, waitSeconds: level === "passkey" ? 0 : config().PASSKEY_WAIT_SECONDS };
}

async function verify(response: RegistrationResponseJSON, challenge: Uint8Array<ArrayBuffer>) {
  const { rpID, expectedOrigin } = relyingParty();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: Buffer.from(challenge).toString("base64url"),
      expectedOrigin,
      expectedRPID: rpID,
      requireUserVerification: true,
    });
    if (!verified) return "signature";
    const { credential, credentialBackedUp: isSynced } = registrationInfo;
    const { id: credentialId, publicKey, counter, transports = [] } = credential;
    return {
      credentialId,
      publicKey: Uint8Array.from(publicKey),
      counter,
      isSynced,
      transports: transports.slice(0, 10),
    };
  } catch (error) {
    // The library throws for whatever is not as it was asked; its sentence names what.
    return error instanceof Error ? error.message.slice(0, 200) : "unreadable";
  }
}
