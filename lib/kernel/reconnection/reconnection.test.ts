import { describe, expect, it } from "vitest";
import { type Attempt, Reconnection, type ReconnectionOptions } from "./reconnection";

/** A server that is there or not, with a clock that stands until it is turned. */
class Scene {
  now = 0;
  isThere = true;
  readonly open = new Set<number>();
  readonly ended: number[] = [];
  readonly told: string[] = [];
  attempts: { at: number; attempt: Attempt }[] = [];
  #made = 0;
  #timers: { at: number; work: () => void }[] = [];

  keep(options: Partial<ReconnectionOptions<number>> = {}): Reconnection<number> {
    return new Reconnection<number>(
      {
        connect: async (attempt) => {
          this.attempts.push({ at: this.now, attempt });
          if (!this.isThere) throw new Error("refused");
          const connection = ++this.#made;
          this.open.add(connection);
          return connection;
        },
        end: (connection) => {
          this.open.delete(connection);
          this.ended.push(connection);
        },
        schedule: { firstMs: 100, maxMs: 1_000 },
        onUp: (connection, isAgain) => this.told.push(`${isAgain ? "again" : "first"} ${connection}`),
        onDown: () => this.told.push("down"),
        onGivenUp: () => this.told.push("given up"),
        ...options,
      },
      {
        now: () => this.now,
        random: () => 1,
        after: (milliseconds, work) => {
          const timer = { at: this.now + milliseconds, work };
          this.#timers.push(timer);
          return () => {
            this.#timers = this.#timers.filter((one) => one !== timer);
          };
        },
      },
    );
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Lets time pass, with everything that falls due in it. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    for (;;) {
      await settled();
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.now = next.at;
      next.work();
    }
    this.now = until;
  }

  /** The connection that is up breaks; like the driver, it says so more than once. */
  break(): void {
    const last = this.attempts.at(-1)?.attempt;
    last?.lost(new Error("broken"));
    last?.lost(new Error("broken"));
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe("a kept connection", () => {
  it("connects at the first wish, once for all who wish it at the same time", async () => {
    const scene = new Scene();
    const kept = scene.keep();
    expect(await Promise.all([kept.get(), kept.get(), kept.get()])).toEqual([1, 1, 1]);
    expect(scene.attempts).toHaveLength(1);
    expect(scene.told).toEqual(["first 1"]);
  });

  it("tries on one path only while the server is away, with pauses that double up to the maximum", async () => {
    const scene = new Scene();
    const kept = scene.keep();
    await kept.get();
    scene.isThere = false;
    scene.break();
    await scene.pass(60_000);
    const pauses = scene.attempts.slice(1).map(({ at }, index) => at - (scene.attempts[index]?.at ?? 0));
    expect(pauses.slice(0, 6)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(scene.attempts.length).toBeLessThan(70);
    expect(scene.timers).toBe(1);
    scene.isThere = true;
    await scene.pass(1_000);
    expect([...scene.open]).toEqual([2]);
    expect(scene.told).toEqual(["first 1", "down", "again 2"]);
  });

  it("ends the old connection before it makes the next", async () => {
    const scene = new Scene();
    await scene.keep().get();
    scene.break();
    expect(scene.ended).toEqual([1]);
    await scene.pass(100);
    expect([...scene.open]).toEqual([2]);
  });

  it("goes on pausing when each new connection is lost at once", async () => {
    const scene = new Scene();
    await scene.keep().get();
    for (let lost = 0; lost < 8; lost++) {
      scene.break();
      await scene.pass(1_000);
    }
    expect(scene.attempts.length).toBeLessThanOrEqual(9);
    scene.break();
    await scene.pass(999);
    expect(scene.attempts).toHaveLength(9);
  });

  it("begins anew with the short pause after a connection that lasted", async () => {
    const scene = new Scene();
    await scene.keep().get();
    for (let lost = 0; lost < 3; lost++) {
      scene.break();
      await scene.pass(100);
      await scene.pass(2_000);
    }
    expect(scene.attempts).toHaveLength(4);
  });

  it("fails whoever wants it at once while it waits for the next try", async () => {
    const scene = new Scene();
    scene.isThere = false;
    const kept = scene.keep();
    await expect(kept.get()).rejects.toThrow("refused");
    await expect(kept.get()).rejects.toThrow("refused");
    expect(scene.attempts).toHaveLength(1);
  });

  it("is lost when it gives no sign of life in time", async () => {
    const scene = new Scene();
    let isSilent = false;
    const run = () => (isSilent ? new Promise<void>(() => {}) : Promise.resolve());
    await scene.keep({ probe: { run, everyMs: 500, withinMs: 200 } }).get();
    await scene.pass(5_000);
    expect(scene.told).toEqual(["first 1"]);
    isSilent = true;
    await scene.pass(700);
    expect(scene.told).toEqual(["first 1", "down"]);
    expect(scene.ended).toEqual([1]);
    isSilent = false;
    await scene.pass(5_000);
    expect(scene.told).toEqual(["first 1", "down", "again 2"]);
  });

  it("gives up at a hopeless error, and after the time that it is given", async () => {
    const hopeless = new Scene();
    hopeless.isThere = false;
    hopeless
      .keep({ isHopeless: () => true })
      .get()
      .catch(() => {});
    await hopeless.pass(10_000);
    expect([hopeless.attempts.length, hopeless.told]).toEqual([1, ["down", "given up"]]);
    const late = new Scene();
    late.isThere = false;
    late
      .keep({ giveUpAfterMs: 3_000 })
      .get()
      .catch(() => {});
    await late.pass(3_000);
    expect(late.told).toEqual(["down"]);
    await late.pass(1_500);
    expect(late.told).toEqual(["down", "given up"]);
    expect(late.timers).toBe(0);
  });

  it("stops: nothing is tried again, and an attempt under way is ended when it comes through", async () => {
    const scene = new Scene();
    const kept = scene.keep();
    const attempt = kept.get();
    await kept.stop();
    await expect(attempt).rejects.toThrow("stopped");
    expect(scene.attempts[0]?.attempt.signal.aborted).toBe(true);
    expect([scene.open.size, scene.timers, scene.told]).toEqual([0, 0, []]);
    await scene.pass(10_000);
    expect(scene.attempts).toHaveLength(1);
  });
});
