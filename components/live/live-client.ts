import { backoffMs } from "@/lib/kernel/reconnection/backoff";
import { CLOSE, NO_CLOSE_HEARD } from "@/lib/terminal-protocol/close-codes";
import { Liveness, PAGE_PULSE } from "@/lib/terminal-protocol/liveness";
import { pageQuery, parseToPage } from "@/lib/terminal-protocol/page-messages";

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
  /** The person was told something, or saw it elsewhere; also when nothing can be heard. */
  onTold: () => void;
}

export const POLL_MS = 15_000;
/** So long the channel may be away before the page says so and polls: a gateway that restarts is back by then. */
export const GRACE_MS = 5_000;
const BACKOFF = { firstMs: 500, maxMs: 30_000 };
/** Too many pages of one person are open: there is no hurry to try again. */
const CROWDED = { firstMs: 120_000, maxMs: 120_000 };
/** What was drawn took its time on the way. */
const SLACK_MS = 1_000;

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
  readonly #timers = new Map<"retry" | "grace" | "poll", () => void>();
  readonly #liveness: Liveness;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#freshAt = options.clock.now() - options.ageMs;
    this.#liveness = new Liveness(PAGE_PULSE, options.clock, (freshness) => {
      if (freshness === "lost") this.#giveUp();
    });
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
    this.#liveness.stop();
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
    if (!this.#isRunning || this.#state === "signed-out") return;
    // A connection that fell silent while nobody looked is not waited for.
    if (this.#socket && this.#liveness.freshness === "live") return;
    if (this.#socket) this.#giveUp();
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
    this.#liveness.start();
    this.#socket = openSocket(`${address}?${pageQuery(ageMs)}`, {
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
    this.#liveness.hear();
    this.#cancel("grace");
    this.#cancel("poll");
    this.#change("live");
    const type = parseToPage(text)?.type;
    if (type === "changed") this.#options.onChanged();
    if (type === "told") this.#options.onTold();
  }

  #takeClose(code: number): void {
    this.#attempt += 1;
    this.#socket = undefined;
    this.#liveness.stop();
    if (code === CLOSE.notSignedIn) {
      for (const cancel of this.#timers.values()) cancel();
      this.#timers.clear();
      this.#change("signed-out");
      return;
    }
    if (this.#state === "live") this.#change("connecting");
    this.#beginGrace();
    this.#failures += 1;
    const schedule = code === CLOSE.tooMany ? CROWDED : BACKOFF;
    const wait = backoffMs(this.#failures, schedule, () => this.#options.clock.random());
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
    if (!this.#isHidden) {
      this.#options.onChanged();
      this.#options.onTold();
    }
    this.#wait("poll", POLL_MS, () => this.#poll());
  }

  #giveUp(): void {
    this.#socket?.close();
    this.#takeClose(NO_CLOSE_HEARD);
  }

  #wait(name: "retry" | "grace" | "poll", milliseconds: number, run: () => void): void {
    this.#cancel(name);
    const cancel = this.#options.clock.after(milliseconds, () => {
      this.#timers.delete(name);
      run();
    });
    this.#timers.set(name, cancel);
  }

  #cancel(name: "retry" | "grace" | "poll"): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #change(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
