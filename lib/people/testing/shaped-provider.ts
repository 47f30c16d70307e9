import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Context, Provider } from "oidc-provider";

type Claims = Readonly<Record<string, unknown>>;

/** How a vendor's provider answers: which claims stand where, how they are signed, what it calls itself. */
export interface ProviderShape {
  idToken: Claims;
  userinfo: Claims;
  idTokenAlgorithm?: string;
  /** Userinfo comes as a signed JWT. */
  userinfoAlgorithm?: string;
  /** Behind host and port: Auth0's and Authentik's names end with a slash. */
  issuerSuffix?: string;
  /** What a refresh answers instead of tokens. */
  refreshError?: string;
  /** A refresh brings an access token and nothing else. */
  hasNoIdTokenAtRefresh?: boolean;
}

export interface ShapedProvider {
  issuer: string;
  /** Changes what it says from now on. */
  say: (changes: Partial<ProviderShape>) => void;
  stop: () => Promise<void>;
}

export const CLIENT = { id: "halligan", secret: "a secret of this test and of nothing else" };
export const REDIRECT = "http://localhost:4000/api/auth/callback/oidc";
export const SUBJECT = "ana";
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "HS256"];
const SCOPE = "openid offline_access";
const SECONDS = 600;

/** A real OpenID provider on loopback that answers in the shape of a vendor's, for one client and one person. */
export async function startShapedProvider(first: ProviderShape): Promise<ShapedProvider> {
  let shape = first;
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${first.issuerSuffix ?? ""}`;
  const provider = createProvider(issuer, () => shape);
  const answerProtocol = provider.callback();

  answer = async (request, response) => {
    // The provider finds out where it is mounted from the difference of both.
    const mount = new URL(issuer).pathname.replace(/\/$/, "");
    Object.assign(request, { originalUrl: request.url });
    request.url = request.url?.replace(mount, "") || "/";
    const { pathname } = new URL(request.url, issuer);
    if (pathname.startsWith("/interaction/")) {
      const login = { login: { accountId: SUBJECT } };
      const to = await provider.interactionResult(request, response, login, {
        mergeWithLastSubmission: false,
      });
      response.writeHead(303, { location: to }).end();
      return;
    }
    const refreshed = pathname === "/token" && (shape.refreshError ?? shape.hasNoIdTokenAtRefresh);
    if (!refreshed) return answerProtocol(request, response);
    const [status, body] = shape.refreshError
      ? [400, { error: shape.refreshError }]
      : [200, { access_token: "another", token_type: "Bearer", expires_in: SECONDS }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  return {
    issuer,
    say: (changes) => {
      shape = { ...shape, ...changes };
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function createProvider(issuer: string, shape: () => ProviderShape): Provider {
  const { idTokenAlgorithm = "RS256", userinfoAlgorithm } = shape();
  const names = new Set(["groups", ...Object.keys(shape().idToken), ...Object.keys(shape().userinfo)]);
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [REDIRECT],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        id_token_signed_response_alg: idTokenAlgorithm,
        ...(userinfoAlgorithm ? { userinfo_signed_response_alg: userinfoAlgorithm } : {}),
      },
    ],
    jwks: { keys: signingKeys() },
    cookies: { keys: ["of this test"] },
    scopes: SCOPE.split(" "),
    claims: { openid: ["sub", ...names] },
    conformIdTokenClaims: false,
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS, userinfoSigningAlgValues: ALGORITHMS },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } },
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: Object.fromEntries(
      ["AccessToken", "AuthorizationCode", "Grant", "IdToken", "Interaction", "RefreshToken", "Session"].map(
        (kind) => [kind, SECONDS],
      ),
    ),
    issueRefreshToken: async () => true,
    findAccount: async () => ({
      accountId: SUBJECT,
      claims: async (use: string) => ({
        sub: SUBJECT,
        ...(use === "id_token" ? shape().idToken : shape().userinfo),
      }),
    }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: SUBJECT });
      grant.addOIDCScope(SCOPE);
      await grant.save();
      return grant;
    },
  });
}

function signingKeys(): object[] {
  const pairs = [
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
    generateKeyPairSync("ed25519"),
  ];
  return pairs.map(({ privateKey }, at) => ({
    ...privateKey.export({ format: "jwk" }),
    use: "sig",
    kid: `key-${at}`,
  }));
}
