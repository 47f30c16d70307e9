import type { CallbackParamsType, OpenIDCallbackChecks, TokenSet } from "openid-client";
import { config } from "@/lib/kernel/config/config";
import { groupsOf } from "./ask-provider";
import { providerError } from "./causes";
import { claimNames, readGroups } from "./claims";
import { providerIssuer, readUserinfo, withIdToken } from "./client";
import type { ProviderTokens } from "./tokens";

/** Who the provider says somebody is, at the end of a sign-in. */
export interface IdentityClaims {
  /** Of the ID token, with what userinfo adds; never its groups' raw claim as a right. */
  claims: Record<string, unknown> & { iss: string; sub: string };
  groups: string[];
  groupsIn: NonNullable<ProviderTokens["groupsIn"]>;
  /** Where no groups were found: the names of all claims that came, so that somebody can see which it is. */
  cameInstead: string[] | null;
}

/**
 * Exchanges the code of a sign-in for tokens and verifies the ID token: signature by an algorithm that the provider
 * offers, issuer, audience, nonce, times.
 * @throws AppError PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED
 */
export async function exchangeCode(
  redirectUri: string,
  params: CallbackParamsType,
  checks: OpenIDCallbackChecks,
): Promise<TokenSet> {
  try {
    return await withIdToken((client) => client.callback(redirectUri, params, checks));
  } catch (error) {
    throw providerError(error);
  }
}

/**
 * Reads who it is and which groups. Providers put groups into the ID token, into userinfo, or into both: userinfo
 * counts where it has them, as it can be asked again without a new token.
 * @param tokens whose ID token was verified
 * @throws AppError PROVIDER_UNAVAILABLE | PROVIDER_MISCONFIGURED | GROUPS_OVERAGE
 */
export async function identityClaims(tokens: TokenSet): Promise<IdentityClaims> {
  const name = config().OIDC_GROUPS_CLAIM;
  const idToken = tokens.claims();
  const userinfo = await userinfoOf(tokens, idToken.sub);
  const [inUserinfo, inToken] = [readGroups(userinfo, name), readGroups(idToken, name)];
  const isInToken = inUserinfo.kind !== "found" && inToken.kind !== "absent";
  const read = isInToken ? inToken : inUserinfo;
  const claims = { ...idToken, ...userinfo, iss: idToken.iss, sub: idToken.sub };
  return {
    claims,
    groups: groupsOf(read),
    groupsIn: isInToken ? "id-token" : "userinfo",
    cameInstead: read.kind === "absent" ? claimNames(claims) : null,
  };
}

/** Some providers have no userinfo endpoint; the ID token says all there then. */
async function userinfoOf(tokens: TokenSet, subject: string): Promise<Record<string, unknown>> {
  try {
    const issuer = await providerIssuer();
    if (issuer.metadata.userinfo_endpoint === undefined) return {};
    const claims = await readUserinfo(tokens.access_token ?? "");
    // Core 1.0, section 5.3.2: else another's claims could be slipped in.
    if (claims.sub !== subject) throw new Error("userinfo speaks of somebody else");
    return claims;
  } catch (error) {
    throw providerError(error);
  }
}
