import type { Outcome } from "@/components/ui/outcome";
import type { ProofQuestion } from "@/lib/sessions/proving/asked-proof";
import { t } from "@/messages/translate";
import { loadPart } from "./load-messages";
import { post } from "./post";

interface Ceremony<Options> {
  challengeId: string;
  options: Options;
}

/**
 * Proves with a passkey that it is the reader, for one thing. The browser asks them in place, and nothing that was typed
 * is lost.
 * @param gateway its origin: it alone verifies passkeys
 */
export async function proveByPasskey(gateway: string, asked: ProofQuestion): Promise<Outcome> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const begun = await post<Ceremony<Parameters<typeof startAuthentication>[0]["optionsJSON"]>>(
    `${gateway}/gateway/step-up/ask`,
    asked,
  );
  if (!begun.ok) return begun;
  const { challengeId, options } = begun.value;
  const answered = await ofAuthenticator(startAuthentication({ optionsJSON: options }));
  if (!answered.ok) return answered;
  return post(`${gateway}/gateway/step-up/prove`, { challengeId, response: answered.value });
}

/** Makes a new passkey. @returns its id */
export async function makePasskey(
  gateway: string,
  name: string,
): Promise<{ ok: true } | { ok: false; sentence: string; code?: string | undefined }> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const begun = await post<Ceremony<Parameters<typeof startRegistration>[0]["optionsJSON"]>>(
    `${gateway}/gateway/passkeys/ask`,
    {},
  );
  if (!begun.ok) return begun;
  const { challengeId, options } = begun.value;
  const made = await ofAuthenticator(startRegistration({ optionsJSON: options }));
  if (!made.ok) return made;
  return post(`${gateway}/gateway/passkeys/add`, { challengeId, name, response: made.value });
}

/** Goes to the identity provider, which asks who the reader is; they come back to this page. */
export async function signInAgain(asked: ProofQuestion): Promise<Outcome> {
  const begun = await post<{ url: string }>("/api/step-up/sign-in", {
    asked,
    returnTo: window.location.pathname,
  });
  if (!begun.ok) return begun;
  window.location.assign(begun.value.url);
  return { ok: true };
}

/** What an authenticator answers, or why it doesn't: browsers say hardly more than that. */
async function ofAuthenticator<T>(
  asked: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; sentence: string }> {
  try {
    return { ok: true, value: await asked };
  } catch (error) {
    await loadPart("errors");
    const name = error instanceof Error ? error.name : "";
    if (name === "InvalidStateError") return { ok: false, sentence: t("error.PASSKEY_KNOWN") };
    return { ok: false, sentence: t("stepUp.notAnswered") };
  }
}
