import { type Client, custom, errors, Issuer } from "openid-client";
import { config } from "@/lib/kernel/config";
import { AppError } from "@/lib/kernel/errors";
import { oidcClientSecret } from "@/lib/kernel/web-secrets";
import { type ProviderTokens, tokensFrom } from "./provider-tokens";
import { groupsFromClaim } from "./roles";

/** How long the provider may take for everything that one question needs. */
export const PROVIDER_TIMEOUT_MS = 3_000;
const DISCOVERY_MAX_AGE_MS = 10 * 60_000;

let discovered: { at: number; client: Promise<Client> } | undefined;

/** The provider's word on one person, now. */
export interface ProviderAnswer {
  subject: string;
  groups: string[];
}

/**
 * Asks the provider's userinfo endpoint with the person's own token.
 * @returns the answer, or "expired" when the provider no longer takes the token
 * @throws AppError PROVIDER_UNAVAILABLE when there is no usable answer within three seconds
 */
export async function askProvider(tokens: ProviderTokens): Promise<ProviderAnswer | "expired"> {
  return withinLimit(async () => {
    const client = await providerClient();
    try {
      const info = await client.userinfo(tokens.accessToken);
      return { subject: info.sub, groups: groupsFromClaim(info[config().OIDC_GROUPS_CLAIM]) };
    } catch (error) {
      if (error instanceof errors.OPError && error.response?.statusCode === 401) return "expired" as const;
      throw error;
    }
  });
}

/**
 * Gets new tokens for a refresh token.
 * @returns undefined when the provider refuses it: the person must sign in again
 * @throws AppError PROVIDER_UNAVAILABLE
 */
export async function refreshTokens(refreshToken: string): Promise<ProviderTokens | undefined> {
  return withinLimit(async () => {
    const client = await providerClient();
    try {
      const set = await client.refresh(refreshToken);
      // Providers that don't rotate leave the refresh token out: the old one stays good.
      return tokensFrom({ ...set, refresh_token: set.refresh_token ?? refreshToken });
    } catch (error) {
      if (error instanceof errors.OPError && error.error === "invalid_grant") return undefined;
      throw error;
    }
  });
}

async function providerClient(): Promise<Client> {
  const current = discovered;
  if (current && Date.now() - current.at < DISCOVERY_MAX_AGE_MS) return current.client;
  const next = { at: Date.now(), client: discover() };
  discovered = next;
  next.client.catch(() => {
    if (discovered === next) discovered = undefined;
  });
  return next.client;
}

async function discover(): Promise<Client> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID } = config();
  custom.setHttpOptionsDefaults({ timeout: PROVIDER_TIMEOUT_MS });
  const issuer = await Issuer.discover(wellKnownOf(OIDC_ISSUER));
  if (issuer.metadata.issuer !== OIDC_ISSUER)
    throw new AppError("PROVIDER_UNAVAILABLE", `the provider calls itself ${issuer.metadata.issuer}`);
  return new issuer.Client({ client_id: OIDC_CLIENT_ID, client_secret: oidcClientSecret() });
}

/** Where a provider describes itself (OpenID Connect Discovery 1.0, section 4). */
export function wellKnownOf(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** The library's own timeout counts silence; a provider that drips would pass it. */
async function withinLimit<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PROVIDER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (cause) {
    throw new AppError("PROVIDER_UNAVAILABLE", "the identity provider gave no usable answer", { cause });
  } finally {
    clearTimeout(timer);
  }
}
