import { AppError, isAppError } from "@/lib/kernel/errors";
import { statusOf } from "./status";

/** What every refused or failed call is answered with. */
export interface ErrorBody {
  error: { code: string; params: AppError["params"]; requestId: string };
}

/**
 * Turns whatever was thrown into an answer. What nobody expected is logged once, with the request's id, and answered
 * without a word of its own: it could name a row, a path or a secret.
 */
export function errorAnswer(thrown: unknown, requestId: string, path: string): Response {
  const error = isAppError(thrown) ? thrown : new AppError("INTERNAL", "unexpected", { cause: thrown });
  const status = statusOf(error.code);
  if (status >= 500) logFailure(thrown, { requestId, path, code: error.code });
  const body: ErrorBody = { error: { code: error.code, params: error.params, requestId } };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

function logFailure(thrown: unknown, facts: Record<string, string>): void {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : undefined;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...facts, error: text, cause })}\n`);
}
