import { config } from "@/lib/kernel/config";
import { log } from "@/lib/kernel/log";
import type { Finding } from "@/lib/kernel/readiness";
import { PROVIDER_TIMEOUT_MS, wellKnownOf } from "./provider";

interface HealthOptions {
  /** Whether the provider answers now; never rejects. */
  probe: () => Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
}

const MAX_AGE_MS = 30_000;
/** Until it has answered for the first time, it is asked more often. */
const FIRST_MS = 2_000;

/**
 * Knows whether the identity provider answers, from a question asked at most every thirty seconds. Nobody waits for the
 * answer: whoever looks gets the last one. It is a hint on a page, never a reason to let somebody in.
 */
export class ProviderHealth {
  readonly #options: HealthOptions;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> = Promise.resolve();
  #isAway = false;
  #goodAt: number | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Whether it did not answer when it was asked last. */
  isAway(): boolean {
    this.#askIfDue(MAX_AGE_MS);
    return this.#isAway;
  }

  /**
   * How long ago it answered. Once it has, this process is of use while it is away: who is signed in stays so.
   * @throws Error while it has never answered
   */
  async finding(): Promise<Finding> {
    this.#askIfDue(this.#goodAt === undefined ? FIRST_MS : MAX_AGE_MS);
    if (this.#goodAt === undefined) await this.#asking;
    if (this.#goodAt === undefined) throw new Error("the identity provider has not answered yet");
    return { ageSeconds: Math.round((this.#options.now() - this.#goodAt) / 1000) };
  }

  #askIfDue(everyMs: number): void {
    const now = this.#options.now();
    if (now - this.#askedAt < everyMs) return;
    this.#askedAt = now;
    this.#asking = this.#options.probe().then((answers) => {
      if (this.#isAway && answers) log.info("identity provider regained");
      else if (!this.#isAway && !answers) log.warn("identity provider lost");
      this.#isAway = !answers;
      if (answers) this.#goodAt = this.#options.now();
    });
  }
}

const health = new ProviderHealth({ probe: askForItself, now: Date.now });

/** Whether the identity provider did not answer when this process asked it last. */
export function isProviderAway(): boolean {
  return health.isAway();
}

/** For the web process's readiness: the age of the provider's last answer. @throws Error while there was none */
export function providerFinding(): Promise<Finding> {
  return health.finding();
}

async function askForItself(): Promise<boolean> {
  try {
    const answer = await fetch(wellKnownOf(config().OIDC_ISSUER), {
      redirect: "error",
      signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    // Refused, silent or unknown: it does not answer, which is all that is asked.
    return false;
  }
}
