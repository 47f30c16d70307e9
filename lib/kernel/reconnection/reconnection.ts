import { type BackoffSchedule, backoffMs } from "./backoff";

/** idle → connecting → up → waiting → connecting …; over is the end. There is never more than one of these at once. */
type State = "idle" | "connecting" | "up" | "waiting" | "over";

const NEXT = {
  idle: ["connecting", "over"],
  connecting: ["up", "waiting", "over"],
  up: ["waiting", "over"],
  waiting: ["connecting", "over"],
  over: [],
} satisfies Record<State, readonly State[]>;

/** Time and chance, so that tests can stand in for them. */
export interface Surroundings {
  /** Milliseconds since some fixed moment. */
  now: () => number;
  random: () => number;
  /** @returns a function that cancels the timer */
  after: (milliseconds: number, work: () => void) => () => void;
}

const REAL: Surroundings = {
  now: Date.now,
  random: Math.random,
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface Attempt {
  /** Tells that the connection is gone. Only the first call of the current attempt counts. */
  lost: (error: unknown) => void;
  /** Aborted when nobody wants this attempt any more. */
  signal: AbortSignal;
}

export interface ReconnectionOptions<C> {
  /** Connects once. Every listener, the one for errors included, must be there before the first `await`. */
  connect: (attempt: Attempt) => Promise<C>;
  /** Ends a connection, a broken one too. */
  end: (connection: C) => unknown;
  schedule: BackoffSchedule;
  /** @param isAgain false for the first connection of all */
  onUp?: (connection: C, isAgain: boolean) => void;
  /** Once per outage, with what began it. */
  onDown?: (error: unknown) => void;
  /** Nothing is tried again: the error was hopeless, or there was no connection for `giveUpAfterMs`. */
  onGivenUp?: (error: unknown) => void;
  isHopeless?: (error: unknown) => boolean;
  /** Without it, it goes on trying for ever. */
  giveUpAfterMs?: number;
  /** Asks a connection that is up for a sign of life: a silent one is as good as none. */
  probe?: { run: (connection: C) => Promise<unknown>; everyMs: number; withinMs: number };
}

/**
 * Keeps one connection, and makes it anew when it is lost. Whatever in the server connects again does it through
 * this: one attempt at a time, pauses that grow and are jittered, and the old connection ended before the next begins.
 */
export class Reconnection<C> {
  readonly #options: ReconnectionOptions<C>;
  readonly #surroundings: Surroundings;
  #state: State = "idle";
  /** Of the attempt that counts; what belongs to an earlier one is ended and ignored. */
  #generation = 0;
  #controller = new AbortController();
  #connection: C | undefined;
  #attempt: Promise<C> | undefined;
  #lastError: unknown;
  #failures = 0;
  #wasUp = false;
  #upSince = 0;
  #downSince: number | undefined;
  #cancelTimer: () => void = () => {};

  constructor(options: ReconnectionOptions<C>, surroundings: Surroundings = REAL) {
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /** The connection that is up, if there is one. */
  get current(): C | undefined {
    return this.#connection;
  }

  /**
   * The connection: the one that is up, or the attempt under way, which the first call begins.
   * @throws what the last attempt failed with, at once, while the next one waits for its time
   */
  get(): Promise<C> {
    if (this.#state === "idle") this.#connect();
    if (this.#state === "waiting" || this.#state === "over") return Promise.reject(this.#lastError);
    return this.#attempt ?? Promise.reject(this.#lastError);
  }

  /** Ends the connection and tries no more. */
  async stop(): Promise<void> {
    this.#lastError = new Error("stopped");
    const held = this.#leave("over");
    if (held !== undefined) await this.#options.end(held);
  }

  #connect(): void {
    this.#become("connecting");
    const generation = ++this.#generation;
    this.#controller = new AbortController();
    const attempt = this.#options.connect({
      lost: (error) => {
        if (generation === this.#generation) this.#failed(error);
      },
      signal: this.#controller.signal,
    });
    this.#attempt = attempt.then(
      (connection) => {
        if (generation === this.#generation) {
          this.#up(connection);
          return connection;
        }
        this.#end(connection);
        throw this.#lastError;
      },
      (error: unknown) => {
        if (generation === this.#generation) this.#failed(error);
        throw error;
      },
    );
    // Whoever asked for it hears of the failure; when nobody did, it has been dealt with.
    this.#attempt.catch(() => {});
  }

  #up(connection: C): void {
    const isAgain = this.#wasUp;
    this.#become("up");
    this.#connection = connection;
    this.#wasUp = true;
    this.#upSince = this.#surroundings.now();
    this.#downSince = undefined;
    this.#probeLater();
    this.#options.onUp?.(connection, isAgain);
  }

  #failed(error: unknown): void {
    const { schedule, isHopeless, giveUpAfterMs = Number.POSITIVE_INFINITY } = this.#options;
    const now = this.#surroundings.now();
    // One that is lost again as soon as it is made is no success.
    if (this.#state === "up" && now - this.#upSince >= schedule.maxMs) this.#failures = 0;
    this.#lastError = error;
    this.#failures += 1;
    const isNew = this.#downSince === undefined;
    this.#downSince ??= now;
    const isOver = isHopeless?.(error) === true || now - this.#downSince > giveUpAfterMs;
    const held = this.#leave(isOver ? "over" : "waiting");
    if (held !== undefined) this.#end(held);
    if (!isOver) {
      const pause = backoffMs(this.#failures, schedule, this.#surroundings.random);
      this.#cancelTimer = this.#surroundings.after(pause, () => this.#connect());
    }
    if (isNew) this.#options.onDown?.(error);
    if (isOver) this.#options.onGivenUp?.(error);
  }

  #probeLater(): void {
    const { probe } = this.#options;
    const connection = this.#connection;
    if (!probe || connection === undefined) return;
    const generation = this.#generation;
    const ifCurrent = (work: () => void) => () => {
      if (generation === this.#generation) work();
    };
    const fail = (error: unknown) => ifCurrent(() => this.#failed(error))();
    const ask = () => {
      this.#cancelTimer = this.#surroundings.after(
        probe.withinMs,
        ifCurrent(() => this.#failed(new Error(`no answer within ${probe.withinMs} ms`))),
      );
      probe.run(connection).then(
        ifCurrent(() => {
          this.#cancelTimer();
          this.#probeLater();
        }),
        fail,
      );
    };
    this.#cancelTimer = this.#surroundings.after(probe.everyMs, ifCurrent(ask));
  }

  /** Drops whatever there is: a timer, an attempt, a connection, which the caller ends. */
  #leave(state: "waiting" | "over"): C | undefined {
    if (this.#state !== state) this.#become(state);
    this.#generation += 1;
    this.#cancelTimer();
    this.#controller.abort();
    const held = this.#connection;
    this.#connection = undefined;
    this.#attempt = undefined;
    return held;
  }

  #end(connection: C): void {
    // It is broken or unwanted: how its end goes changes nothing.
    Promise.resolve(this.#options.end(connection)).catch(() => {});
  }

  #become(state: State): void {
    const allowed: readonly State[] = NEXT[this.#state];
    if (!allowed.includes(state)) throw new TypeError(`from ${this.#state} to ${state}`);
    this.#state = state;
  }
}
