import { type Client, custom, Issuer, type TokenSet } from "openid-client";
import { config } from "@/lib/kernel/config/config";
import { oidcClientSecret } from "@/lib/kernel/config/web-secrets";
import { causedError } from "./causes";

/** How long the provider may take for everything that one question needs. */
export const PROVIDER_TIMEOUT_MS = 3_000;
const DISCOVERY_MAX_AGE_MS = 10 * 60_000;
/** What OpenID Connect signs with where nothing else is agreed (Core 1.0, section 3.1.3.7). */
const USUAL_ALGORITHM = "RS256";
/** How far apart the clocks of portal and provider may be. */
export const CLOCK_TOLERANCE_SECONDS = 10;

let discovered: { at: number; issuer: Promise<Issuer> } | undefined;

/** The provider's description of itself, read anew every ten minutes. @throws what openid-client throws, and AppError */
export async function providerIssuer(): Promise<Issuer> {
  const current = discovered;
  if (current && Date.now() - current.at < DISCOVERY_MAX_AGE_MS) return current.issuer;
  const next = { at: Date.now(), issuer: discover() };
  discovered = next;
  next.issuer.catch(() => {
    if (discovered === next) discovered = undefined;
  });
  return next.issuer;
}

/** Reads the provider's description now, whatever was read before. */
export async function discover(): Promise<Issuer> {
  const { OIDC_ISSUER } = config();
  custom.setHttpOptionsDefaults({ timeout: PROVIDER_TIMEOUT_MS });
  const issuer = await Issuer.discover(wellKnownOf(OIDC_ISSUER));
  // The library does not compare them: it would show at the end of a sign-in only, for everybody.
  if (issuer.metadata.issuer !== OIDC_ISSUER)
    throw causedError(
      "issuer-mismatch",
      `OIDC_ISSUER is ${OIDC_ISSUER}, and the provider calls itself ${String(issuer.metadata.issuer).slice(0, 200)}`,
    );
  return issuer;
}

/** Where a provider describes itself (OpenID Connect Discovery 1.0, section 4). */
export function wellKnownOf(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** How the portal shows the provider its secret: as the provider says it can. */
export function clientAuthentication(issuer: Issuer): { token_endpoint_auth_method?: "client_secret_post" } {
  const { token_endpoint_auth_methods_supported: methods } = issuer.metadata;
  const isPostOnly =
    Array.isArray(methods) &&
    !methods.includes("client_secret_basic") &&
    methods.includes("client_secret_post");
  return isPostOnly ? { token_endpoint_auth_method: "client_secret_post" } : {};
}

function clientOf(issuer: Issuer, algorithms: { idToken?: string; userinfo?: string } = {}): Client {
  const client = new issuer.Client({
    client_id: config().OIDC_CLIENT_ID,
    client_secret: oidcClientSecret(),
    id_token_signed_response_alg: algorithms.idToken ?? USUAL_ALGORITHM,
    ...(algorithms.userinfo === undefined ? {} : { userinfo_signed_response_alg: algorithms.userinfo }),
    ...clientAuthentication(issuer),
  });
  client[custom.clock_tolerance] = CLOCK_TOLERANCE_SECONDS;
  return client;
}

/** The client for whatever brings no ID token. */
export async function providerClient(): Promise<Client> {
  return clientOf(await providerIssuer());
}

/** An ID token was signed otherwise than the client that asked expected. */
class OtherAlgorithm extends Error {
  constructor(
    readonly tokens: TokenSet,
    readonly algorithm: string,
  ) {
    super(`signed with ${algorithm}`);
  }
}

/**
 * Runs what brings an ID token (`callback`, `refresh`) and verifies it by the algorithm that it was signed with, if the
 * provider says that it signs with that one. The library wants to be told beforehand, which providers decide.
 * @param run uses the client that it is given; it may be called twice, and asks the provider once
 * @throws AppError PROVIDER_MISCONFIGURED for an algorithm that is not accepted: `none`, HS*, or one not offered
 */
export async function withIdToken(run: (client: Client) => Promise<TokenSet>): Promise<TokenSet> {
  const issuer = await providerIssuer();
  const asking = clientOf(issuer);
  const grant = asking.grant.bind(asking);
  asking.grant = async (...given) => {
    const tokens = await grant(...given);
    const algorithm = signedWith(tokens.id_token);
    if (algorithm !== undefined && algorithm !== USUAL_ALGORITHM) throw new OtherAlgorithm(tokens, algorithm);
    return tokens;
  };
  try {
    return await run(asking);
  } catch (error) {
    if (!(error instanceof OtherAlgorithm)) throw error;
    const { tokens, algorithm } = error;
    checkAlgorithm(algorithm, issuer.metadata.id_token_signing_alg_values_supported);
    const verifying = clientOf(issuer, { idToken: algorithm });
    verifying.grant = async () => tokens;
    return run(verifying);
  }
}

/** How this provider gives userinfo: learnt from its first answer. */
let userinfoAlgorithm: string | undefined;

/**
 * What the userinfo endpoint says of whoever a token was given to, plain or signed.
 * @throws what openid-client throws, and AppError PROVIDER_MISCONFIGURED
 */
export async function readUserinfo(accessToken: string): Promise<Record<string, unknown>> {
  const issuer = await providerIssuer();
  const known = userinfoAlgorithm;
  try {
    return await clientOf(issuer, known === undefined ? {} : { userinfo: known }).userinfo(accessToken);
  } catch (error) {
    const algorithm = signedWith(bodyOf(error));
    // It was plain before and is signed now, or the other way round, or it is something else altogether.
    const isPlainAgain = known !== undefined && /expected application\/jwt/.test(String(error));
    if ((algorithm === undefined || algorithm === known) && !isPlainAgain) throw error;
    if (algorithm !== undefined)
      checkAlgorithm(algorithm, issuer.metadata.userinfo_signing_alg_values_supported);
    const claims = await clientOf(issuer, algorithm === undefined ? {} : { userinfo: algorithm }).userinfo(
      accessToken,
    );
    userinfoAlgorithm = algorithm;
    return claims;
  }
}

/** Symmetric signatures and none are worth nothing here: whoever has the client's secret could make them. */
function checkAlgorithm(algorithm: string, offered: unknown): void {
  const isOffered = !Array.isArray(offered) || offered.includes(algorithm);
  if (/^(RS|PS|ES)(256|384|512)$|^EdDSA$/.test(algorithm) && isOffered) return;
  const advice = algorithm.startsWith("HS") ? "; choose a signing key at the provider" : "";
  throw causedError("algorithm", `the provider signs with ${algorithm.slice(0, 20)}${advice}`);
}

/** The algorithm that a JWT's header names; undefined for what is no JWT. */
function signedWith(token: string | undefined): string | undefined {
  const [header = "", ...rest] = token?.split(".") ?? [];
  if (rest.length !== 2) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    const isHeader = typeof parsed === "object" && parsed !== null && "alg" in parsed;
    return isHeader && typeof parsed.alg === "string" ? parsed.alg : undefined;
  } catch {
    // Three parts with dots between them, and no JWT.
    return undefined;
  }
}

/** The answer that could not be read, which the library hangs on its error. */
function bodyOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("response" in error)) return undefined;
  const { response } = error;
  if (typeof response !== "object" || response === null || !("body" in response)) return undefined;
  return Buffer.isBuffer(response.body) || typeof response.body === "string"
    ? response.body.toString().slice(0, 100_000)
    : undefined;
}
