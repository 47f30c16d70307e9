import { type EventTable, stepOf } from "@/lib/kernel/transitions";

/**
 * receiving: frames come. finishing: none will; what came is made durable, what is missing is named. stopped: nothing
 * is acknowledged or handed on any more.
 */
export type ReceiverState = "receiving" | "finishing" | "stopped";
/** drained: everything that came is durable, named and handed on. */
export type ReceiverStep = "finish" | "drained" | "stop";

/** What is missing is ignored: while frames come, an empty buffer ends nothing. */
export const RECEIVER_TRANSITIONS = {
  receiving: { finish: "finishing", stop: "stopped" },
  finishing: { drained: "stopped", stop: "stopped" },
  stopped: {},
} as const satisfies EventTable<ReceiverState, ReceiverStep>;

/** Why output is given up in a state. */
export const GIVEN_UP_AS = {
  receiving: "not-resent",
  finishing: "channel-closed",
} as const satisfies Record<Exclude<ReceiverState, "stopped">, string>;

/** @returns undefined when the step is ignored */
export function nextReceiverState(state: ReceiverState, step: ReceiverStep): ReceiverState | undefined {
  return stepOf(RECEIVER_TRANSITIONS, state, step);
}

/**
 * Why a missing frame can't come now; the time in which it should come does not count. recorder-behind is told to the
 * owner too, who stops reading.
 */
export type OutputPause = "detached" | "recorder-behind" | "recorder-failing";

/** current: nothing is missing. waiting: something is, and may come at once. behind: it has been, for long. */
export type BehindState = "current" | "waiting" | "behind";
export type BehindStep = "missing" | "long" | "came";

export const BEHIND_TRANSITIONS = {
  current: { missing: "waiting" },
  waiting: { long: "behind", came: "current" },
  behind: { came: "current" },
} as const satisfies EventTable<BehindState, BehindStep>;

/** Whether output waits for frames that the agent sends again one by one, one in 100 ms. */
export class BehindWatch {
  readonly #limitMs: number;
  #state: BehindState = "current";
  #since = 0;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** @returns what has begun or ended, to be told */
  tick(isMissing: boolean, now: number): "output.behind" | "output.caught-up" | undefined {
    if (!isMissing) return this.#step("came") === "behind" ? "output.caught-up" : undefined;
    if (this.#step("missing") === "current") this.#since = now;
    if (now - this.#since < this.#limitMs) return undefined;
    return this.#step("long") === "waiting" ? "output.behind" : undefined;
  }

  /** @returns the state before */
  #step(step: BehindStep): BehindState {
    const before = this.#state;
    this.#state = stepOf(BEHIND_TRANSITIONS, before, step) ?? before;
    return before;
  }
}
