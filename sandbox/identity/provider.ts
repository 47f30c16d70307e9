import { type Context, Provider } from "oidc-provider";
import type { Keys } from "./keys";
import { errorPage } from "./pages";
import type { People } from "./people";
import { createAdapter, type Records } from "./records";
import type { IdentitySettings } from "./settings";

const HOUR = 3600;
const DAY = 24 * HOUR;
const SESSION_COOKIE = "identity_session";
const SCOPES = "openid profile email groups offline_access";

/** Builds the OpenID provider: one confidential client, code flow with PKCE, current groups as a claim. */
export function createProvider(
  settings: IdentitySettings,
  parts: { people: People; keys: Keys; records: Records },
): Provider {
  const { people, keys, records } = parts;
  const provider = new Provider(settings.issuer, {
    adapter: (model: string) => createAdapter(records, model),
    clients: [
      {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        redirect_uris: settings.redirectUris,
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      },
    ],
    jwks: keys.jwks,
    cookies: { keys: keys.cookieKeys, names: { session: SESSION_COOKIE } },
    scopes: SCOPES.split(" "),
    claims: {
      openid: ["sub"],
      profile: ["name"],
      email: ["email", "email_verified"],
      groups: ["groups"],
    },
    // The portal reads name and groups from the id_token, as most companies' providers put them there.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: {
      url: (_context: Context, interaction: { uid: string }) => `/interaction/${interaction.uid}`,
    },
    ttl: {
      AccessToken: 12 * HOUR,
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
    },
    // The provider remembers nobody (see forgetSession): tokens live by themselves.
    expiresWithSession: async () => false,
    issueRefreshToken: async (_context: Context, client: Context["oidc"]["client"]) =>
      client.grantTypeAllowed("refresh_token"),
    findAccount: async (_context: Context, subject: string) => {
      if (!people.find(subject)) return undefined;
      return { accountId: subject, claims: async () => claimsOf(people, subject) };
    },
    // The only client is ours, so nobody is asked for consent.
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
    renderError: async (context: Context, out: { error: string; error_description?: string }) => {
      context.type = "html";
      context.body = errorPage("This sign-in can't go on", out.error_description ?? out.error, settings);
    },
  });
  // The server says in a header of its own whether a request came over https, and lets none of a client's through.
  provider.proxy = true;
  provider.on("server_error", (_context, error) => console.error("identity provider:", error));
  return provider;
}

/**
 * Takes the provider's own session out of a request's cookies. Who leaves the portal must be able to come
 * back as another person, so each sign-in begins on the page of people, as in a browser never used before.
 * @param cookies the Cookie header
 */
export function forgetSession(cookies: string): string {
  return cookies
    .split("; ")
    .filter((cookie) => !cookie.startsWith(SESSION_COOKIE))
    .join("; ");
}

function claimsOf(people: People, subject: string): Record<string, unknown> {
  const person = people.find(subject);
  return {
    sub: subject,
    name: person?.name,
    email: person?.email,
    email_verified: true,
    groups: person?.groups ?? [],
  };
}
