import { AppError, isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { requestScope } from "@/lib/kernel/log/request-scope";
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
  const scope = requestScope();
  // What was expected stands in the request's own line.
  if (scope && isAppError(thrown)) scope.refusal = { code: thrown.code, reason: thrown.message };
  else if (status >= 500) log.error("request failed", { requestId, path, error: thrown });
  const body: ErrorBody = { error: { code: error.code, params: error.params, requestId } };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
