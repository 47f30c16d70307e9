import { createHash, randomBytes } from "node:crypto";
import { appendEvent, audited } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError, allow, isAppError, refuse, type Verdict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { beginSignInAgain, finishSignInAgain } from "@/lib/people/provider/sign-in-again";
import { findPerson } from "@/lib/people/store";
import { keyOf, type ProofSubject } from "../subject";
import { type FoundWalk, findWalk, insertFreshSignIn, saveProven } from "./store";

/** By this the answers of such walks are told from those of ordinary sign-ins. */
const MARK = "again-";

/** A page of ours, by its path alone. */
const PATH = /^\/[A-Za-z0-9_\-/]*$/;

const hashOf = (state: string) => createHash("sha256").update(state).digest("hex");

/** Whether a browser comes back from a sign-in that proves something, and not from one that begins a stay. */
export function isSignInAgain(query: URLSearchParams): boolean {
  return query.get("state")?.startsWith(MARK) ?? false;
}

/**
 * Sends somebody who is signed in to the provider once more, for one thing. Web's alone.
 * @param returnTo the path of the page that asks
 * @returns the provider's address to go to
 * @throws AppError INVALID_INPUT | PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED
 */
export async function askToSignInAgain(
  actor: PersonActor,
  subject: ProofSubject,
  returnTo: string,
): Promise<{ url: string }> {
  if (!PATH.test(returnTo) || returnTo.startsWith("//") || returnTo.length > 200)
    throw new AppError("INVALID_INPUT", "input: returnTo", { params: { fields: ["returnTo"] } });
  const state = `${MARK}${randomBytes(32).toString("base64url")}`;
  const { url, walk } = await beginSignInAgain(state);
  const { purpose, sha256: subjectSha256 } = keyOf(subject);
  const { nonce, codeVerifier } = walk;
  await inTransaction((tx) =>
    insertFreshSignIn(tx, {
      ...{ id: newId("freshSignIn"), signInId: actor.signInId, purpose, subjectSha256, returnTo },
      ...{ stateSha256: hashOf(state), nonce, codeVerifier },
    }),
  );
  return { url };
}

/**
 * Takes the provider's answer. Only the browser that was sent there, of the person that was sent there, has proven
 * anything, for two minutes.
 * @returns the path to go back to, with what became of it
 * @throws AppError NOT_FOUND: no such walk, another browser's, or one that is over
 */
export async function takeSignInAgain(
  actor: PersonActor,
  query: URLSearchParams,
): Promise<{ returnTo: string; failure: string | undefined }> {
  const { state = "", ...params } = Object.fromEntries(query);
  const walk = await findWalk(reading(), hashOf(state), actor.signInId);
  const attempt = { code: "sign-in.repeated", actor, subject: { personId: actor.id } } as const;
  const fresh = walk && (await verdictOf(actor, { ...params, state }, walk));
  try {
    return await audited(attempt, async (tx) => {
      if (!fresh) return refuse("NOT_FOUND", { kind: "sign-in" });
      if (!fresh.ok) return fresh;
      const { id, purpose, subjectSha256, returnTo } = walk;
      if (!(await saveProven(tx, id, await databaseNow(tx)))) return refuse("NOT_FOUND", { kind: "sign-in" });
      await appendEvent(tx, { ...attempt, data: { purpose, subjectSha256 } });
      return allow({ returnTo, failure: undefined });
    });
  } catch (error) {
    // The page that asked says what became of it, and what was typed there waits.
    if (walk && isAppError(error)) return { returnTo: walk.returnTo, failure: error.code };
    throw error;
  }
}

/** Asked outside a transaction: the provider may take its time. */
async function verdictOf(
  actor: PersonActor,
  params: Readonly<Record<string, string>>,
  { nonce, codeVerifier, createdAt: since, isInTime }: FoundWalk,
): Promise<Verdict<null>> {
  // Left at the provider's page: whoever was seen there since was not seen for this.
  if (!isInTime) return refuse("CHALLENGE_OVER");
  if (params.error !== undefined) return refuse("PROVIDER_REFUSED");
  const person = await findPerson(reading(), actor.id);
  try {
    const walk = { state: params.state ?? "", nonce, codeVerifier };
    return await finishSignInAgain(params, walk, { subject: person?.subject ?? "", since });
  } catch (error) {
    if (isAppError(error)) return refuse(error.code, error.params);
    throw error;
  }
}
