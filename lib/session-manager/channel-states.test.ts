import { describe, expect, it } from "vitest";
import {
  CHANNEL,
  CHANNEL_TRANSITIONS,
  type ChannelState,
  type ChannelStep,
  nextChannelState,
} from "./channel-states";
import { walks } from "./testing/walks";
import { World } from "./testing/world";

const STATES = Object.keys(CHANNEL_TRANSITIONS) as ChannelState[];
const ACT: Record<ChannelStep, (world: World) => unknown> = {
  open: ({ channel }) => channel.open("token"),
  detach: ({ channel }) => channel.detach(),
  "channel-closed": ({ agent }) => agent.close("bye"),
  close: ({ channel }) => channel.close(),
};
const STEPS = Object.keys(ACT) as ChannelStep[];
const PATHS = walks(STEPS, 4);

/** A frame waits for the recorder from before the first step: what finishes only when it is durable has not yet. */
async function play(path: readonly ChannelStep[]) {
  const world = new World();
  world.isConnected = true;
  let commit = () => {};
  world.recorder.gate = new Promise((resolve) => {
    commit = resolve;
  });
  world.agent.output("x");
  await world.carryAll();
  for (const step of path) {
    ACT[step](world);
    await world.carryAll();
  }
  return { world, commit };
}

function stateAfter(path: readonly ChannelStep[]): ChannelState {
  return path.reduce<ChannelState>((state, step) => nextChannelState(state, step) ?? state, "detached");
}

describe("the states of a channel", () => {
  it("are all reached, and each can be closed", () => {
    expect(new Set(PATHS.map(stateAfter))).toEqual(new Set(STATES));
    for (const state of STATES)
      expect(nextChannelState(state, "close")).toBe(state === "closed" ? undefined : "closed");
  });

  it("never take a frame again once closing, nor send once closed", () => {
    for (const from of STATES)
      for (const step of STEPS) {
        const to = nextChannelState(from, step) ?? from;
        if (!CHANNEL[from].takesFrames) expect(CHANNEL[to].takesFrames, `${from} ${step}`).toBe(false);
        if (!CHANNEL[from].works) expect(CHANNEL[to], `${from} ${step}`).toEqual(CHANNEL.closed);
      }
  });
});

describe("a channel, whatever way it went, does what its state says", () => {
  it("opens a connection where the table has that step, and nowhere else", async () => {
    for (const path of PATHS) {
      const { world } = await play(path);
      const before = world.texts.length;
      world.channel.open("another");
      const isStep = nextChannelState(stateAfter(path), "open") !== undefined;
      expect(world.texts.length - before, path.join(" ")).toBe(isStep ? 1 : 0);
    }
  });

  it("looks at frames, acknowledges what becomes durable, and says that it is over", async () => {
    for (const path of PATHS) {
      const { world, commit } = await play(path);
      const state = stateAfter(path);
      const told = world.eventsOf("frame.dropped").length;
      world.channel.receive("text");
      expect(world.eventsOf("frame.dropped").length - told, path.join(" ")).toBe(
        CHANNEL[state].takesFrames ? 1 : 0,
      );
      commit();
      world.recorder.gate = undefined;
      await world.carryAll();
      expect(world.agent.acknowledged.has(0), path.join(" ")).toBe(CHANNEL[state].sends);
      expect(world.closedWith, path.join(" ")).toBe(state.startsWith("closing") ? "bye" : undefined);
    }
  });
});
