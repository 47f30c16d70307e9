import { z } from "zod";
import { AppError, type ErrorCode, isAppError } from "@/lib/kernel/errors";

const CODES: Readonly<Record<string, ErrorCode>> = {
  AccessDenied: "AWS_ACCESS_DENIED",
  AccessDeniedException: "AWS_ACCESS_DENIED",
  UnauthorizedOperation: "AWS_ACCESS_DENIED",
  UnrecognizedClientException: "AWS_ACCESS_DENIED",
  InvalidClientTokenId: "AWS_ACCESS_DENIED",
  InvalidSignatureException: "AWS_ACCESS_DENIED",
  SignatureDoesNotMatch: "AWS_ACCESS_DENIED",
  Forbidden: "AWS_ACCESS_DENIED",
  InvalidAccessKeyId: "AWS_ACCESS_DENIED",
  ThrottlingException: "AWS_THROTTLED",
  Throttling: "AWS_THROTTLED",
  RequestLimitExceeded: "AWS_THROTTLED",
  TooManyRequestsException: "AWS_THROTTLED",
  SlowDown: "AWS_THROTTLED",
  TargetNotConnected: "AWS_NOT_CONNECTED",
  ExpiredToken: "AWS_EXPIRED",
  ExpiredTokenException: "AWS_EXPIRED",
  RequestExpired: "AWS_EXPIRED",
  DoesNotExistException: "AWS_NOT_FOUND",
  ResourceNotFoundException: "AWS_NOT_FOUND",
  NoSuchEntity: "AWS_NOT_FOUND",
  NoSuchEntityException: "AWS_NOT_FOUND",
  NoSuchBucket: "AWS_NOT_FOUND",
  NoSuchKey: "AWS_NOT_FOUND",
  NoSuchVersion: "AWS_NOT_FOUND",
  NotFound: "AWS_NOT_FOUND",
  PreconditionFailed: "AWS_NOT_FOUND",
  "InvalidInstanceID.NotFound": "AWS_NOT_FOUND",
  InvalidInstanceId: "AWS_NOT_FOUND",
  InvalidResourceId: "AWS_NOT_FOUND",
  NotFoundException: "AWS_NOT_FOUND",
  InvalidArnException: "AWS_NOT_FOUND",
  DisabledException: "AWS_INVALID",
  KMSInvalidStateException: "AWS_INVALID",
  InvalidKeyUsageException: "AWS_INVALID",
  InvalidCiphertextException: "AWS_INVALID",
  IncorrectKeyException: "AWS_INVALID",
  InvalidDocument: "AWS_INVALID",
  InvalidDocumentContent: "AWS_INVALID",
  InvalidDocumentSchemaVersion: "AWS_INVALID",
  DocumentAlreadyExists: "AWS_INVALID",
  InvalidNextToken: "AWS_INVALID",
  ValidationException: "AWS_INVALID",
  ValidationError: "AWS_INVALID",
  InvalidParameterException: "AWS_INVALID",
  MalformedPolicyDocument: "AWS_INVALID",
  MalformedPolicyDocumentException: "AWS_INVALID",
  PackedPolicyTooLarge: "AWS_INVALID",
  PackedPolicyTooLargeException: "AWS_INVALID",
};

/**
 * Puts an error of the AWS SDK in our words, by its name, where AWS is called. Everything without a known name
 * (time-outs, 5xx, DNS) is AWS_UNAVAILABLE.
 * @param operation the API operation, for the sentence and the log
 */
export function translateAwsError(operation: string, error: unknown): AppError {
  if (isAppError(error)) return error;
  const name = nameOf(error);
  const skew = clockSkewIn(error, name);
  const code = skew === undefined ? (CODES[name] ?? "AWS_UNAVAILABLE") : "AWS_CLOCK_SKEWED";
  // AWS's own sentence: hostile text, cut, shown as text only. It never contains credentials.
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return new AppError(code, `${operation}: ${name} ${detail}`, {
    cause: withoutRequest(error),
    params: {
      ...{ operation, name: name || "unknown", detail },
      ...(typeof skew === "number" ? { seconds: Math.abs(skew) } : {}),
      ...requestIdIn(error),
    },
  });
}

/** An answer to HEAD has no body, so that S3's errors there have a status and no name of their own. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { data } = status.safeParse(error);
  return (error.name === "Unknown" && data && NAMES_OF_STATUS[data.$metadata.httpStatusCode]) || error.name;
}

const status = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });
const NAMES_OF_STATUS: Readonly<Record<number, string>> = {
  403: "Forbidden",
  404: "NotFound",
  412: "PreconditionFailed",
  503: "SlowDown",
};

const metadata = z.object({ $metadata: z.object({ requestId: z.string().min(1).max(200) }) });

/** The id under which AWS has the call, for its support. */
function requestIdIn(error: unknown): { awsRequestId?: string } {
  const { data } = metadata.safeParse(error);
  return data ? { awsRequestId: data.$metadata.requestId } : {};
}

/**
 * Whether AWS refused a signature for its time, and how far this host's clock is off by the Date of its answer.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 * @returns seconds, positive: ahead; null: it is the clock, and nobody knows how far; undefined: something else
 */
function clockSkewIn(error: unknown, name: string): number | null | undefined {
  if (!(error instanceof Error)) return undefined;
  const isOfTime =
    name === "RequestTimeTooSkewed" ||
    (SIGNATURE_ERRORS.has(name) && /^Signature (?:expired|not yet current)\b/.test(error.message));
  if (!isOfTime) return undefined;
  const answer = responseSchema.safeParse("$response" in error ? error.$response : undefined);
  const theirMs = answer.success ? Date.parse(answer.data.headers.date) : Number.NaN;
  return Number.isNaN(theirMs) ? null : Math.round((Date.now() - theirMs) / 1000);
}

const SIGNATURE_ERRORS: ReadonlySet<string> = new Set([
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "RequestExpired",
]);
const responseSchema = z.object({ headers: z.object({ date: z.string() }) });

/**
 * The SDK hangs the whole exchange on its errors, with the signature and the session token in the request's headers:
 * whoever prints such an error with its properties prints credentials (invariant 10). What is kept says what went wrong.
 */
function withoutRequest(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const bare = new Error(error.message);
  bare.name = error.name;
  if (error.stack !== undefined) bare.stack = error.stack;
  return bare;
}

/** Runs one call to AWS; what it throws is in our words. */
export async function calling<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateAwsError(operation, error);
  }
}
