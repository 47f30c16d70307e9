import { generators, Issuer, TokenSet } from "openid-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import {
  CLIENT,
  type ProviderShape,
  REDIRECT,
  type ShapedProvider,
  SUBJECT,
  startShapedProvider,
} from "../testing/shaped-provider";

const running: ShapedProvider[] = [];
afterEach(async () => {
  for (const provider of running.splice(0)) await provider.stop();
});

/** The portal's side as it is when it has just started with these settings. */
async function portal(issuer: string, groupsClaim: string, changed: Record<string, string> = {}) {
  vi.resetModules();
  Object.assign(process.env, testEnvironment("postgresql://x@127.0.0.1/x"), {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_GROUPS_CLAIM: groupsClaim,
    ...changed,
  });
  const [identify, ask, health] = await Promise.all([
    import("./identify"),
    import("./ask-provider"),
    import("./health"),
  ]);
  return { ...identify, ...ask, ...health };
}

/** Walks to the provider and back as a browser does. */
async function walk(provider: ShapedProvider) {
  const issuer = await Issuer.discover(
    `${provider.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
  );
  const client = new issuer.Client({ client_id: CLIENT.id, redirect_uris: [REDIRECT] });
  const checks = {
    state: generators.state(),
    nonce: generators.nonce(),
    code_verifier: generators.codeVerifier(),
    response_type: "code",
  };
  let at = client.authorizationUrl({
    ...{ scope: "openid offline_access", state: checks.state, nonce: checks.nonce },
    ...{ code_challenge: generators.codeChallenge(checks.code_verifier), code_challenge_method: "S256" },
  });
  const jar = new Map<string, string>();
  for (let steps = 0; steps < 8 && !at.startsWith(REDIRECT); steps += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(name, value);
    }
    at = new URL(answer.headers.get("location") ?? "", at).href;
  }
  return { params: client.callbackParams(at), checks };
}

async function signIn(shape: ProviderShape, groupsClaim = "groups", changed: Record<string, string> = {}) {
  const provider = await startShapedProvider(shape);
  running.push(provider);
  const { exchangeCode, identityClaims, ...asking } = await portal(provider.issuer, groupsClaim, changed);
  const { params, checks } = await walk(provider);
  const tokens = await exchangeCode(REDIRECT, params, checks);
  const identity = await identityClaims(new TokenSet(tokens));
  return { ...asking, provider, tokens, identity };
}

const IDS = ["0b7a2f5e-1111-4a1b-9c3d-000000000001", "0b7a2f5e-1111-4a1b-9c3d-000000000002"];
const ENTRA: ProviderShape = {
  issuerSuffix: "/tenant/v2.0",
  idToken: { name: "Ana", preferred_username: "ana@example.test", groups: IDS },
  userinfo: { name: "Ana" },
};
const COGNITO: ProviderShape = {
  idToken: { "cognito:groups": ["engineers"], email: "ana@example.test" },
  userinfo: { email: "ana@example.test" },
};

/** What each provider sends, from its documentation; the groups claim is what its administrator would set. */
const SHAPES: [vendor: string, shape: ProviderShape, claim: string, groups: string[], groupsIn: string][] = [
  ["Entra ID: ids, in the ID token only", ENTRA, "groups", IDS, "id-token"],
  [
    "AD FS: ID token, userinfo with the subject only",
    { issuerSuffix: "/adfs", idToken: { groups: ["CORP\\engineers"] }, userinfo: {} },
    "groups",
    ["CORP\\engineers"],
    "id-token",
  ],
  [
    "Okta: userinfo only",
    { idToken: {}, userinfo: { groups: ["engineers", "Everyone"] } },
    "groups",
    ["Everyone", "engineers"],
    "userinfo",
  ],
  [
    "Auth0: a claim named by an address, an issuer with a slash",
    {
      issuerSuffix: "/",
      idToken: { "https://halligan.example/groups": ["engineers"] },
      userinfo: { "https://halligan.example/groups": ["engineers"] },
    },
    "https://halligan.example/groups",
    ["engineers"],
    "userinfo",
  ],
  ["Cognito: a claim with a colon, not in userinfo", COGNITO, "cognito:groups", ["engineers"], "id-token"],
  [
    "Keycloak: realm roles, nested, ES256",
    {
      issuerSuffix: "/realms/corp",
      idTokenAlgorithm: "ES256",
      idToken: {},
      userinfo: { realm_access: { roles: ["engineers", "offline_access"] } },
    },
    "realm_access.roles",
    ["engineers", "offline_access"],
    "userinfo",
  ],
  [
    "Keycloak: roles of a client whose name has dots",
    { idToken: { resource_access: { "halligan.example.com": { roles: ["engineers"] } } }, userinfo: {} },
    "resource_access.halligan.example.com.roles",
    ["engineers"],
    "id-token",
  ],
  [
    "GitLab: userinfo, and another claim in the ID token",
    { idToken: { groups_direct: ["corp"] }, userinfo: { groups: ["corp", "corp/sre"] } },
    "groups",
    ["corp", "corp/sre"],
    "userinfo",
  ],
  [
    "Zitadel: an object whose keys are the roles",
    {
      idToken: {},
      userinfo: { "urn:zitadel:iam:org:project:roles": { engineers: { "1": "corp.example" }, not: false } },
    },
    "urn:zitadel:iam:org:project:roles",
    ["engineers"],
    "userinfo",
  ],
  [
    "one name instead of a list",
    { idToken: {}, userinfo: { groups: "engineers" } },
    "groups",
    ["engineers"],
    "userinfo",
  ],
  [
    "both: userinfo counts, as it can be asked again",
    { idToken: { groups: ["of-the-token"] }, userinfo: { groups: ["engineers"] } },
    "groups",
    ["engineers"],
    "userinfo",
  ],
];

describe("groups as providers send them", () => {
  it.each(SHAPES)("%s", async (_vendor, shape, claim, groups, groupsIn) => {
    const { identity } = await signIn(shape, claim);
    expect(identity).toMatchObject({ groups, groupsIn, cameInstead: null });
    expect(identity.claims.sub).toBe(SUBJECT);
  });

  it("Google: none; the names of the claims that came are told", async () => {
    const { identity } = await signIn({ idToken: { hd: "example.test" }, userinfo: { name: "Ana" } });
    expect(identity).toMatchObject({ groups: [], groupsIn: "userinfo" });
    expect(identity.cameInstead).toEqual(expect.arrayContaining(["hd", "name", "sub"]));
  });

  it("Entra ID above 200 groups: said as such, not taken for none", async () => {
    const overage = {
      _claim_names: { groups: "src1" },
      _claim_sources: { src1: { endpoint: "https://graph.example" } },
    };
    await expect(signIn({ ...ENTRA, idToken: overage })).rejects.toMatchObject({ code: "GROUPS_OVERAGE" });
  });
});

describe("signatures", () => {
  it.each(["RS256", "PS256", "ES256", "EdDSA"])(
    "an ID token signed with %s is verified",
    async (algorithm) => {
      const { identity } = await signIn({ ...ENTRA, idTokenAlgorithm: algorithm });
      expect(identity.groups).toEqual(IDS);
    },
  );

  it.each(["RS256", "ES256"])("userinfo signed with %s is verified", async (userinfoAlgorithm) => {
    const shape = { idToken: {}, userinfo: { groups: ["engineers"] }, userinfoAlgorithm };
    const { identity, askProvider, tokens } = await signIn(shape);
    expect(identity.groups).toEqual(["engineers"]);
    const again = await askProvider({ accessToken: tokens.access_token ?? "" });
    expect(again).toEqual({ subject: SUBJECT, groups: ["engineers"] });
  });

  it("HS256 is refused with what to do, whoever holds the secret", async () => {
    await expect(signIn({ ...ENTRA, idTokenAlgorithm: "HS256" })).rejects.toMatchObject({
      code: "PROVIDER_MISCONFIGURED",
      params: { cause: "algorithm" },
      message: expect.stringContaining("choose a signing key"),
    });
  });
});

describe("groups are read again where they were read first", () => {
  const tokensOf = ({ tokens }: { tokens: TokenSet }) => tokens.refresh_token ?? "";

  it("from a new ID token, also when the last group is gone and the claim with it", async () => {
    const signedIn = await signIn(COGNITO, "cognito:groups");
    const from = { accessToken: "old", groupsIn: "id-token" } as const;
    expect(await signedIn.askProvider(from)).toBe("expired");
    const first = await signedIn.refreshTokens(tokensOf(signedIn), from);
    expect(first).toMatchObject({
      answer: { subject: SUBJECT, groups: ["engineers"] },
      tokens: { groupsIn: "id-token" },
    });
    signedIn.provider.say({ idToken: { email: "ana@example.test" } });
    const second = await signedIn.refreshTokens(first?.tokens.refreshToken ?? "", from);
    expect(second?.answer).toEqual({ subject: SUBJECT, groups: [] });
  });

  it("a refresh without an ID token says nothing of them", async () => {
    const signedIn = await signIn(COGNITO, "cognito:groups");
    signedIn.provider.say({ hasNoIdTokenAtRefresh: true });
    const renewed = await signedIn.refreshTokens(tokensOf(signedIn), { groupsIn: "id-token" });
    expect(renewed?.answer).toBeNull();
  });

  it.each(["invalid_grant", "interaction_required", "login_required", "consent_required"])(
    "%s means to sign in again",
    async (refreshError) => {
      const signedIn = await signIn(ENTRA);
      signedIn.provider.say({ refreshError });
      expect(await signedIn.refreshTokens(tokensOf(signedIn), { groupsIn: "id-token" })).toBeUndefined();
    },
  );

  it.each([
    ["invalid_client", "PROVIDER_MISCONFIGURED", "client-refused"],
    ["unauthorized_client", "PROVIDER_MISCONFIGURED", "client-refused"],
    ["temporarily_unavailable", "PROVIDER_UNAVAILABLE", "failing"],
  ])("%s is %s, of the cause %s", async (refreshError, code, cause) => {
    const signedIn = await signIn(ENTRA);
    signedIn.provider.say({ refreshError });
    await expect(signedIn.refreshTokens(tokensOf(signedIn), { groupsIn: "id-token" })).rejects.toMatchObject({
      code,
      params: { cause },
    });
  });
});

describe("what is wrong with a provider is told by its kind", () => {
  const plain: ProviderShape = { idToken: {}, userinfo: { groups: ["engineers"] } };

  async function failureOf(issuer: string, changed: Record<string, string> = {}) {
    const { providerFailure, checkClient } = await portal(issuer, "groups", changed);
    return (
      (await providerFailure()) ??
      (await checkClient().then(
        () => null,
        (error: unknown) => error,
      ))
    );
  }
  async function start(shape = plain) {
    const provider = await startShapedProvider(shape);
    running.push(provider);
    return provider;
  }

  it("nothing", async () => {
    expect(await failureOf((await start()).issuer)).toBeNull();
  });

  it("a name that differs by a slash, at start and not at the first sign-in", async () => {
    const { issuer } = await start();
    expect(await failureOf(`${issuer}/`)).toMatchObject({
      code: "PROVIDER_MISCONFIGURED",
      params: { cause: "issuer-mismatch" },
      message: expect.stringContaining(`OIDC_ISSUER is ${issuer}/, and the provider calls itself ${issuer}`),
    });
  });

  it("a wrong client secret", async () => {
    const { issuer } = await start();
    const wrong = { OIDC_CLIENT_SECRET: "another secret than the one it knows" };
    expect(await failureOf(issuer, wrong)).toMatchObject({
      code: "PROVIDER_MISCONFIGURED",
      params: { cause: "client-refused" },
    });
  });

  it("nobody there", async () => {
    const provider = await start();
    await provider.stop();
    running.length = 0;
    expect(await failureOf(provider.issuer)).toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
      params: { cause: "unreachable" },
    });
  });

  it("a path with no provider behind it", async () => {
    const { issuer } = await start();
    expect(await failureOf(`${issuer}/realms/none`)).toMatchObject({
      code: "PROVIDER_MISCONFIGURED",
      params: { cause: "not-a-provider" },
    });
  });
});
