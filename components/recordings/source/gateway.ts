import { type BackoffSchedule, backoffMs } from "@/lib/kernel/reconnection/backoff";

/** Why a part of a recording does not come. */
export interface GatewayProblem {
  /** As the gateway said it; undefined when it did not answer. */
  code: string | undefined;
  requestId: string | undefined;
}

/** The gateway's refusal: asking again would change nothing. */
export class GatewayRefusal extends Error {
  override readonly name = "GatewayRefusal";
  readonly problem: GatewayProblem;

  constructor(problem: GatewayProblem) {
    super(problem.code ?? "no answer");
    this.problem = problem;
  }
}

/** What was asked for, and whether it will ever be another. */
export interface Answer<T> {
  value: T;
  isFinal: boolean;
}

export interface Surroundings {
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  random: () => number;
  after: (milliseconds: number, work: () => void) => () => void;
}

const BROWSER: Surroundings = {
  fetch: (address, init) => fetch(address, init),
  random: Math.random,
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

const SCHEDULE: BackoffSchedule = { firstMs: 500, maxMs: 8_000 };

/**
 * Asks the gateway for the parts of one recording. One that does not answer is asked again until it does: whoever plays
 * a recording goes on where they were.
 */
export class Gateway {
  readonly #address: string;
  readonly #onTrouble: (problem: GatewayProblem | undefined) => void;
  readonly #surroundings: Surroundings;
  /** Questions that wait for their next try. */
  #waiting = 0;

  /**
   * @param address of the session at the gateway
   * @param onTrouble with what is wrong while the gateway can't be reached, and undefined when it can be again
   */
  constructor(
    address: string,
    onTrouble: (problem: GatewayProblem | undefined) => void = () => {},
    surroundings: Surroundings = BROWSER,
  ) {
    this.#address = address;
    this.#onTrouble = onTrouble;
    this.#surroundings = surroundings;
  }

  /**
   * @param part with its parameters: "segments?number=3"
   * @returns undefined: there is no such part
   * @throws GatewayRefusal; whatever the signal was aborted with
   */
  async ask<T>(part: string, signal: AbortSignal): Promise<Answer<T> | undefined> {
    let isWaiting = false;
    try {
      for (let failures = 1; ; failures += 1) {
        signal.throwIfAborted();
        const answer = await this.#try<T>(part, signal);
        if (!("problem" in answer)) return answer.found;
        if (!isWaiting) this.#waiting += 1;
        isWaiting = true;
        this.#onTrouble(answer.problem);
        await this.#pause(backoffMs(failures, SCHEDULE, this.#surroundings.random), signal);
      }
    } finally {
      if (isWaiting) this.#waiting -= 1;
      if (isWaiting && this.#waiting === 0) this.#onTrouble(undefined);
    }
  }

  async #try<T>(
    part: string,
    signal: AbortSignal,
  ): Promise<{ found: Answer<T> | undefined } | { problem: GatewayProblem }> {
    let response: Response;
    try {
      response = await this.#surroundings.fetch(`${this.#address}/${part}`, {
        credentials: "include",
        signal,
      });
      if (response.ok) {
        const value = (await response.json()) as T;
        return { found: { value, isFinal: response.headers.get("x-final") !== "false" } };
      }
    } catch {
      signal.throwIfAborted();
      return { problem: { code: undefined, requestId: undefined } };
    }
    const problem = problemFrom(await response.json().catch(() => undefined));
    if (response.status === 404 && problem.code === "NOT_FOUND") return { found: undefined };
    if (response.status >= 500 || response.status === 429) return { problem };
    throw new GatewayRefusal(problem);
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = this.#surroundings.after(milliseconds, () => {
        signal.removeEventListener("abort", stop);
        resolve();
      });
      signal.addEventListener("abort", stop, { once: true });
    });
  }
}

function problemFrom(body: unknown): GatewayProblem {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null) return { code: "INTERNAL", requestId: undefined };
  return {
    code: "code" in error && typeof error.code === "string" ? error.code : "INTERNAL",
    requestId: "requestId" in error && typeof error.requestId === "string" ? error.requestId : undefined,
  };
}
