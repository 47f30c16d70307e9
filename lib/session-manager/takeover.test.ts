import { describe, expect, it } from "vitest";
import { inputNumbersInDoubt } from "./channel-events";
import { atPrompt, connected, outputNumberOf } from "./testing/world";

const losesNumber = (frame: Uint8Array, sequence: number) => outputNumberOf(frame) === sequence;
const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe("takeover", () => {
  it("fills the numbers its predecessor reserved and goes on behind them", async () => {
    const world = connected();
    world.agent.output("$ ");
    await world.step();
    for (const key of ["a", "b"]) {
      void world.channel.sendInput(bytes(key));
      await world.step();
    }
    // Reserved in blocks of 16: the agent has taken 0..2.
    world.succeed({ outputExpected: 1, inputNext: 16, inputFillFrom: 0 });
    world.agent.output("more");
    world.connect();
    void world.channel.sendInput(bytes("c"));
    await world.step(3);
    expect(world.agent.typed).toBe("abc");
    expect(world.eventsOf("input.filled")).toEqual([{ type: "input.filled", from: 0, to: 15 }]);
    expect(world.agent.taken.at(-1)?.sequence).toBe(world.channel.inputNext - 1);
    expect(world.channel.inputNext).toBeGreaterThan(16);
  });

  it.each([true, false])(
    "keeps the keyboard alive beyond a large block (old numbers acknowledged: %s)",
    async (old) => {
      const world = connected({ agent: { acknowledgesOldNumbers: old } });
      world.agent.output("$ ");
      await world.step();
      void world.channel.sendInput(new Uint8Array(300 * 1024).fill(0x61));
      await world.step(20);
      const taken = world.agent.typed.length;
      expect(taken).toBe(300 * 1024);
      const inputNext = world.channel.inputNext;
      world.succeed({ outputExpected: 1, inputNext, inputFillFrom: inputNext - 200 });
      world.connect();
      for (let i = 0; i < 100; i++) {
        void world.channel.sendInput(bytes("k"));
        await world.step();
      }
      expect(world.agent.typed.slice(taken)).toBe("k".repeat(100));
    },
  );

  it("waits for one answer before it sends more than one number of its own", async () => {
    const world = await atPrompt();
    world.succeed({ outputExpected: 1, inputNext: 5, inputFillFrom: 0 });
    world.connect();
    world.fate = (_frame, direction) => ({ copies: direction === "to-client" ? 0 : 1, jump: 0 });
    void world.channel.sendInput(bytes("a"));
    world.agent.output("not an answer");
    await world.step(5);
    expect(world.channel.inputNext).toBe(6);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(10);
    expect(world.agent.typed).toBe("a");
  });

  it("comes after others that died before any answer, and the keyboard is alive", async () => {
    const world = await atPrompt();
    // The first client's window: all recorded, none of it at the agent.
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    void world.channel.sendInput(new Uint8Array(200 * 1024)).catch(() => {});
    await world.carryAll();
    for (let i = 0; i < 20; i++) {
      const { inputNext } = world.channel;
      const inputFillFrom = Math.max(0, inputNext - inputNumbersInDoubt);
      world.succeed({ outputExpected: 1, inputNext, inputFillFrom });
      world.connect();
      void world.channel.sendInput(bytes("lost")).catch(() => {});
      await world.carryAll();
    }
    world.fate = () => ({ copies: 1, jump: 0 });
    world.connect();
    await world.step(3);
    void world.channel.sendInput(bytes("alive"));
    await world.step(3);
    expect(world.agent.typed).toMatch(/alive$/);
  });

  it("acknowledges at once what is durable and was not acknowledged, and shows what is new without delay", async () => {
    const world = await atPrompt();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    for (let i = 0; i < 500; i++) world.agent.output(`${i}\n`);
    await world.carryAll();
    expect(world.agent.unacknowledged).toBe(500);
    world.fate = () => ({ copies: 1, jump: 0 });
    world.succeed({ outputExpected: 501, inputNext: 1, inputFillFrom: 0 });
    world.connect();
    const shown = world.shown.length;
    await world.step(5);
    expect(world.agent.unacknowledged).toBe(0);
    world.agent.output("new");
    await world.step();
    expect(Buffer.concat(world.shown.slice(shown).map(({ payload }) => payload)).toString()).toBe("new");
  });

  it("acknowledges first, before the agent sends anything again", async () => {
    const world = await atPrompt();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    for (let i = 0; i < 500; i++) world.agent.output(`${i}\n`);
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    world.succeed({ outputExpected: 501, inputNext: 1, inputFillFrom: 0 });
    world.connect();
    await world.carryAll();
    expect(world.agent.unacknowledged).toBe(0);
    expect(world.agent.resent).toBe(0);
  });

  it("acknowledges on both sides of a hole, in the first moment after its own connection broke too", async () => {
    const world = await atPrompt();
    world.fate = (frame, direction) => ({
      copies: direction === "to-agent" || losesNumber(frame, 300) ? 0 : 1,
      jump: 0,
    });
    for (let i = 0; i < 500; i++) world.agent.output(`${i}\n`);
    await world.carryAll();
    expect(world.agent.unacknowledged).toBe(500);
    world.fate = () => ({ copies: 1, jump: 0 });
    world.connect();
    await world.carryAll();
    expect(world.agent.unacknowledged).toBe(1);
    await world.step(3);
    expect(world.agent.resent).toBe(1);
    expect(world.text.endsWith("499\n")).toBe(true);
  });

  it.each([2_000, 20_000])(
    "takes no longer for %i frames that were sent before than for any other number",
    async (count) => {
      const world = await atPrompt();
      world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
      for (let i = 0; i < count; i++) {
        world.agent.output("x");
        if (i % 1_000 === 0) await world.carryAll();
      }
      await world.carryAll();
      expect(world.agent.unacknowledged).toBe(count);
      world.succeed({ outputExpected: count + 1, inputNext: 1, inputFillFrom: 0 });
      for (let i = 0; i < 20; i++) world.agent.output("lost");
      world.fate = () => ({ copies: 1, jump: 0 });
      world.connect();
      const shown = world.shown.length;
      world.agent.output("new");
      await world.step(60);
      expect(Buffer.concat(world.shown.slice(shown).map(({ payload }) => payload)).toString()).toBe(
        `${"lost".repeat(20)}new`,
      );
      // Its oldest once or twice, then those that were lost.
      expect(world.agent.resent).toBeLessThan(28);
      expect(world.agent.unacknowledged).toBe(0);
    },
  );

  it("acknowledges nothing that is not on record, whatever its numbers", async () => {
    const world = connected({
      counters: {
        ...{ outputExpected: 5, inputNext: 0, inputFillFrom: 0 },
        outputGaps: [{ from: 1, to: 3, why: "not-resent" }],
        outputAhead: [
          { first: 8, last: 9 },
          { first: 11, last: 11 },
        ],
      },
      limits: { gapMs: 1_000_000 },
    });
    // The line throws when anything else is acknowledged.
    expect(world.acknowledged).toEqual([0, 4, 8, 9, 11]);
  });

  it("says that it is behind while the agent sends again one by one, and when it has caught up", async () => {
    const world = await atPrompt();
    world.disconnect();
    for (let i = 0; i < 40; i++) world.agent.output("lost ");
    world.succeed({ outputExpected: 1, inputNext: 1, inputFillFrom: 0 });
    world.connect();
    world.agent.output("new");
    await world.step(15);
    expect(world.eventsOf("output.behind")).toEqual([]);
    await world.step(15);
    expect(world.eventsOf("output.behind")).toHaveLength(1);
    await world.step(60);
    expect(world.eventsOf("output.caught-up")).toHaveLength(1);
    expect(world.text.endsWith("lost new")).toBe(true);
  });

  it("shows what was durable out of order, without waiting for the agent to send it again", async () => {
    const world = connected();
    world.fate = (frame, direction) => ({
      copies: direction === "to-client" && Buffer.from(frame).includes("LOST") ? 0 : 1,
      jump: 0,
    });
    world.agent.output("a");
    world.agent.output("LOST");
    world.agent.output("c");
    await world.carryAll();
    expect(world.recorder.output.has(2)).toBe(true);
    world.shown = [];
    world.succeed({
      ...{ outputExpected: 1, inputNext: 1, inputFillFrom: 0 },
      outputAhead: [{ first: 2, last: 2 }],
    });
    world.fate = () => ({ copies: 1, jump: 0 });
    world.connect();
    await world.step(5);
    expect(world.text).toBe("LOSTc");
  });

  it("does not acknowledge what lies in a gap that its predecessor closed, until it is recorded", async () => {
    const gap = { from: 1, to: 2, why: "not-resent" } as const;
    const world = connected({
      counters: { outputExpected: 3, inputNext: 0, inputFillFrom: 0, outputGaps: [gap] },
    });
    world.recorder.output.set(0, { sequence: 0, payloadType: 1, payload: bytes("x") });
    for (const part of ["0", "1", "2", "3"]) world.agent.output(part);
    await world.step();
    expect(world.recorder.output.has(1)).toBe(true);
    expect(world.text).toBe("3");
    expect(world.agent.unacknowledged).toBe(0);
  });

  it("answers a handshake that its predecessor left unfinished", async () => {
    const world = connected();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    world.agent.startHandshake();
    await world.step();
    world.fate = () => ({ copies: 1, jump: 0 });
    world.succeed({ outputExpected: 0, inputNext: 16, inputFillFrom: 0 });
    world.connect();
    await world.step(3);
    expect(world.agent.responses).toBe(1);
    world.agent.completeHandshake();
    world.agent.output("$ ");
    void world.channel.sendInput(bytes("x"));
    await world.step(3);
    expect(world.agent.typed).toBe("x");
    expect(world.text).toBe("$ ");
  });

  it("refuses counters that contradict each other", () => {
    expect(() => connected({ counters: { outputExpected: 0, inputNext: 1, inputFillFrom: 2 } })).toThrow(
      TypeError,
    );
  });
});
