import { beforeEach, describe, expect, it } from "vitest";
import { type Freshness, freshnessOf, Liveness, type LivenessClock, TERMINAL_PULSE } from "./liveness";

class HandClock implements LivenessClock {
  at = 0;
  #waits: { at: number; run: () => void }[] = [];
  now = () => this.at;
  after = (milliseconds: number, run: () => void) => {
    const wait = { at: this.at + milliseconds, run };
    this.#waits.push(wait);
    return () => {
      this.#waits = this.#waits.filter((other) => other !== wait);
    };
  };
  run(milliseconds: number): void {
    const end = this.at + milliseconds;
    for (;;) {
      const next = this.#waits.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waits = this.#waits.filter((other) => other !== next);
      this.at = Math.max(this.at, next.at);
      next.run();
    }
    this.at = end;
  }
  /** The machine sleeps: time goes by, and timers run when it wakes. */
  sleep(milliseconds: number): void {
    this.at += milliseconds;
    for (const wait of this.#waits) wait.at = Math.max(wait.at, this.at);
  }
}

const { beatMs, staleMs, lostMs } = TERMINAL_PULSE;
let clock: HandClock;
let changes: Freshness[];
let liveness: Liveness;

beforeEach(() => {
  clock = new HandClock();
  changes = [];
  liveness = new Liveness(TERMINAL_PULSE, clock, (freshness) => changes.push(freshness));
  liveness.start();
});

it.each([
  [0, "live"],
  [staleMs - 1, "live"],
  [staleMs, "stale"],
  [lostMs - 1, "stale"],
  [lostMs, "lost"],
] as const)("after %d ms without news a terminal is %s", (silentMs, freshness) => {
  expect(freshnessOf(silentMs, TERMINAL_PULSE)).toBe(freshness);
});

it("a terminal's silence is known within three seconds, also when the last beat had just been heard", () => {
  expect(staleMs).toBeLessThanOrEqual(3_000);
  expect(staleMs).toBeGreaterThan(2 * beatMs);
});

describe("a state that is confirmed by news", () => {
  it("is live as long as there is some", () => {
    for (let at = 0; at < 20; at += 1) {
      clock.run(beatMs);
      liveness.hear();
    }
    expect([liveness.freshness, changes]).toEqual(["live", []]);
  });

  it("is withdrawn by silence, in two steps, each at its time", () => {
    clock.run(staleMs - 1);
    expect(liveness.freshness).toBe("live");
    clock.run(1);
    expect([liveness.freshness, changes]).toEqual(["stale", ["stale"]]);
    clock.run(lostMs - staleMs - 1);
    expect(changes).toEqual(["stale"]);
    clock.run(1);
    expect([liveness.freshness, changes]).toEqual(["lost", ["stale", "lost"]]);
  });

  it("is live again at the first news, and withdrawn again by the next silence", () => {
    clock.run(staleMs);
    liveness.hear();
    clock.run(staleMs);
    expect(changes).toEqual(["stale", "live", "stale"]);
  });

  it("is lost as soon as a machine wakes that slept too long", () => {
    clock.sleep(3_600_000);
    clock.run(300);
    expect(changes).toEqual(["lost"]);
  });

  it("is not withdrawn when the page alone stood still, and its news was waiting", () => {
    clock.sleep(11_000);
    clock.run(0);
    liveness.hear();
    clock.run(300);
    expect([liveness.freshness, changes]).toEqual(["live", []]);
  });

  it("is nobody's any more once it is stopped", () => {
    liveness.stop();
    liveness.hear();
    clock.run(60_000);
    expect([liveness.freshness, changes]).toEqual(["lost", []]);
  });
});
