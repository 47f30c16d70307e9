import { z } from "zod";
import { parseDenial } from "@/lib/accounts/connection/remedy";
import { isAppError } from "@/lib/kernel/errors";
import type { FailureFix } from "@/lib/terminal-protocol/failure-fixes";

/** Why a shell did not open, as it is kept and shown. AWS's words are hostile text. */
export interface OpeningFailure {
  /** One of our error codes, or why it was given up. */
  code: string;
  /** What AWS was asked, its error code, its message and its request's id; absent when AWS had no part in it. */
  aws?: { operation: string; code: string; message: string; requestId?: string | undefined } | undefined;
  /** What the code's sentence says with it. */
  params?: Record<string, string | number | string[]> | undefined;
}

/** As pages and terminals are given it. */
export interface FailureView extends OpeningFailure {
  fix: FailureFix;
  /** Whether another try can go otherwise while the access runs. */
  canRetry: boolean;
}

const failureSchema = z.object({
  code: z.string(),
  aws: z
    .object({
      operation: z.string(),
      code: z.string(),
      message: z.string(),
      requestId: z.string().optional(),
    })
    .optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])).optional(),
});

/** What is kept of an error that an opening ended with. */
export function failureOf(error: unknown): OpeningFailure {
  if (!isAppError(error)) return { code: "INTERNAL" };
  const { operation, name, detail, awsRequestId, ...rest } = error.params;
  const isOfAws = typeof operation === "string" && typeof name === "string" && typeof detail === "string";
  const params = z.json().parse(isOfAws ? rest : error.params);
  return failureSchema.parse({
    code: error.code,
    ...(isOfAws
      ? {
          aws: {
            ...{ operation, code: name, message: detail },
            ...(typeof awsRequestId === "string" ? { requestId: awsRequestId } : {}),
          },
        }
      : {}),
    ...(Object.keys(Object(params)).length > 0 ? { params } : {}),
  });
}

/**
 * Why a failed session did not open.
 * @param column the failure as it was kept; null in rows of before it was
 * @param code what those rows have
 */
export function failureView(column: unknown, code: string | null): FailureView {
  const kept = failureSchema.safeParse(column);
  const failure = kept.success ? kept.data : { code: code ?? "INTERNAL" };
  return { ...failure, fix: fixOf(failure), canRetry: canRetry(failure) };
}

function fixOf({ code, aws }: OpeningFailure): FailureFix {
  if (code === "AWS_THROTTLED") return "throttled";
  if (code === "AWS_EXPIRED") return "expired";
  if (code !== "AWS_ACCESS_DENIED" || !aws) return "none";
  const { why, action } = parseDenial(aws.message);
  if (why === "organization" || why === "explicit-deny" || why === "boundary" || why === "session-policy")
    return why;
  return (action ?? aws.operation).includes("AssumeRole") ? "trust" : "role";
}

/** What AWS or the machine said may be otherwise a moment later; what the rows say is not. */
function canRetry({ code }: OpeningFailure): boolean {
  return code.startsWith("AWS_") || RETRIED.has(code);
}

const RETRIED: ReadonlySet<string> = new Set([
  // Tags or rules of this moment ask for more than those of a moment ago: the next try asks for it.
  "STEP_UP_NEEDED",
  "INTERNAL",
  "OPENING_TIMED_OUT",
  "NOT_DURABLE",
  "RECORDING_STORE_FULL",
  "DATABASE_UNAVAILABLE",
  "SESSION_OVER",
]);
