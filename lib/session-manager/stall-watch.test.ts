import { describe, expect, it } from "vitest";
import { connected, losing, outputNumberOf } from "./testing/world";

describe("output that is missing", () => {
  const limits = { gapMs: 5_000 };

  it("is given up, named and recorded when the agent lives and no longer sends it", async () => {
    const world = connected({ limits });
    world.agent.output("a");
    world.agent.loseOutput();
    world.agent.loseOutput();
    world.agent.output("d");
    await world.step(40);
    expect(world.text).toBe("a");
    world.agent.output("e");
    await world.step(30);
    const gap = { from: 1, to: 2, why: "not-resent" };
    expect(world.recorder.gaps).toEqual([gap]);
    expect(world.eventsOf("gap.closed")).toEqual([{ type: "gap.closed", gap }]);
    expect(world.text).toBe("ade");
    world.agent.output("f");
    await world.step();
    expect(world.text).toBe("adef");
  });

  it("asks a silent agent for a sign of life before giving up", async () => {
    const world = connected({ limits });
    world.agent.output("a");
    await world.step(2);
    world.agent.loseOutput();
    world.agent.output("c");
    await world.step(49);
    const sizes = world.agent.taken.length;
    await world.step(10);
    expect(world.agent.taken.length).toBe(sizes + 1);
    expect(world.text).toBe("ac");
  });

  it("is not given up while the agent says nothing at all", async () => {
    const world = connected({ limits });
    world.agent.output("a");
    await world.step(2);
    world.agent.loseOutput();
    world.agent.output("c");
    await world.carryAll();
    world.fate = () => ({ copies: 0, jump: 0 });
    await world.step(300);
    expect(world.recorder.gaps).toEqual([]);
  });

  it("is not given up while missing frames still come, one after the other", async () => {
    const world = connected({ limits });
    world.agent.output("0");
    await world.step();
    const numbers = Array.from({ length: 60 }, (_, i) => i + 1);
    world.fate = losing(...numbers);
    for (const number of numbers) world.agent.output(`${number % 10}`);
    world.agent.output("!");
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(140);
    expect(world.recorder.gaps).toEqual([]);
    expect(world.text).toBe(`0${numbers.map((number) => number % 10).join("")}!`);
  });

  it("gets the whole time again after a reconnection", async () => {
    const world = connected({ limits });
    world.agent.output("a");
    world.agent.loseOutput();
    world.agent.output("c");
    for (let i = 0; i < 5; i++) {
      await world.step(45);
      world.agent.output("x");
      world.channel.open("token of a resumption");
    }
    expect(world.recorder.gaps).toEqual([]);
  });

  it("is recorded late, acknowledged and not shown when it comes after all", async () => {
    const world = connected({ limits });
    let held: Uint8Array | undefined;
    world.fate = (frame, direction) => {
      if (direction !== "to-client" || outputNumberOf(frame) !== 1) return { copies: 1, jump: 0 };
      held = frame;
      return { copies: 0, jump: 0 };
    };
    for (const part of ["a", "b", "c"]) world.agent.output(part);
    for (let i = 0; i < 70; i++) {
      await world.step();
      if (i === 40) world.agent.output("d");
    }
    expect(world.text).toBe("acd");
    expect(world.agent.acknowledged.has(1)).toBe(false);
    if (held !== undefined) world.channel.receive(held);
    await world.step();
    expect(world.agent.acknowledged.has(1)).toBe(true);
    expect(world.recorder.output.has(1)).toBe(true);
    expect(world.eventsOf("output.late")).toEqual([{ type: "output.late", sequence: 1 }]);
    expect(world.text).toBe("acd");
    if (held !== undefined) world.channel.receive(held);
    await world.step();
    expect(world.eventsOf("output.late")).toHaveLength(1);
  });

  it("beyond the agent's cap leaves one named gap and loses nothing else", async () => {
    const world = connected({ limits, agent: { cap: 3 } });
    world.agent.output("0");
    await world.step();
    world.fate = () => ({ copies: 0, jump: 0 });
    for (let i = 1; i <= 6; i++) world.agent.output(`${i}`);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(20);
    expect(world.text).toBe("0123");
    world.agent.output("7");
    await world.step(80);
    expect(world.recorder.gaps).toEqual([{ from: 4, to: 6, why: "not-resent" }]);
    expect(world.text).toBe("01237");
  });
});
