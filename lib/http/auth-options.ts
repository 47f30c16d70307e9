import type { NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { config } from "@/lib/kernel/config";
import { isAppError } from "@/lib/kernel/errors";
import type { SignInId } from "@/lib/kernel/ids";
import { log } from "@/lib/kernel/log";
import { oidcClientSecret } from "@/lib/kernel/web-secrets";
import { signInCookie } from "@/lib/people/cookies";
import { PROVIDER_TIMEOUT_MS, wellKnownOf } from "@/lib/people/provider";
import { tokensFrom } from "@/lib/people/provider-tokens";
import { groupsFromClaim } from "@/lib/people/roles";
import { type Identity, startSignIn } from "@/lib/people/sign-in";
import { walkCookies } from "./walk-cookies";

/** The claims of the ID token (checked by the library) with what the userinfo endpoint adds. */
interface Claims {
  iss: string;
  sub: string;
  name?: string;
  preferred_username?: string;
  email?: string;
  [claim: string]: unknown;
}

/**
 * next-auth for any OpenID Connect provider. It walks to the provider and back; the cookie that it leaves carries our
 * sign-in's token as it is: who that is, and whether it still holds, stands in the row.
 * @param call what is known of the request: the sign-in its browser has already, its id for the audit, and the secret
 *   that seals the cookies of the walk
 */
export function authOptions(call: {
  current: SignInId | undefined;
  requestId: string;
  secret: string;
}): NextAuthOptions {
  const { name, isSecure } = signInCookie();
  return {
    secret: call.secret,
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } },
      ...walkCookies(),
    },
    session: { strategy: "jwt", maxAge: config().SIGN_IN_SECONDS },
    jwt: {
      // The token needs no seal: it says nothing, and only its row makes it worth anything.
      encode: async ({ token }) => token?.sub ?? "",
      decode: async () => null,
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [provider()],
    callbacks: {
      async signIn({ user, account, profile }) {
        const identity = identityFrom({ ...profile }, account ?? {});
        if (!identity) return "/sign-in?error=PROVIDER_UNAVAILABLE";
        try {
          const { token } = await startSignIn(identity, { replaces: call.current, origin: call.requestId });
          // next-auth hands this same user to the jwt callback, and what that returns to the cookie.
          user.id = token;
          return true;
        } catch (error) {
          if (isAppError(error)) return `/sign-in?error=${error.code}`;
          throw error;
        }
      },
      // Without a user this is a look at an existing cookie, which has nothing for next-auth.
      jwt: ({ user }) => (user ? { sub: user.id } : {}),
      // Nobody asks next-auth who is signed in: pages and routes ask the row.
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code, facts) => logProblem("error", call.requestId, code, facts),
      warn: (code) => logProblem("warn", call.requestId, code, {}),
      debug: () => {},
    },
  };
}

function provider(): OAuthConfig<Claims> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_SCOPE } = config();
  return {
    id: "oidc",
    name: "oidc",
    type: "oauth",
    idToken: true,
    wellKnown: wellKnownOf(OIDC_ISSUER),
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: oidcClientSecret(),
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: OIDC_SCOPE } },
    httpOptions: { timeout: PROVIDER_TIMEOUT_MS },
    userinfo: {
      // Groups are asked for where they will be asked for again; the library compares both subjects.
      async request({ tokens, client }) {
        const said = await client.userinfo(tokens.access_token ?? "");
        const { iss, sub } = readIdToken(tokens.id_token);
        if (said.sub !== sub) throw new Error("userinfo speaks of somebody else");
        return { ...said, iss, sub };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** The library has verified the token by now (signature, issuer, audience, nonce, times); this only reads it. */
function readIdToken(token: string | undefined): { iss: string; sub: string } {
  const payload = JSON.parse(
    Buffer.from(token?.split(".")[1] ?? "", "base64url").toString("utf8"),
  ) as unknown;
  if (typeof payload !== "object" || payload === null || !("iss" in payload) || !("sub" in payload))
    throw new Error("the ID token names nobody");
  return { iss: String(payload.iss), sub: String(payload.sub) };
}

function identityFrom(
  profile: Readonly<Record<string, unknown>>,
  account: Parameters<typeof tokensFrom>[0],
): Identity | undefined {
  const issuer = profile.iss;
  const subject = profile.sub;
  const tokens = tokensFrom(account);
  if (issuer !== config().OIDC_ISSUER || typeof subject !== "string" || subject === "" || !tokens)
    return undefined;
  const name = [profile.name, profile.preferred_username].find(
    (word) => typeof word === "string" && word !== "",
  );
  return {
    issuer,
    subject,
    name: typeof name === "string" ? name : subject,
    email: typeof profile.email === "string" ? profile.email : null,
    groups: groupsFromClaim(profile[config().OIDC_GROUPS_CLAIM]),
    tokens,
  };
}

/** One line, without tokens: next-auth's facts hold whatever the provider sent, so only messages are kept. */
function logProblem(level: "error" | "warn", requestId: string, code: string, facts: unknown): void {
  const error = facts instanceof Error ? facts : undefined;
  const inner = typeof facts === "object" && facts !== null && "error" in facts ? facts.error : undefined;
  const message = error?.message ?? (inner instanceof Error ? inner.message : undefined);
  log[level]("sign-in library", { requestId, code, reason: message });
}
