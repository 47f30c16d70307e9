import type { NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { TokenSet } from "openid-client";
import { config } from "@/lib/kernel/config/config";
import { oidcClientSecret } from "@/lib/kernel/config/web-secrets";
import { type AppError, isAppError } from "@/lib/kernel/errors";
import type { SignInId } from "@/lib/kernel/ids";
import { log } from "@/lib/kernel/log/log";
import { providerError } from "@/lib/people/provider/causes";
import { PROVIDER_TIMEOUT_MS, wellKnownOf } from "@/lib/people/provider/client";
import { exchangeCode, identityClaims } from "@/lib/people/provider/identify";
import { tokensFrom } from "@/lib/people/provider/tokens";
import { signInCookie } from "@/lib/people/sign-in/cookies";
import { type Identity, startSignIn } from "@/lib/people/sign-in/sign-in";
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
  /** Told what a walk ended with, as next-auth itself only says that it did. */
  onFailure: (error: AppError) => void;
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
    providers: [provider(call)],
    callbacks: {
      async signIn({ user, account, profile }) {
        const identity = identityFrom({ ...profile }, account ?? {});
        if (!identity) return "/sign-in?error=PROVIDER_MISCONFIGURED";
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

/** How what was read of the groups gets through the library's profile; no claim has such a name. */
const GROUPS = " groups";
const GROUPS_IN = " groups in";

function provider({
  requestId,
  onFailure,
}: {
  requestId: string;
  onFailure: (error: AppError) => void;
}): OAuthConfig<Claims> {
  const told = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      onFailure(providerError(error));
      throw error;
    });
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
    // Ours, not the library's own: it verifies one algorithm that it must be told beforehand.
    token: {
      async request({ params, checks, provider: { callbackUrl } }) {
        return { tokens: await told(exchangeCode(callbackUrl, params, checks)) };
      },
    },
    userinfo: {
      async request({ tokens }) {
        const { claims, groupsIn, groups, cameInstead } = await told(identityClaims(new TokenSet(tokens)));
        if (cameInstead) log.warn("sign-in brought no groups", { requestId, claims: cameInstead.join(", ") });
        return { ...claims, [GROUPS]: groups, [GROUPS_IN]: groupsIn };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}

function identityFrom(
  profile: Readonly<Record<string, unknown>>,
  account: Parameters<typeof tokensFrom>[0],
): Identity | undefined {
  const issuer = profile.iss;
  const subject = profile.sub;
  const tokens = tokensFrom(account, profile[GROUPS_IN] === "id-token" ? "id-token" : "userinfo");
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
    groups: Array.isArray(profile[GROUPS]) ? profile[GROUPS].map(String) : [],
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
