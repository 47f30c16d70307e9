import { isAppError } from "../errors";

type Plain = string | number | boolean | null | undefined;

/** What a log line says besides its message. Flat on purpose: bodies, headers and rows don't fit in. */
export interface LogFacts {
  readonly requestId?: string | undefined;
  readonly sessionId?: string | null | undefined;
  readonly personId?: string | null | undefined;
  readonly code?: string | undefined;
  /** What was thrown: expected refusals become their code and reason, everything else keeps its stack. */
  readonly error?: unknown;
  readonly [fact: string]: unknown;
}

const MAX_TEXT = 2_000;
const MAX_STACK = 8_000;
const REMOVED = "[removed]";
const SECRET_NAME =
  /secret|token|cookie|passw|authori[sz]ation|credential|accesskey|^(body|bytes|input|output)$/i;

/** Shapes of secrets that reach us inside other people's error texts. */
const SECRET_SHAPES: readonly [RegExp, string][] = [
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, `$1${REMOVED}@`],
  [/\beyJ[\w-]{8,}\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/g, REMOVED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, REMOVED],
  [/\b(bearer|basic)\s+[\w+/=.~-]{8,}/gi, `$1 ${REMOVED}`],
  [/\b(halligan\.[\w-]+=)[^;\s]+/gi, `$1${REMOVED}`],
  [
    /\b((?:access_token|refresh_token|id_token|client_secret|code|password|X-Amz-[\w-]+)=)[^&;\s"']+/gi,
    `$1${REMOVED}`,
  ],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * The facts of a line as they may be written: nothing secret by name or shape, no control characters (a log is read
 * in terminals), no text without an end.
 */
export function writableFacts(facts: LogFacts): Record<string, Plain | readonly Plain[] | object> {
  const { error, ...rest } = facts;
  const entries = Object.entries({ ...(error === undefined ? {} : errorFacts(error)), ...rest });
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const written = SECRET_NAME.test(name) ? REMOVED : writable(value);
      return written === undefined || written === null ? [] : [[name, written]];
    }),
  );
}

/** A text as it may be written. */
export function writableText(text: string, max = MAX_TEXT): string {
  const cleaned = SECRET_SHAPES.reduce(
    (left, [shape, instead]) => left.replace(shape, instead),
    text.slice(0, max * 2),
  );
  const seen = cleaned.replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return seen.length > max ? `${seen.slice(0, max)} …` : seen;
}

function writable(value: unknown): Plain | readonly Plain[] | object {
  if (typeof value === "string") return writableText(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.slice(0, 20).map((entry) => writableText(String(entry)));
  if (isStack(value)) return value;
  // Whoever logs an object has forgotten to say what of it.
  return value === undefined || value === null ? undefined : REMOVED;
}

const stacks = new WeakSet<object>();
const isStack = (value: unknown): value is object =>
  typeof value === "object" && value !== null && stacks.has(value);

/** An expected error in one line; one that nobody expected with its stack, and with those of its causes. */
function errorFacts(error: unknown): LogFacts {
  if (isAppError(error)) {
    const cause = error.cause;
    return {
      code: error.code,
      reason: error.message,
      ...(cause instanceof Error ? { cause: `${nameOf(cause)}: ${firstLine(cause.message)}` } : {}),
    };
  }
  if (!(error instanceof Error)) return { reason: String(error) };
  const err = { type: nameOf(error), message: writableText(error.message), stack: stackOf(error) };
  stacks.add(err);
  return { err };
}

function stackOf(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  const cause =
    error.cause instanceof Error ? `\ncaused by: ${error.cause.stack ?? error.cause.message}` : "";
  return writableText(`${own}${cause}`, MAX_STACK);
}

/** Errors of the network and of databases say what they are in `code`, not in `name`. */
function nameOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? `${error.name} ${error.code}` : error.name;
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
