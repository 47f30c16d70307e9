import { AppError } from "@/lib/kernel/errors";

/** What says that the database can't be used now, whoever says it: PostgreSQL, the system, the driver, or Prisma. */
const CODES: ReadonlySet<string> = new Set([
  // PostgreSQL: shutdown, crash, start-up, dropped, idle too long; too many connections; a standby after a failover
  ...["57P01", "57P02", "57P03", "57P04", "57P05", "53300", "53400", "25006"],
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ENOTCONN", "ENOENT"],
  ...["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN"],
  // Prisma: not reached, silent, closed, no connection free, too many, no transaction in the time there is
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2037", "P2028"],
]);

/** Prisma's driver adapter, before Prisma puts it into a code. */
const KINDS: ReadonlySet<string> = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);

/** The driver's own errors have no code. */
const MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed) and is not queryable|the connection ended|no answer within)/;

/** How deep one error is wrapped in others, at most. */
const MAX_DEPTH = 6;

/**
 * Puts an error of the database in our words where the caller can act on it: AppError DATABASE_UNAVAILABLE when the
 * database can't be used now, whatever the way to it. Everything else passes unchanged.
 */
export function translate(error: unknown): unknown {
  if (!isUnavailable(error, 0)) return error;
  return new AppError("DATABASE_UNAVAILABLE", "the database can't be reached", { cause: error });
}

function isUnavailable(error: unknown, depth: number): boolean {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return false;
  const found = error as Record<string, unknown>;
  // What is in our words stays as it is, also around an outage: the recorder's NOT_DURABLE.
  if (found.name === "AppError") return false;
  const codes = [found.code, found.errorCode, found.originalCode];
  if (
    codes.some((code) => typeof code === "string" && (CODES.has(code) || /^08(?!P01)[0-9A-Z]{3}$/.test(code)))
  )
    return true;
  if (typeof found.kind === "string" && KINDS.has(found.kind)) return true;
  if (error instanceof Error && MESSAGES.test(error.message)) return true;
  const meta = found.meta as { driverAdapterError?: unknown } | undefined;
  return [found.cause, meta?.driverAdapterError].some((inner) => isUnavailable(inner, depth + 1));
}
