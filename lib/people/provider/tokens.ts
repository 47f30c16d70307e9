import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { config } from "@/lib/kernel/config/config";
import { sealingSecrets } from "@/lib/kernel/config/web-secrets";

/** What the portal keeps of the provider's tokens: enough to read the groups again. */
const schema = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).optional(),
  /** Seconds since 1970; left out by providers that don't say. */
  expiresAt: z.number().int().optional(),
  /** Where the groups were read at the sign-in, and are read again; left out: from userinfo. */
  groupsIn: z.enum(["userinfo", "id-token"]).optional(),
});
export type ProviderTokens = z.infer<typeof schema>;

// A salt of its own: what is sealed here never passes as a cookie, and no cookie as this.
const SALT = "halligan.provider-tokens";

/** Seals tokens for the sign-in's row, for as long as a sign-in lasts. Only web can. */
export function sealTokens(tokens: ProviderTokens): Promise<string> {
  const [secret] = sealingSecrets();
  return encode({ token: { ...tokens }, secret, salt: SALT, maxAge: config().SIGN_IN_SECONDS });
}

/**
 * Opens what `sealTokens` made, with either of the secrets that count; undefined when it is too old, altered or sealed
 * with another one.
 * @returns the tokens, and whether they should be sealed anew: only the secret that no longer seals has opened them
 */
export async function unsealTokens(
  sealed: string,
): Promise<{ tokens: ProviderTokens; isOfSecond: boolean } | undefined> {
  for (const [index, secret] of sealingSecrets().entries()) {
    const parsed = schema.safeParse(await openedWith(secret, sealed));
    if (parsed.success) return { tokens: parsed.data, isOfSecond: index > 0 };
  }
  return undefined;
}

async function openedWith(secret: string, sealed: string): Promise<unknown> {
  try {
    return await decode({ token: sealed, secret, salt: SALT });
  } catch {
    // jose throws for whatever it can't open; to us that is one answer: no tokens.
    return undefined;
  }
}

/** Tokens as an OpenID Connect library gives them, in our words. */
export function tokensFrom(
  set: {
    access_token?: string | undefined;
    refresh_token?: string | undefined;
    expires_at?: number | undefined;
  },
  groupsIn: ProviderTokens["groupsIn"],
): ProviderTokens | undefined {
  const parsed = schema.safeParse({
    accessToken: set.access_token,
    refreshToken: set.refresh_token,
    expiresAt: set.expires_at,
    groupsIn,
  });
  return parsed.success ? parsed.data : undefined;
}
