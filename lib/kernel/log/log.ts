import { hostname } from "node:os";
import pino from "pino";
import { type Config, readConfig } from "../config/config";
import { type LogFacts, writableFacts, writableText } from "./log-facts";
import { requestScope } from "./request-scope";

type Level = Config["LOG_LEVEL"] | "fatal";

// Next loads modules more than once in one process; there must be one log.
const holder = globalThis as typeof globalThis & { halliganLog?: pino.Logger };

/**
 * One line a fact. The message is a plain sentence that stays the same; what differs stands in the facts. Never bodies,
 * tokens, cookies or a terminal's bytes. Request and person are added when the line is written for a request.
 */
export const log = {
  debug: (message: string, facts?: LogFacts) => write("debug", message, facts),
  info: (message: string, facts?: LogFacts) => write("info", message, facts),
  warn: (message: string, facts?: LogFacts) => write("warn", message, facts),
  error: (message: string, facts?: LogFacts) => write("error", message, facts),
  /** The process ends because of this. */
  fatal: (message: string, facts?: LogFacts) => write("fatal", message, facts),
};

/**
 * Called once, first, by each process: from now on its lines carry its name and go to standard output, as JSON in
 * production and readable in the sandbox, from LOG_LEVEL on. Before that, and in the command line, only warnings and
 * errors are written, to standard error.
 */
export async function startLog(process_: "web" | "gateway" | "jobs"): Promise<void> {
  const settings = readConfig(process.env, process_);
  const { LOG_LEVEL, HALLIGAN_WORLD } = settings.ok
    ? settings.config
    : { LOG_LEVEL: "info" as const, HALLIGAN_WORLD: process.env.HALLIGAN_WORLD };
  const destination = HALLIGAN_WORLD === "sandbox" ? await readable() : plain(1);
  holder.halliganLog = makeLogger({ process: process_, level: LOG_LEVEL, destination });
}

/** @param options.process the name that every line carries; without one the line is no process's of ours */
export function makeLogger(options: {
  process?: string;
  level: Config["LOG_LEVEL"];
  destination: pino.DestinationStream;
}): pino.Logger {
  const base =
    options.process === undefined ? {} : { process: options.process, pid: process.pid, host: hostname() };
  return pino(
    {
      level: options.level,
      base,
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      // log-facts.ts has said it in our words.
      serializers: { err: (err: object) => err },
      formatters: { level: (level) => ({ level }) },
    },
    options.destination,
  );
}

/** Writes a line to a log. */
export function writeTo(logger: pino.Logger, level: Level, message: string, facts: LogFacts = {}): void {
  const scope = requestScope();
  const known = scope ? { requestId: scope.requestId, personId: scope.personId } : {};
  logger[level](writableFacts({ ...known, ...facts }), writableText(message));
}

function write(level: Level, message: string, facts?: LogFacts): void {
  holder.halliganLog ??= makeLogger({ level: "warn", destination: plain(2) });
  writeTo(holder.halliganLog, level, message, facts);
}

/** Synchronous: the last line before the end of a process is the one that matters most. */
function plain(fd: 1 | 2): pino.DestinationStream {
  const destination = pino.destination({ fd, sync: true });
  // Whoever read our output is gone: there is nobody left to tell.
  destination.on("error", () => {});
  return destination;
}

/** In this process, not in a worker thread. Not among production's packages: only loaded where it is wanted. */
async function readable(): Promise<pino.DestinationStream> {
  const { default: pretty } = await import("pino-pretty");
  const stream = pretty({
    sync: true,
    destination: 1,
    colorize: false,
    messageKey: "message",
    translateTime: "UTC:HH:MM:ss.l",
    ignore: "pid,host",
    singleLine: true,
  });
  stream.on("error", () => {});
  return stream;
}
