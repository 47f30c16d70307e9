import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Playback } from "./playback";
import { replayTimeOf } from "./replay-time";

const ENDED = { durationMs: 100_000, waits: [[10_000, 70_000]] as const, isGrowing: false };
const USUAL = { speed: 1, skipsIdle: true };

describe("the time of a replay", () => {
  it("shortens each wait to two seconds, and says which", () => {
    const time = replayTimeOf(ENDED, true);
    expect(time.durationMs).toBe(42_000);
    expect([0, 10_000, 40_000, 70_000, 100_000].map(time.toReplay)).toEqual([
      ...[0, 10_000, 11_000, 12_000, 42_000],
    ]);
    expect([10_000, 10_001, 69_999, 70_000].map(time.skippedAt)).toEqual([
      ...[undefined, 60_000, 60_000, undefined],
    ]);
  });

  it("keeps every wait for whoever wants them", () => {
    const time = replayTimeOf(ENDED, false);
    expect([time.durationMs, time.toReplay(40_000), time.skippedAt(40_000)]).toEqual([
      ...[100_000, 40_000, undefined],
    ]);
  });

  it("leads there and back, and never backwards", () => {
    const parts = fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 5_000, max: 90_000 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(parts, fc.nat(20_000), fc.boolean(), (all, rest, skipsIdle) => {
        let at = 0;
        const waits = all.map(([busy, wait]): [number, number] => {
          const from = at + busy;
          at = from + wait;
          return [from, at];
        });
        const time = replayTimeOf({ durationMs: at + rest, waits }, skipsIdle);
        let last = 0;
        for (let step = 0; step <= 50; step += 1) {
          const real = ((at + rest) * step) / 50;
          const replay = time.toReplay(real);
          expect(replay).toBeGreaterThanOrEqual(last);
          expect(time.toReal(replay)).toBeCloseTo(real, 3);
          last = replay;
        }
      }),
    );
  });
});

describe("a playback", () => {
  it("runs with the clock, at its speed, and stops at the end", () => {
    const playback = new Playback({ ...ENDED, waits: [] }, { speed: 2, skipsIdle: true });
    expect(playback.tick(5_000)).toBe(0);
    playback.play(5_000);
    expect(playback.tick(5_400)).toBe(800);
    expect(playback.tick(15_000)).toBe(20_000);
    expect(playback.tick(100_000)).toBe(100_000);
    expect(playback.state).toBe("paused");
    playback.play(100_000);
    expect(playback.tick(100_100)).toBe(200);
  });

  it.each([0.5, 1, 2, 4, 8, 16])("at %d× passes a second in as much less of one", (speed) => {
    const playback = new Playback({ ...ENDED, waits: [] }, { speed, skipsIdle: true });
    playback.play(0);
    expect(playback.tick(1_000)).toBe(1_000 * speed);
  });

  it("changes its speed where it is", () => {
    const playback = new Playback({ ...ENDED, waits: [] }, USUAL);
    playback.play(0);
    playback.change({ speed: 16, skipsIdle: true }, 1_000);
    expect(playback.tick(2_000)).toBe(17_000);
  });

  it("passes a wait in two seconds of replay, or whole", () => {
    const playback = new Playback(ENDED, USUAL, 10_000);
    playback.play(0);
    expect(playback.tick(1_000)).toBe(40_000);
    playback.change({ speed: 1, skipsIdle: false }, 1_000);
    expect(playback.tick(2_000)).toBe(41_000);
  });

  it("stands still while it is paused or held, and goes on from there", () => {
    const playback = new Playback({ ...ENDED, waits: [] }, USUAL);
    playback.play(0);
    playback.hold(1_000);
    expect([playback.tick(9_000), playback.state]).toEqual([1_000, "held"]);
    playback.release(9_000);
    expect(playback.tick(9_500)).toBe(1_500);
    playback.pause(10_000);
    expect(playback.tick(99_000)).toBe(2_000);
    playback.release(99_000);
    expect([playback.tick(99_999), playback.state]).toEqual([2_000, "paused"]);
  });

  it.each([
    [-5, 0],
    [100_001, 100_000],
    [7, 7],
  ])("seeks to %d: %d", (wanted, at) => {
    const playback = new Playback(ENDED, USUAL);
    playback.seek(wanted, 0);
    expect([playback.tick(50), playback.state]).toEqual([at, "paused"]);
  });
});

describe("a running recording", () => {
  const growing = (durationMs: number) => ({ durationMs, waits: [], isGrowing: true });

  it("is followed once it is played to its end, a moment behind", () => {
    const playback = new Playback(growing(10_000), USUAL, 9_000);
    playback.play(0);
    expect([playback.tick(2_000), playback.state]).toEqual([10_000, "following"]);
    playback.extend(growing(11_000), 3_000);
    expect(playback.tick(3_400)).toBe(10_400);
    expect(playback.tick(9_000)).toBe(11_000);
    // However long nothing came: nobody waits for it once more.
    playback.extend(growing(90_000), 9_000);
    expect(playback.tick(9_000)).toBe(88_500);
    expect([playback.tick(60_000), playback.state]).toEqual([90_000, "following"]);
  });

  it("is followed at the speed at which it happens", () => {
    const playback = new Playback(growing(10_000), { speed: 16, skipsIdle: true });
    playback.follow(0);
    playback.extend(growing(11_000), 0);
    expect(playback.tick(500)).toBe(10_500);
  });

  it("is left by a jump back, and stops when it has ended", () => {
    const playback = new Playback(growing(10_000), USUAL);
    playback.follow(0);
    expect(playback.state).toBe("following");
    playback.seek(2_000, 0);
    expect([playback.state, playback.tick(1_000)]).toEqual(["playing", 3_000]);
    playback.follow(1_000);
    playback.extend({ ...growing(10_000), isGrowing: false }, 2_000);
    expect(playback.state).toBe("paused");
  });

  it("goes on playing where it was when more of it is known", () => {
    const playback = new Playback(growing(10_000), USUAL);
    playback.play(0);
    playback.extend(growing(20_000), 1_000);
    expect([playback.tick(2_000), playback.state]).toEqual([2_000, "playing"]);
  });
});
