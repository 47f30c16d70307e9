import { type CallbackParamsType, generators } from "openid-client";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { providerError } from "./causes";
import { CLOCK_TOLERANCE_SECONDS, providerClient } from "./client";
import { exchangeCode } from "./identify";

/** What is kept of a walk to the provider until the browser comes back. */
export interface Walk {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The one address that the provider sends browsers back to, for every kind of sign-in. */
const redirectUri = () => `${config().PUBLIC_ORIGIN}/api/auth/callback/oidc`;

/**
 * Begins a sign-in of somebody who is signed in: the provider is asked to see the person, whatever it remembers
 * (`max_age=0`; OpenID Connect Core 1.0, section 3.1.2.1).
 * @param state by which the browser that comes back is known
 * @throws AppError PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED
 */
export async function beginSignInAgain(state: string): Promise<{ url: string; walk: Walk }> {
  const walk = { state, nonce: generators.nonce(), codeVerifier: generators.codeVerifier() };
  try {
    const client = await providerClient();
    const url = client.authorizationUrl({
      scope: "openid",
      response_type: "code",
      redirect_uri: redirectUri(),
      max_age: 0,
      ...{ state, nonce: walk.nonce },
      code_challenge: generators.codeChallenge(walk.codeVerifier),
      code_challenge_method: "S256",
    });
    return { url, walk };
  } catch (error) {
    throw providerError(error);
  }
}

/**
 * Whether the provider saw this very person since they were sent there. It is the token's word that counts: `max_age` can
 * be taken out of the address in the browser, and a provider that doesn't say when it saw somebody has not said that it did.
 * @param expected.since when they were sent there
 * @returns SIGN_IN_NOT_FRESH | SIGN_IN_OTHER_PERSON
 * @throws AppError PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED
 */
export async function finishSignInAgain(
  params: CallbackParamsType,
  walk: Walk,
  expected: { subject: string; since: Date },
): Promise<Verdict<null>> {
  const { state, nonce, codeVerifier } = walk;
  const checks = { state, nonce, code_verifier: codeVerifier, response_type: "code" };
  const { sub, auth_time: seenAt } = (await exchangeCode(redirectUri(), params, checks)).claims();
  if (sub !== expected.subject) return refuse("SIGN_IN_OTHER_PERSON");
  const since = Math.floor(expected.since.getTime() / 1000) - CLOCK_TOLERANCE_SECONDS;
  return typeof seenAt === "number" && seenAt >= since ? allow(null) : refuse("SIGN_IN_NOT_FRESH");
}
