import { config } from "@/lib/kernel/config";
import { log } from "@/lib/kernel/log";
import { PROVIDER_TIMEOUT_MS, wellKnownOf } from "./provider";

interface HealthOptions {
  /** Whether the provider answers now; never rejects. */
  probe: () => Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
}

const MAX_AGE_MS = 30_000;

/**
 * Knows whether the identity provider answers, from a question asked at most every thirty seconds. Nobody waits for the
 * answer: whoever looks gets the last one. It is a hint on a page, never a reason to let somebody in.
 */
export class ProviderHealth {
  readonly #options: HealthOptions;
  #askedAt = Number.NEGATIVE_INFINITY;
  #isAway = false;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Whether it did not answer when it was asked last. */
  isAway(): boolean {
    const now = this.#options.now();
    if (now - this.#askedAt >= MAX_AGE_MS) {
      this.#askedAt = now;
      void this.#options.probe().then((answers) => {
        if (this.#isAway && answers) log.info("identity provider regained");
        else if (!this.#isAway && !answers) log.warn("identity provider lost");
        this.#isAway = !answers;
      });
    }
    return this.#isAway;
  }
}

const health = new ProviderHealth({ probe: askForItself, now: Date.now });

/** Whether the identity provider did not answer when this process asked it last. */
export function isProviderAway(): boolean {
  return health.isAway();
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
