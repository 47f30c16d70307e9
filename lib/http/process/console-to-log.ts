import { isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";

/**
 * Next writes to the console, errors of pages among it: from now on they are lines of our log, each error once, with
 * the digest that its page shows.
 */
export function consoleToLog(): void {
  console.error = (...words: unknown[]) => line("error", words);
  console.warn = (...words: unknown[]) => line("warn", words);
  // Its greetings.
  for (const name of ["log", "info", "debug"] as const)
    console[name] = (...words: unknown[]) => line("debug", words);
}

/** Node's error for a request whose connection broke before it was whole. */
function isAborted(error: Error): boolean {
  return error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

const written = new WeakSet<Error>();

function line(level: "error" | "warn" | "debug", words: readonly unknown[]): void {
  const error = words.find((word) => word instanceof Error);
  if (!error) {
    log[level]("from the server library", { text: words.map(String).join(" ").trim() });
    return;
  }
  // Whose caller has gone away has a line of its own, which says so.
  if (isAborted(error) || written.has(error)) return;
  written.add(error);
  const digest = "digest" in error ? String(error.digest) : undefined;
  log.error(isAppError(error) ? "page refused" : "page failed", { error, digest });
}
