import { reading } from "@/lib/db/client";
import { isAppError } from "@/lib/kernel/errors";
import type { SignInId } from "@/lib/kernel/ids";
import { askProvider, type ProviderAnswer, type Renewed, refreshTokens } from "../provider/ask-provider";
import { type ProviderTokens, sealTokens, unsealTokens } from "../provider/tokens";
import { aloneWithSignIn, readProviderTokens, replaceProviderTokens, saveProviderTokens } from "../store";

type NoAnswer = "no-answer" | "sign-in-again" | "overage";

/** What the provider says of a sign-in's person, with a new access token if the old one has run out. */
export async function currentAnswer(signInId: SignInId): Promise<ProviderAnswer | NoAnswer> {
  try {
    const tokens = await tokensOf(signInId);
    const answer = tokens && !hasExpired(tokens) ? await askProvider(tokens) : "expired";
    if (answer !== "expired") return answer;
    const fresh = await renewTokens(signInId, tokens?.accessToken);
    if (!fresh) return "sign-in-again";
    if (fresh.answer) return fresh.answer;
    const second = await askProvider(fresh.tokens);
    return second === "expired" ? "sign-in-again" : second;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "GROUPS_OVERAGE") return "overage";
    if (error.code === "PROVIDER_UNAVAILABLE" || error.code === "PROVIDER_MISCONFIGURED") return "no-answer";
    throw error;
  }
}

const renewing = new Map<SignInId, Promise<Renewed | undefined>>();

/** One at a time: providers that rotate refresh tokens take the second use of one for theft. */
function renewTokens(signInId: SignInId, usedUp: string | undefined): Promise<Renewed | undefined> {
  const running = renewing.get(signInId);
  if (running) return running;
  const renewal = aloneWithSignIn(signInId, async () => {
    const current = await tokensOf(signInId);
    const isFresh = current && current.accessToken !== usedUp && !hasExpired(current);
    if (isFresh && current.groupsIn !== "id-token") return { tokens: current, answer: null };
    const fresh = current?.refreshToken ? await refreshTokens(current.refreshToken, current) : undefined;
    if (fresh) await saveProviderTokens(reading(), signInId, await sealTokens(fresh.tokens));
    return fresh;
  }).finally(() => renewing.delete(signInId));
  renewing.set(signInId, renewal);
  return renewal;
}

async function tokensOf(signInId: SignInId): Promise<ProviderTokens | undefined> {
  const sealed = await readProviderTokens(reading(), signInId);
  const opened = sealed === undefined ? undefined : await unsealTokens(sealed);
  if (!sealed || !opened) return undefined;
  // What is in use must not hang on the old secret until its sign-in is over.
  if (opened.isOfSecond)
    await replaceProviderTokens(reading(), signInId, { from: sealed, to: await sealTokens(opened.tokens) });
  return opened.tokens;
}

/** Five seconds early: the question still has to get there. */
function hasExpired(tokens: ProviderTokens): boolean {
  return tokens.expiresAt !== undefined && tokens.expiresAt - 5 <= Date.now() / 1000;
}
