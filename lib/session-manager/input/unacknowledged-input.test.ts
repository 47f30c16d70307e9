import { describe, expect, it } from "vitest";
import { atPrompt, World } from "../testing/world";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe("retransmission", () => {
  it("resends only the oldest message, not before 200 ms", async () => {
    const world = new World();
    world.connect();
    world.agent.output("$ ");
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    await world.carryAll();
    expect(world.sentInput).toEqual([0]);
    void world.channel.sendInput(bytes("a"));
    await world.step();
    expect(world.sentInput).toEqual([0, 1]);
    await world.step();
    expect(world.sentInput).toEqual([0, 1, 0]);
    await world.step(6);
    expect(world.sentInput.filter((number) => number === 1)).toHaveLength(1);
    expect(world.sentInput.filter((number) => number === 0)).toHaveLength(5);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(10);
    expect(world.agent.typed).toBe("a");
  });

  it("stops when the message is acknowledged", async () => {
    const world = await atPrompt();
    void world.channel.sendInput(bytes("a"));
    await world.step(20);
    expect(world.sentInput).toEqual([0, 1]);
  });

  it("resends everything unacknowledged, in order, over a new connection", async () => {
    const world = await atPrompt();
    world.fate = () => ({ copies: 0, jump: 0 });
    for (const key of ["a", "b", "c"]) {
      void world.channel.sendInput(bytes(key));
      await world.carryAll();
    }
    world.fate = () => ({ copies: 1, jump: 0 });
    world.sentInput.length = 0;
    world.connect("fresh token");
    await world.step();
    expect(world.sentInput).toEqual([1, 2, 3]);
    expect(world.agent.typed).toBe("abc");
  });

  it("keeps what is typed while there is no connection", async () => {
    const world = await atPrompt();
    world.disconnect();
    const sent = world.channel.sendInput(bytes("later"));
    await world.step(5);
    expect(world.agent.typed).toBe("");
    world.connect();
    await world.step();
    await sent;
    expect(world.agent.typed).toBe("later");
  });

  it("tells once when the agent does not answer for ten seconds", async () => {
    const world = await atPrompt();
    world.agent.isTerminalUp = false;
    void world.channel.sendInput(bytes("a"));
    await world.step(200);
    expect(world.eventsOf("input.stalled")).toHaveLength(1);
    expect(world.eventsOf("input.stalled")[0]?.sequence).toBe(1);
  });

  it("sends nothing beside the first message while the terminal is not up: the keyboard stays alive", async () => {
    const world = new World();
    world.connect();
    world.agent.isTerminalUp = false;
    world.agent.startHandshake();
    await world.step();
    world.agent.completeHandshake();
    void world.channel.sendInput(bytes("ls\r"));
    await world.step(100);
    expect(new Set(world.sentInput)).toEqual(new Set([0, 1]));
    world.agent.isTerminalUp = true;
    await world.step(20);
    expect(world.agent.typed).toBe("ls\r");
  });
});

describe("a message overtaken by a later acknowledgement", () => {
  /** Message 1 is in flight when the connection breaks; the agent has it, its acknowledgement is lost. */
  async function withLostAcknowledgement(acknowledgesOldNumbers: boolean): Promise<World> {
    const world = await atPrompt({ agent: { acknowledgesOldNumbers } });
    world.fate = (_frame, direction) => ({ copies: direction === "to-client" ? 0 : 1, jump: 0 });
    void world.channel.sendInput(bytes("a"));
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    world.connect();
    void world.channel.sendInput(bytes("b"));
    await world.step();
    return world;
  }

  it("is retired at once by an agent that acknowledges old numbers", async () => {
    const world = await withLostAcknowledgement(true);
    world.sentInput.length = 0;
    await world.step(20);
    expect(world.sentInput).toEqual([]);
    expect(world.agent.typed).toBe("ab");
  });

  it("is retired after a few more sends by an agent that does not", async () => {
    const world = await withLostAcknowledgement(false);
    await world.step(80);
    world.sentInput.length = 0;
    await world.step(50);
    expect(world.sentInput).toEqual([]);
    void world.channel.sendInput(bytes("c"));
    await world.step();
    expect(world.agent.typed).toBe("abc");
  });

  it("is sent again before it is retired, even behind others that keep silent for long", async () => {
    const world = await atPrompt({ agent: { acknowledgesOldNumbers: false } });
    for (let i = 0; i < 8; i++) {
      void world.channel.sendInput(bytes("-"));
      await world.step();
    }
    const taken = world.channel.inputNext;
    world.succeed({ outputExpected: 1, inputNext: taken, inputFillFrom: 0 });
    world.connect();
    await world.step();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    void world.channel.sendInput(bytes("x"));
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    void world.channel.sendInput(bytes("y"));
    await world.step(200);
    expect(world.agent.typed).toBe("--------xy");
  });

  it("is not retired when it was lost between service and agent", async () => {
    const world = await atPrompt({ agent: { acknowledgesOldNumbers: false } });
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    void world.channel.sendInput(bytes("a"));
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    void world.channel.sendInput(bytes("b"));
    await world.step(10);
    expect(world.agent.typed).toBe("ab");
  });
});
