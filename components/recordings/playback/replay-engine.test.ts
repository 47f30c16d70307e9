import { beforeEach, describe, expect, it } from "vitest";
import { GatewayRefusal } from "../source/gateway";
import { SegmentSource } from "../source/segment-source";
import { SlowGateway, segmentOf, segmentsOf, settle } from "../testing/segments";
import type { PlayedOverview } from "./engine-parts";
import { ReplayEngine } from "./replay-engine";

const COUNT = 20;
const OVERVIEW: PlayedOverview = {
  durationMs: COUNT * 1_000,
  waits: [],
  segments: COUNT,
  posterMs: 7_250,
  isComplete: true,
};

/** A screen that says which moments it has drawn: from the first screen of a segment on, or further. */
class ReadScreen {
  drawn: string[] = [];
  readonly show = ({ number, events }: { number: number; events: readonly unknown[] }, count: number) => {
    this.drawn.push(`segment ${number} +${count} of ${events.length}`);
  };
  readonly write = (events: readonly (readonly [number, string, string])[]) => {
    this.drawn.push(`on ${events[0]?.[0]}–${events.at(-1)?.[0]}`);
  };
}

describe("a replay", () => {
  let nowMs: number;
  let frame: (() => void) | undefined;
  let gateway: SlowGateway;
  let screen: ReadScreen;
  let engine: ReplayEngine;
  const create = (overview: PlayedOverview, isRunning: boolean) => {
    const source = new SegmentSource(gateway.ask);
    const clock = {
      now: () => nowMs,
      onFrame: (run: () => void) => {
        frame = run;
        return () => {
          frame = undefined;
        };
      },
    };
    engine = new ReplayEngine({
      ...{ source, clock, overview, isRunning },
      habits: { speed: 1, skipsIdle: true },
    });
  };
  beforeEach(() => {
    nowMs = 1_000;
    frame = undefined;
    gateway = new SlowGateway(segmentsOf(COUNT));
    screen = new ReadScreen();
    create(OVERVIEW, false);
  });
  /** Lets time pass, a picture every 50 ms; what is asked for comes at once. */
  const pass = async (milliseconds: number, isAnswered = true) => {
    for (const end = nowMs + milliseconds; nowMs < end; ) {
      nowMs += 50;
      const run = frame;
      frame = undefined;
      run?.();
      if (isAnswered) await gateway.answer();
    }
  };
  const started = async (startMs?: number) => {
    engine.start(screen, startMs);
    await gateway.answer();
  };

  it("shows its poster before anything is played, and plays from the beginning", async () => {
    await started();
    expect(screen.drawn).toEqual(["segment 7 +3 of 10"]);
    expect(engine.read()).toMatchObject({ ms: 0, isPoster: true, playback: "paused" });
    engine.play();
    await gateway.answer();
    expect(screen.drawn.at(-1)).toBe("segment 0 +1 of 10");
    expect(engine.read()).toMatchObject({ ms: 0, isPoster: false, playback: "playing" });
  });

  it("shows another poster once more of the recording is known, until it is played", async () => {
    await started();
    engine.extend({ ...OVERVIEW, posterMs: 15_050 }, false);
    await gateway.answer();
    expect(screen.drawn).toEqual(["segment 7 +3 of 10", "segment 15 +1 of 10"]);
    engine.seek(3_000);
    await gateway.answer();
    engine.extend({ ...OVERVIEW, posterMs: 9_050 }, false);
    await gateway.answer();
    expect(screen.drawn.slice(2)).toEqual(["segment 3 +1 of 10"]);
  });

  it("begins at the moment of an address", async () => {
    await started(3_333);
    expect(screen.drawn).toEqual(["segment 3 +4 of 10"]);
    expect(engine.read()).toMatchObject({ ms: 3_333, isPoster: false });
  });

  it("draws each output once and in order, from segment to segment", async () => {
    await started(0);
    engine.play();
    await pass(3_500);
    const on = screen.drawn.slice(1);
    expect(on.every((one) => one.startsWith("on "))).toBe(true);
    expect(on.map((one) => Number(/^on (\d+)/.exec(one)?.[1]))).toEqual(
      Array.from({ length: 35 }, (_one, index) => (index + 1) * 100),
    );
  });

  it("fetches the next segment before it is wanted, and one at a time", async () => {
    await started(0);
    expect(gateway.asked).toEqual(["ms 0"]);
    engine.play();
    expect(gateway.asked).toEqual(["ms 0", "number 1"]);
    await pass(1_050);
    expect(gateway.asked).toEqual(["ms 0", "number 1", "number 2"]);
  });

  it("opens one segment for a jump, forwards and back, wherever it leads", async () => {
    await started(0);
    for (const [ms, drawn] of [
      [15_450, "segment 15 +5 of 10"],
      [2_000, "segment 2 +1 of 10"],
      [19_999, "segment 19 +10 of 10"],
      [1_999, "segment 1 +10 of 10"],
    ] as const) {
      screen.drawn = [];
      gateway.asked.length = 0;
      engine.seek(ms);
      await gateway.answer();
      expect(screen.drawn).toEqual([drawn]);
      expect(gateway.asked.length).toBeLessThanOrEqual(2);
    }
  });

  it("never shows what an earlier jump asked for, however late it comes", async () => {
    await started(0);
    screen.drawn = [];
    engine.seek(5_500);
    engine.seek(12_500);
    await gateway.answer("ms 12500");
    await gateway.answer("ms 5500");
    await gateway.answer();
    expect(screen.drawn).toEqual(["segment 12 +6 of 10"]);
    expect(engine.read().ms).toBe(12_500);
  });

  it("goes on from where it was led to, and no further than that, when the answer comes late", async () => {
    await started(0);
    engine.play();
    engine.seek(5_500);
    await pass(3_000, false);
    expect(engine.read()).toMatchObject({ ms: 5_500, playback: "held" });
    await gateway.answer();
    await pass(200);
    expect(screen.drawn.slice(1)).toEqual(["segment 5 +6 of 10", "on 5600–5600", "on 5700–5700"]);
  });

  it("waits for a gateway that is away, and goes on when it is back", async () => {
    await started(500);
    gateway.asked.length = 0;
    engine.seek(18_100);
    await gateway.answer();
    engine.play();
    await pass(300);
    expect(engine.read().playback).toBe("playing");
    engine.seek(3_000);
    await pass(60_000, false);
    expect(engine.read()).toMatchObject({ ms: 3_000, playback: "held" });
    await gateway.answer();
    await pass(100);
    expect(screen.drawn.at(-1)).toBe("on 3100–3100");
  });

  it("stops at a refusal and says it, until somebody tries again", async () => {
    await started(0);
    engine.play();
    engine.seek(9_000);
    const problem = { code: "ROLE_MISSING", requestId: "req-1" };
    await gateway.fail("ms 9000", new GatewayRefusal(problem));
    expect(engine.read()).toMatchObject({ playback: "paused", refusal: problem });
    engine.seek(9_000);
    await gateway.answer();
    expect(engine.read().refusal).toBeUndefined();
  });

  it("leaps over segments that pass in less than a picture", async () => {
    await started(0);
    engine.change({ speed: 16, skipsIdle: true });
    engine.play();
    nowMs += 500;
    frame?.();
    await gateway.answer();
    expect(screen.drawn.slice(1)).toEqual(["on 100–900", "segment 8 +1 of 10"]);
  });

  it.each([
    [3_450, 1, 3_500],
    [3_450, -1, 3_400],
    [3_900, 1, 4_000],
    [4_000, -1, 3_900],
    [0, -1, 0],
    [19_900, 1, 19_900],
  ] as const)("steps from millisecond %d by %d to %d", async (from, step, to) => {
    await started(from);
    const stepped = engine.step(step);
    await gateway.answer();
    await stepped;
    await gateway.answer();
    expect(engine.read()).toMatchObject({ ms: to, playback: "paused" });
  });

  it("steps over segments in which nothing was printed", async () => {
    gateway.segments = gateway.segments.map((one) =>
      one.number >= 4 && one.number <= 6 ? { ...one, events: [[one.fromMs, "m", "lost"]] } : one,
    );
    await started(3_900);
    const stepped = engine.step(1);
    await gateway.answer();
    await stepped;
    expect(engine.read().ms).toBe(7_000);
  });

  describe("of a running session", () => {
    const running = (durationMs: number): PlayedOverview => ({
      ...OVERVIEW,
      durationMs,
      segments: Math.ceil(durationMs / 1_000),
      isComplete: false,
    });
    beforeEach(() => {
      gateway.segments = [...segmentsOf(2), segmentOf(2, 2_000, 2_400)];
      gateway.isFinal = (number) => number < gateway.segments.length - 1;
      create(running(2_400), true);
    });

    it("goes on with what comes, in the segment that grows and in the next", async () => {
      await started(2_000);
      engine.follow();
      await gateway.answer();
      expect(engine.read().playback).toBe("following");
      screen.drawn = [];
      gateway.segments[2] = segmentOf(2, 2_000, 2_800);
      engine.extend(running(2_800), true);
      await pass(500);
      gateway.segments[2] = segmentOf(2, 2_000, 3_000);
      gateway.segments.push(segmentOf(3, 3_000, 3_300));
      engine.extend(running(3_300), true);
      await pass(1_000);
      expect(screen.drawn.map((one) => Number(/^on \d+–(\d+)/.exec(one)?.[1])).at(-1)).toBe(3_200);
      expect(engine.read()).toMatchObject({ ms: 3_300, playback: "following" });
      engine.extend({ ...running(3_300), isComplete: true }, false);
      await settle();
      expect(engine.read().playback).toBe("paused");
    });

    it("shows its end as it became, not as it was when it was last looked at", async () => {
      await started(2_400);
      gateway.segments[2] = segmentOf(2, 2_000, 2_800);
      gateway.isFinal = () => true;
      engine.extend({ ...running(2_800), isComplete: true }, false);
      engine.seek(2_800);
      await gateway.answer();
      expect(screen.drawn.at(-1)).toBe("segment 2 +8 of 8");
    });

    it("asks for its end only when there is more of it", async () => {
      await started(2_000);
      engine.follow();
      await gateway.answer();
      gateway.asked.length = 0;
      await pass(2_000);
      expect(gateway.asked).toEqual([]);
      // An overview may know of more than the segment that comes: it is not asked for with every picture.
      engine.extend(running(2_800), true);
      await pass(2_000);
      expect(gateway.asked).toEqual(["number 2"]);
    });
  });
});
