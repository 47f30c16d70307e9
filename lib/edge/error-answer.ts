import { AppError, isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { requestScope } from "@/lib/kernel/log/request-scope";
import { statusOf } from "./status";

/** What every refused or failed call is answered with, by the web and by the gateway. */
export interface ErrorBody {
  error: { code: string; params: AppError["params"]; requestId: string };
}

/**
 * Turns whatever was thrown into a status and a body. What nobody expected is logged once, with the request's id, and
 * answered without a word of its own: it could name a row, a path or a secret.
 * @param path for the log; undefined where the request's own line names it
 */
export function answerTo(
  thrown: unknown,
  { requestId, path }: { requestId: string; path?: string },
): { status: number; body: ErrorBody } {
  const error = isAppError(thrown) ? thrown : new AppError("INTERNAL", "unexpected", { cause: thrown });
  const status = statusOf(error.code);
  const scope = requestScope();
  const isExpected = isAppError(thrown) && thrown.code !== "INTERNAL";
  // What was expected stands in the request's own line.
  if (scope && isAppError(thrown)) scope.refusal = { code: thrown.code, reason: thrown.message };
  if (status >= 500 && !(scope && isExpected))
    log.error("request failed", { requestId, path, error: thrown });
  return { status, body: { error: { code: error.code, params: error.params, requestId } } };
}
