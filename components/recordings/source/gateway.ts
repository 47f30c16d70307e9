import { type BackoffSchedule, backoffMs } from "@/lib/kernel/reconnection/backoff";

/** An answer came that can't be the gateway's: cut, of another shape, or a page of whatever stands in between. */
export const ANSWER_UNREADABLE = "ANSWER_UNREADABLE";

/** Why a part of a recording does not come. */
export interface GatewayProblem {
  /** As the gateway said it, or `ANSWER_UNREADABLE`; undefined when it did not answer. */
  code: string | undefined;
  requestId: string | undefined;
}

/** The gateway's refusal, or answers that can't be read: asking again would change nothing. */
export class GatewayRefusal extends Error {
  override readonly name = "GatewayRefusal";
  readonly problem: GatewayProblem;

  constructor(problem: GatewayProblem) {
    super(problem.code ?? "no answer");
    this.problem = problem;
  }
}

/** What is to be said of whatever came of a question. */
export function problemOf(error: unknown): GatewayProblem {
  return error instanceof GatewayRefusal ? error.problem : { code: "INTERNAL", requestId: undefined };
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

/** Whether a value is what was asked for. */
export type Check<T> = (value: unknown) => value is T;

type Try<T> = { found: Answer<T> | undefined } | { problem: GatewayProblem };

const SCHEDULE: BackoffSchedule = { firstMs: 500, maxMs: 8_000 };
/** Unreadable answers in a row, after which a question is given up: some 5 to 8 seconds. */
const MOST_UNREADABLE = 5;

const AWAY: GatewayProblem = { code: undefined, requestId: undefined };
const UNREADABLE: GatewayProblem = { code: ANSWER_UNREADABLE, requestId: undefined };

/**
 * Asks the gateway for the parts of one recording. One that does not answer is asked again until it does: whoever plays
 * a recording goes on where they were. Answers that can't be read are given up after a few tries.
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
   * @param isWanted whether an answer is what was asked for; anything else is unreadable
   * @returns undefined: there is no such part
   * @throws GatewayRefusal; whatever the signal was aborted with
   */
  async ask<T>(part: string, isWanted: Check<T>, signal: AbortSignal): Promise<Answer<T> | undefined> {
    let isWaiting = false;
    let unreadable = 0;
    try {
      for (let failures = 1; ; failures += 1) {
        signal.throwIfAborted();
        const answer = await this.#try(part, isWanted, signal, failures === 1);
        if (!("problem" in answer)) return answer.found;
        unreadable = answer.problem.code === ANSWER_UNREADABLE ? unreadable + 1 : 0;
        if (unreadable === MOST_UNREADABLE) throw new GatewayRefusal(answer.problem);
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

  async #try<T>(part: string, isWanted: Check<T>, signal: AbortSignal, isFirst: boolean): Promise<Try<T>> {
    let response: Response;
    try {
      response = await this.#surroundings.fetch(`${this.#address}/${part}`, {
        credentials: "include",
        // The gateway redirects nobody: a proxy that wants a sign-in does. Its page may be on a host that can't be read,
        // which would look like a gateway that is away. The first try is one that the page's HTML may have begun.
        redirect: isFirst ? "follow" : "manual",
        signal,
      });
    } catch {
      signal.throwIfAborted();
      return { problem: AWAY };
    }
    const body = await readJson(response);
    signal.throwIfAborted();
    if (response.ok) {
      if (!isWanted(body)) return { problem: UNREADABLE };
      return { found: { value: body, isFinal: response.headers.get("x-final") !== "false" } };
    }
    const problem = problemFrom(body);
    // What stands before the gateway says so when it can't reach it.
    if (!problem) return { problem: response.status >= 500 ? AWAY : UNREADABLE };
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

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns undefined, which no JSON is, when it is none, or was cut */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** @returns undefined: it is not how the gateway says what is wrong */
function problemFrom(body: unknown): GatewayProblem | undefined {
  if (!isRecord(body) || !isRecord(body.error) || typeof body.error.code !== "string") return undefined;
  const { code, requestId } = body.error;
  return { code, requestId: typeof requestId === "string" ? requestId : undefined };
}
