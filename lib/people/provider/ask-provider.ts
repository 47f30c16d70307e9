import { errors, type TokenSet } from "openid-client";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { causedError, providerError } from "./causes";
import { type GroupsRead, readGroups } from "./claims";
import { PROVIDER_TIMEOUT_MS, providerClient, readUserinfo, withIdToken } from "./client";
import { type ProviderTokens, tokensFrom } from "./tokens";

/** The provider's word on one person, now. */
export interface ProviderAnswer {
  subject: string;
  groups: string[];
}

/**
 * Asks the provider's userinfo endpoint with the person's own token.
 * @returns the answer; "expired" when the provider no longer takes the token, or says groups in ID tokens only, so that
 *   a new one is needed
 * @throws AppError PROVIDER_UNAVAILABLE when there is no usable answer within three seconds · PROVIDER_MISCONFIGURED ·
 *   GROUPS_OVERAGE
 */
export async function askProvider(tokens: ProviderTokens): Promise<ProviderAnswer | "expired"> {
  if (tokens.groupsIn === "id-token") return "expired";
  return withinLimit(async () => {
    try {
      const claims = await readUserinfo(tokens.accessToken);
      return {
        subject: String(claims.sub),
        groups: groupsOf(readGroups(claims, config().OIDC_GROUPS_CLAIM)),
      };
    } catch (error) {
      if (error instanceof errors.OPError && error.response?.statusCode === 401) return "expired" as const;
      throw error;
    }
  });
}

/** Answers to a refresh token that only the person can do something about (OpenID Connect Core 1.0, section 3.1.2.6). */
const SIGN_IN_AGAIN = new Set([
  "invalid_grant",
  "interaction_required",
  "login_required",
  "consent_required",
  "account_selection_required",
]);

export interface Renewed {
  tokens: ProviderTokens;
  /** Where groups stand in ID tokens: what the new one says; null where it brought none. */
  answer: ProviderAnswer | null;
}

/**
 * Gets new tokens for a refresh token.
 * @param from whose groups: where they were read before
 * @returns undefined when the person must sign in again
 * @throws AppError PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED | GROUPS_OVERAGE
 */
export async function refreshTokens(
  refreshToken: string,
  { groupsIn }: Pick<ProviderTokens, "groupsIn">,
): Promise<Renewed | undefined> {
  return withinLimit(async () => {
    try {
      const set = await withIdToken((client) => client.refresh(refreshToken));
      // Providers that don't rotate leave the refresh token out: the old one stays good.
      const tokens = tokensFrom({ ...set, refresh_token: set.refresh_token ?? refreshToken }, groupsIn);
      return tokens && { tokens, answer: groupsIn === "id-token" ? answerOf(set) : null };
    } catch (error) {
      if (error instanceof errors.OPError && SIGN_IN_AGAIN.has(error.error ?? "")) return undefined;
      throw error;
    }
  });
}

/** An ID token without the claim names no group: who has left the last one has none. */
function answerOf(set: TokenSet): ProviderAnswer | null {
  if (set.id_token === undefined) return null;
  const claims = set.claims();
  return { subject: claims.sub, groups: groupsOf(readGroups(claims, config().OIDC_GROUPS_CLAIM)) };
}

/** @throws AppError GROUPS_OVERAGE: groups that were left out are not no groups */
export function groupsOf(read: GroupsRead): string[] {
  if (read.kind === "overage")
    throw new AppError("GROUPS_OVERAGE", "the identity provider left the groups out: there are too many");
  return read.kind === "found" ? read.groups : [];
}

/** Whether the provider takes the portal's client id and secret: asked with a code that nobody has. */
export async function checkClient(): Promise<void> {
  await withinLimit(async () => {
    const client = await providerClient();
    try {
      await client.grant({
        grant_type: "authorization_code",
        code: "halligan-checks-its-own-secret",
        redirect_uri: `${config().PUBLIC_ORIGIN}/api/auth/callback/oidc`,
        code_verifier: "0".repeat(43),
      });
    } catch (error) {
      // Whoever is refused for the code was taken for who they say they are.
      if (
        error instanceof errors.OPError &&
        error.error !== "invalid_client" &&
        error.error !== "unauthorized_client" &&
        error.response?.statusCode === 400
      )
        return;
      throw error;
    }
  });
}

/** The library's own timeout counts silence; a provider that drips would pass it. */
async function withinLimit<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(causedError("timeout", `no answer within ${PROVIDER_TIMEOUT_MS} ms`)),
      PROVIDER_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (error) {
    throw providerError(error);
  } finally {
    clearTimeout(timer);
  }
}
