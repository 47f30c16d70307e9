import { createHash } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { sealingSecrets } from "@/lib/kernel/config/web-secrets";
import { type Cookies, signInCookie } from "@/lib/people/sign-in/cookies";

/** How long somebody may take at the provider, in seconds. */
const WALK_SECONDS = 15 * 60;

/**
 * The cookies of the walk to the identity provider and back. `__Host-` for all of them, where next-auth would let
 * another host of the domain set most.
 */
export function walkCookies() {
  const { isSecure } = signInCookie();
  const named = (what: string, more: object = {}) => ({
    name: `${isSecure ? "__Host-" : ""}next-auth.${what}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, ...more },
  });
  return {
    csrfToken: named("csrf-token"),
    callbackUrl: named("callback-url"),
    state: named("state", { maxAge: WALK_SECONDS }),
    pkceCodeVerifier: named("pkce.code_verifier", { maxAge: WALK_SECONDS }),
    nonce: named("nonce", { maxAge: WALK_SECONDS }),
  } satisfies NextAuthOptions["cookies"];
}

/**
 * The secret with which a browser's walk began: a secret that is replaced meanwhile sends nobody back to its start.
 * @returns the one that seals, unless what the browser carries was made with the other
 */
export async function walkSecret(cookies: Cookies): Promise<string> {
  const secrets = sealingSecrets();
  for (const secret of secrets) if (await isOfWalk(cookies, secret)) return secret;
  return secrets[0];
}

async function isOfWalk(cookies: Cookies, secret: string): Promise<boolean> {
  const { state, csrfToken } = walkCookies();
  const sealed = cookies[state.name];
  if (sealed !== undefined) return opens(sealed, secret, state.name);
  // As next-auth makes it: the token, and the hash of token and secret.
  const [token, hash] = (cookies[csrfToken.name] ?? "").split("|");
  return hash === createHash("sha256").update(`${token}${secret}`).digest("hex");
}

async function opens(sealed: string, secret: string, salt: string): Promise<boolean> {
  try {
    return (await decode({ token: sealed, secret, salt })) !== null;
  } catch {
    // Altered, too old, or sealed with another secret.
    return false;
  }
}
