import { errors } from "openid-client";
import { AppError, type ErrorParams, isAppError } from "@/lib/kernel/errors";

/** Why the identity provider could not be used, by kind: what an administrator has to look at. */
export const PROVIDER_CAUSES = [
  /** No connection, or none in time: try again. */
  "unreachable",
  "timeout",
  /** It answers with an error of its own. */
  "failing",
  /** Its certificate is by nobody that this machine trusts, expired, or another's. */
  "untrusted-certificate",
  /** It calls itself otherwise than OIDC_ISSUER; a slash is enough. */
  "issuer-mismatch",
  /** OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is not what it knows. */
  "client-refused",
  /** Under OIDC_ISSUER there is no OpenID provider. */
  "not-a-provider",
  /** It signs with something that is not accepted. */
  "algorithm",
  "unexpected",
] as const;
export type ProviderCause = (typeof PROVIDER_CAUSES)[number];

const PASSING: ReadonlySet<ProviderCause> = new Set(["unreachable", "timeout", "failing"]);

/** Whether it goes by itself; else an administrator must mend something. */
export function isPassing(cause: ProviderCause): boolean {
  return PASSING.has(cause);
}

const UNREACHABLE = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EPIPE"],
  ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"],
]);
const CERTIFICATE = new Set([
  ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "CERT_HAS_EXPIRED"],
  ...["CERT_NOT_YET_VALID", "CERT_UNTRUSTED", "ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"],
]);

/**
 * Sorts whatever talking to the provider failed with.
 * @returns the kind, and words for the log: messages of the library and of the system, never tokens
 */
export function providerCause(error: unknown): { cause: ProviderCause; detail: string } {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return { cause: kindOf(error, detail), detail };
}

/**
 * The error that use cases see: PROVIDER_UNAVAILABLE for what passes by itself, PROVIDER_MISCONFIGURED for what an
 * administrator must mend. `params.cause` is the kind.
 */
export function providerError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const { cause, detail } = providerCause(error);
  return causedError(cause, detail, error);
}

/** The same for a kind that is known. */
export function causedError(cause: ProviderCause, detail: string, error?: unknown): AppError {
  const params: ErrorParams = { cause };
  return new AppError(
    isPassing(cause) ? "PROVIDER_UNAVAILABLE" : "PROVIDER_MISCONFIGURED",
    `identity provider: ${cause}: ${detail}`,
    { cause: error, params },
  );
}

function kindOf(error: unknown, detail: string): ProviderCause {
  const code = systemCode(error);
  if (code !== undefined && CERTIFICATE.has(code)) return "untrusted-certificate";
  if (code !== undefined && UNREACHABLE.has(code)) return "unreachable";
  if (error instanceof errors.OPError) {
    if (error.error === "invalid_client" || error.error === "unauthorized_client") return "client-refused";
    const status = error.response?.statusCode;
    if (status === 404 || status === 410) return "not-a-provider";
    if (error.error === "temporarily_unavailable" || error.error === "server_error") return "failing";
    return status !== undefined && (status >= 500 || status === 429) ? "failing" : "unexpected";
  }
  if (error instanceof errors.RPError) {
    if (/timed out/.test(detail)) return "timeout";
    if (/^(unexpected )?iss(uer)? mismatch|unexpected iss value/.test(detail)) return "issuer-mismatch";
    if (/unexpected JWT alg/.test(detail)) return "algorithm";
    return "unexpected";
  }
  if (error instanceof SyntaxError) return "not-a-provider";
  return "unexpected";
}

function systemCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? systemCode(error.cause) : undefined;
}
