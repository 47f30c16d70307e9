/** The WebSocket, as far as the client needs it. */
export interface LiveSocket {
  close(): void;
}

export interface LiveSocketEvents {
  onMessage(text: string): void;
  onClose(code: number): void;
}

export interface LiveClock {
  /** Milliseconds; only differences count. */
  now(): number;
  /** @returns a function that cancels it */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 ≤ n < 1. */
  random(): number;
}

/** connecting: not yet, or just lost; polling: lost, the page is read again every 15 s; signed-out: over. */
export type LiveState = "connecting" | "live" | "polling" | "signed-out";

export interface LiveClientOptions {
  /** `ws://host/gateway/live`, without a query. */
  address: string;
  /** How old the page is by now, in milliseconds. */
  ageMs: number;
  openSocket: (address: string, events: LiveSocketEvents) => LiveSocket;
  clock: LiveClock;
  /** Something on the page may have changed. */
  onChanged: () => void;
}

export const POLL_MS = 15_000;
/** So long the channel may be away before the page says so and polls: a gateway that restarts is back by then. */
export const GRACE_MS = 5_000;
/** The gateway says every 20 s that it is there; a connection that broke without a word is noticed by its silence. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Too many pages of one person are open: there is no hurry to try again. */
const CROWDED_WAIT_MS = 120_000;
/** What was drawn took its time on the way. */
const SLACK_MS = 1_000;

const CLOSE = { signedOut: 4001, tooMany: 4008 } as const;

/** The browser's end of the live channel: connected, or trying to be, and polling while it is not. */
export class LiveClient {
  readonly #options: LiveClientOptions;
  readonly #listeners = new Set<() => void>();
  #state: LiveState = "connecting";
  #socket: LiveSocket | undefined;
  /** Raised with each connection: what an older one still says is not listened to. */
  #attempt = 0;
  #failures = 0;
  #isHidden = false;
  #isRunning = false;
  /** When the page was surely as the server has it. */
  #freshAt: number;
  readonly #timers = new Map<"retry" | "silence" | "grace" | "poll", () => void>();

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#freshAt = options.clock.now() - options.ageMs;
  }

  /** For React: listens to changes of the state. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read = (): LiveState => this.#state;

  start(): void {
    this.#isRunning = true;
    this.#connect();
  }

  stop(): void {
    this.#isRunning = false;
    this.#attempt += 1;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Nobody looks at a hidden page: it keeps its connection, but neither polls nor connects. */
  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    if (!isHidden) this.retryNow();
  }

  /** The network is back, or somebody looks again: waiting makes no sense any more. */
  retryNow(): void {
    if (!this.#isRunning || this.#socket || this.#state === "signed-out") return;
    if (this.#state === "polling") this.#poll();
    this.#connect();
  }

  #connect(): void {
    if (this.#isHidden || this.#socket) return;
    this.#cancel("retry");
    this.#beginGrace();
    this.#attempt += 1;
    const attempt = this.#attempt;
    const { clock, address, openSocket } = this.#options;
    const ageMs = Math.ceil(clock.now() - this.#freshAt + SLACK_MS);
    this.#listenForSilence();
    this.#socket = openSocket(`${address}?ageMs=${ageMs}`, {
      onMessage: (text) => {
        if (attempt === this.#attempt) this.#take(text);
      },
      onClose: (code) => {
        if (attempt === this.#attempt) this.#takeClose(code);
      },
    });
  }

  #take(text: string): void {
    this.#failures = 0;
    this.#freshAt = this.#options.clock.now();
    this.#listenForSilence();
    this.#cancel("grace");
    this.#cancel("poll");
    this.#change("live");
    if (typeOf(text) === "changed") this.#options.onChanged();
  }

  #takeClose(code: number): void {
    this.#attempt += 1;
    this.#socket = undefined;
    this.#cancel("silence");
    if (code === CLOSE.signedOut) {
      for (const cancel of this.#timers.values()) cancel();
      this.#timers.clear();
      this.#change("signed-out");
      return;
    }
    if (this.#state === "live") this.#change("connecting");
    this.#beginGrace();
    const longest =
      code === CLOSE.tooMany
        ? CROWDED_WAIT_MS
        : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    // Spread out, so that a gateway which comes back is not met by everybody at once.
    const wait = longest * (0.5 + this.#options.clock.random() / 2);
    this.#wait("retry", wait, () => this.#connect());
  }

  /** From the loss on, however often a connection is tried meanwhile. */
  #beginGrace(): void {
    if (this.#state !== "connecting" || this.#timers.has("grace")) return;
    this.#wait("grace", GRACE_MS, () => this.#lose());
  }

  #lose(): void {
    this.#change("polling");
    this.#poll();
  }

  #poll(): void {
    if (!this.#isHidden) this.#options.onChanged();
    this.#wait("poll", POLL_MS, () => this.#poll());
  }

  #listenForSilence(): void {
    this.#wait("silence", SILENCE_MS, () => {
      this.#socket?.close();
      this.#takeClose(1006);
    });
  }

  #wait(name: "retry" | "silence" | "grace" | "poll", milliseconds: number, run: () => void): void {
    this.#cancel(name);
    const cancel = this.#options.clock.after(milliseconds, () => {
      this.#timers.delete(name);
      run();
    });
    this.#timers.set(name, cancel);
  }

  #cancel(name: "retry" | "silence" | "grace" | "poll"): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #change(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function typeOf(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
  } catch {
    return undefined;
  }
}
