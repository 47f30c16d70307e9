/**
 * An answer that is an error of the AWS service, in the service's own words.
 *
 * `code` is written as the JSON protocol of the service says it; wire/protocols.ts renames the few general
 * codes that differ between protocols.
 */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status?: number,
  ) {
    super(message);
    this.name = "AwsError";
  }
}

/** Recognises an error with a code from another module (the session port throws plain errors with `code`). */
export function asAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  // Node's own system errors (ENOSPC, EPIPE) have upper-case codes: they are our failures, not answers.
  if (/^E[A-Z0-9_]+$/.test(error.code)) return undefined;
  return new AwsError(error.code, error.message);
}
