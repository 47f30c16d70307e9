import { isAppError } from "@/lib/kernel/errors";

/**
 * Marks what a page failed with so that its error page can say so: Next gives the browser nothing of an error but its
 * digest, and keeps one that is there. The log has the same mark, beside the error itself.
 * @returns the error, or one made of it
 */
export function markFailure(thrown: unknown, requestId: string): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  // Next's own signals (redirect, not found) carry theirs.
  if ("digest" in error) return error;
  return Object.assign(error, { digest: `${isAppError(error) ? error.code : "INTERNAL"}/${requestId}` });
}
