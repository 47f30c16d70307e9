import { describe, expect, it } from "vitest";
import { type ChannelEvent, defaultLimits } from "../channel-events";
import { MemoryRecorder } from "../testing/memory-recorder";
import { walks } from "../testing/walks";
import { newSession } from "../testing/world";
import { OutputReceiver } from "./output-receiver";
import {
  BEHIND_TRANSITIONS,
  type BehindState,
  BehindWatch,
  nextReceiverState,
  RECEIVER_TRANSITIONS,
  type ReceiverState,
  type ReceiverStep,
} from "./output-states";

const STEPS = ["finish", "stop"] as const satisfies ReceiverStep[];

/** A receiver that has frame 1 and not frame 0, on a clock that stands. */
async function withMissingFrame() {
  const recorder = new MemoryRecorder();
  const events: ChannelEvent[] = [];
  const delivered: number[] = [];
  const acknowledged: number[] = [];
  const clock = { now: 0 };
  const receiver = new OutputReceiver({
    ...{ counters: newSession, limits: defaultLimits, recorder, clock: () => clock.now },
    acknowledge: ({ sequence }) => acknowledged.push(sequence),
    acknowledgeNumber: (sequence) => acknowledged.push(sequence),
    deliver: ({ sequence }) => delivered.push(sequence),
    mayReadOn: () => true,
    probe: () => receiver.heard(),
    onEvent: (event) => events.push(event),
  });
  receiver.accept(frame(1));
  await receiver.settled();
  return { receiver, recorder, events, delivered, acknowledged, clock };
}

const frame = (sequence: number) => ({
  ...{ sequence, payloadType: 1, payload: Uint8Array.of(120) },
  messageId: "00112233-4455-4677-8899-aabbccddeeff",
});

describe("the states of a receiver", () => {
  it("are all reached, and end in stopped", () => {
    expect(nextReceiverState("receiving", "drained")).toBeUndefined();
    expect(nextReceiverState("finishing", "drained")).toBe("stopped");
    expect(RECEIVER_TRANSITIONS.stopped).toEqual({});
    for (const state of ["receiving", "finishing"] as const)
      expect(nextReceiverState(state, "stop")).toBe("stopped");
  });

  it("are the receiver's, whatever way it goes: it finishes once, by the first step, and not after a stop", async () => {
    for (const path of walks(STEPS, 3)) {
      const { receiver, recorder, acknowledged } = await withMissingFrame();
      let finished = 0;
      let state: ReceiverState = "receiving";
      for (const step of path) {
        const next = nextReceiverState(state, step);
        if (step === "stop") receiver.stop();
        else receiver.finish(() => finished++);
        await receiver.settled();
        // The missing frame is given up as soon as it finishes: nothing is left to wait for.
        state = next === "finishing" ? "stopped" : (next ?? state);
      }
      const finishes = path[0] === "finish" ? 1 : 0;
      expect(finished, path.join(" ")).toBe(finishes);
      expect(recorder.gaps, path.join(" ")).toEqual(
        finishes ? [{ from: 0, to: 0, why: "channel-closed" }] : [],
      );
      receiver.accept(frame(2));
      await receiver.settled();
      expect(acknowledged.includes(2), path.join(" ")).toBe(state === "receiving");
    }
  });

  it("name the cause of what is given up while frames still come", async () => {
    const { receiver, recorder, clock, delivered } = await withMissingFrame();
    for (let ticks = 0; ticks < 200 && recorder.gaps.length === 0; ticks++) {
      clock.now += 100;
      receiver.tick(true);
      receiver.heard();
      await receiver.settled();
    }
    expect(recorder.gaps).toEqual([{ from: 0, to: 0, why: "not-resent" }]);
    expect(delivered).toEqual([1]);
  });

  it.each(["detached", "recorder-failing"] as const)(
    "give nothing up while it can't come: %s",
    async (reason) => {
      const { receiver, recorder, clock } = await withMissingFrame();
      if (reason === "recorder-failing") {
        recorder.isAway = true;
        receiver.accept(frame(2));
        await receiver.settled();
      }
      const pass = async (ticks: number, isAttached: boolean) => {
        for (let tick = 0; tick < ticks; tick++) {
          clock.now += 100;
          receiver.tick(isAttached);
          receiver.heard();
          await receiver.settled();
        }
      };
      await pass(200, reason !== "detached");
      // When it can come again it has the whole time.
      recorder.isAway = false;
      await pass(100, true);
      expect(recorder.gaps).toEqual([]);
    },
  );
});

describe("being behind", () => {
  const LIMIT = 200;
  type Told = ReturnType<BehindWatch["tick"]>;

  it("is told once it lasts, and once it is over, whatever way it goes", () => {
    const seen = new Set<BehindState>();
    for (const path of walks([true, false], 7)) {
      const watch = new BehindWatch(LIMIT);
      let state: BehindState = "current";
      let missingTicks = 0;
      for (const [at, isMissing] of path.entries()) {
        const before: BehindState = state;
        missingTicks = isMissing ? missingTicks + 1 : 0;
        state = missingTicks === 0 ? "current" : missingTicks > LIMIT / 100 ? "behind" : "waiting";
        seen.add(state);
        const steps: readonly BehindState[] = Object.values(BEHIND_TRANSITIONS[before]);
        expect(state === before || steps.includes(state), `${before} to ${state}`).toBe(true);
        const expected: Told =
          state === before || (state !== "behind" && before !== "behind")
            ? undefined
            : state === "behind"
              ? "output.behind"
              : "output.caught-up";
        expect(watch.tick(isMissing, at * 100), path.join(" ")).toBe(expected);
      }
    }
    expect(seen).toEqual(new Set(Object.keys(BEHIND_TRANSITIONS)));
  });
});
