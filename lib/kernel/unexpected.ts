import { log } from "./log/log";

/**
 * An error that nobody caught ends this process, with one line: what it would do from then on nobody knows, and its
 * supervisor starts another.
 */
export function endOnUnexpected(): void {
  const end = (message: string) => (error: unknown) => {
    log.fatal(message, { error });
    process.exit(1);
  };
  process.on("uncaughtException", end("an error that nobody caught ends this process"));
  process.on("unhandledRejection", end("a rejection that nobody caught ends this process"));
}
