import type { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import type { Finding } from "@/lib/kernel/readiness";
import { checkClient } from "./ask-provider";
import { type ProviderCause, providerCause, providerError } from "./causes";
import { discover, providerIssuer } from "./client";

/** What is wrong with the provider, by kind, with words for a log. */
export interface ProviderTrouble {
  cause: ProviderCause;
  detail: string;
}

interface HealthOptions {
  /** What is wrong now; null for nothing. Never rejects. */
  probe: () => Promise<ProviderTrouble | null>;
  /** Told when it has become something else: once, not at each question. */
  onChange: (trouble: ProviderTrouble | null) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

const MAX_AGE_MS = 30_000;
/** Until it could be used for the first time, it is asked more often. */
const FIRST_MS = 2_000;

/**
 * Knows whether the identity provider can be used, from a question asked at most every thirty seconds. Nobody waits for
 * the answer: whoever looks gets the last one. It is a hint on a page, never a reason to let somebody in.
 */
export class ProviderHealth {
  readonly #options: HealthOptions;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> = Promise.resolve();
  #trouble: ProviderTrouble | null = null;
  #goodAt: number | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** What was wrong when it was asked last; null for nothing. */
  trouble(): ProviderTrouble | null {
    this.#askIfDue(MAX_AGE_MS);
    return this.#trouble;
  }

  /**
   * How long ago it could be used. Once it could, this process is of use while it is away: who is signed in stays so.
   * @throws Error while it never could
   */
  async finding(): Promise<Finding> {
    this.#askIfDue(this.#goodAt === undefined ? FIRST_MS : MAX_AGE_MS);
    if (this.#goodAt === undefined) await this.#asking;
    if (this.#goodAt === undefined) throw new Error("the identity provider could not be used yet");
    return { ageSeconds: Math.round((this.#options.now() - this.#goodAt) / 1000) };
  }

  #askIfDue(everyMs: number): void {
    const now = this.#options.now();
    if (now - this.#askedAt < everyMs) return;
    this.#askedAt = now;
    this.#asking = this.#options.probe().then((trouble) => {
      const hasChanged = trouble?.cause !== this.#trouble?.cause;
      this.#trouble = trouble;
      if (trouble === null) this.#goodAt = this.#options.now();
      if (hasChanged) this.#options.onChange(trouble);
    });
  }
}

const health = new ProviderHealth({ probe: askForItself, onChange: report, now: Date.now });

/** What was wrong with the identity provider when this process asked it last; null for nothing. Asked at start, too. */
export function providerTrouble(): ProviderTrouble | null {
  return health.trouble();
}

/** For the web process's readiness: how long ago the provider could be used. @throws Error while it never could */
export function providerFinding(): Promise<Finding> {
  return health.finding();
}

/** Its description read anew, its name compared, and our own secret tried. */
async function askForItself(): Promise<ProviderTrouble | null> {
  try {
    await discover();
    await checkClient();
    return null;
  } catch (error) {
    const { params, message, cause } = providerError(error);
    const kind = typeof params.cause === "string" ? (params.cause as ProviderCause) : "unexpected";
    return { cause: kind, detail: cause === undefined ? message : providerCause(cause).detail };
  }
}

/** Why nobody could sign in now: asked before somebody is sent away. Null when nothing speaks against it. */
export async function providerFailure(): Promise<AppError | null> {
  try {
    await providerIssuer();
    return null;
  } catch (error) {
    const failure = providerError(error);
    report({ cause: "unexpected", detail: failure.message });
    return failure;
  }
}

function report(trouble: ProviderTrouble | null): void {
  if (trouble) log.warn("identity provider lost", { code: trouble.cause, reason: trouble.detail });
  else log.info("identity provider regained");
}
