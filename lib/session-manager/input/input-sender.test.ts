import { describe, expect, it } from "vitest";
import type { ChannelError } from "../channel-events";
import { atPrompt, World } from "../testing/world";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const codeOf = (promise: Promise<void>) =>
  promise.then(
    () => "sent",
    (error: ChannelError) => error.code,
  );

describe("sending", () => {
  it("records a keystroke before it goes out", async () => {
    const world = await atPrompt();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    const sent = world.channel.sendInput(bytes("x"));
    await world.step();
    expect(world.agent.typed).toBe("");
    open();
    world.recorder.gate = undefined;
    await sent;
    await world.step();
    expect(world.agent.typed).toBe("x");
    expect(world.channel.inputNext).toBe(2);
  });

  it("sends the terminal size first, keystrokes after it", async () => {
    const world = new World();
    world.connect();
    const early = world.channel.sendInput(bytes("ls\r"));
    await world.step(3);
    expect(world.sentInput).toEqual([]);
    world.agent.output("$ ");
    await world.step();
    await early;
    expect(world.agent.taken.map((input) => input.payload)).toEqual(['{"cols":120,"rows":40}', "ls\r"]);
  });

  it.each([0, 1, 1023, 1024, 1025, 5000, 200_000])(
    "cuts %i bytes into messages of at most 1024",
    async (n) => {
      const world = await atPrompt();
      const text = "0123456789abcdef".repeat(Math.ceil(n / 16)).slice(0, n);
      const sent = world.channel.sendInput(bytes(text));
      await world.step(3);
      await sent;
      expect(world.agent.typed).toBe(text);
      const keys = world.agent.taken.filter((input) => input.payloadType === 1);
      expect(keys).toHaveLength(Math.ceil(n / 1024));
    },
  );

  it("puts short writes that wait into one message", async () => {
    const world = await atPrompt();
    const writes = [..."echo hello\r"].map((key) => world.channel.sendInput(bytes(key)));
    await world.step();
    await Promise.all(writes);
    expect(world.agent.typed).toBe("echo hello\r");
    expect(world.agent.taken.filter((input) => input.payloadType === 1).length).toBeLessThanOrEqual(2);
  });

  it("passes control characters as they are", async () => {
    const world = await atPrompt();
    void world.channel.sendInput(new Uint8Array([0x03, 0x1c, 0x1a]));
    await world.step();
    expect(world.agent.typed).toBe("\x03\x1c\x1a");
  });

  it("sends only the newest of several sizes", async () => {
    const world = await atPrompt();
    for (let cols = 80; cols <= 101; cols++) world.channel.resize(cols, 33);
    world.channel.resize(90, 20);
    await world.step();
    const sizes = world.agent.taken.filter((input) => input.payloadType === 3).map((input) => input.payload);
    expect(sizes.at(-1)).toBe('{"cols":90,"rows":20}');
    expect(sizes.length).toBeLessThanOrEqual(3);
  });
});

describe("backpressure", () => {
  it("keeps at most 64 messages unacknowledged", async () => {
    const world = await atPrompt();
    world.fate = (_frame, direction) => ({ copies: direction === "to-client" ? 0 : 1, jump: 0 });
    let isSent = false;
    const sent = world.channel.sendInput(new Uint8Array(100 * 1024)).then(() => {
      isSent = true;
    });
    await world.carryAll();
    expect(new Set(world.sentInput).size).toBe(1 + 64);
    expect(isSent).toBe(false);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(100);
    await sent;
    expect(world.agent.typed).toHaveLength(100 * 1024);
  });

  it("refuses more than its queue holds with INPUT_QUEUE_FULL", async () => {
    const world = new World({ limits: { maxQueuedInputBytes: 10, maxQueuedWrites: 3 } });
    world.connect();
    const waiting = world.channel.sendInput(bytes("12345678"));
    expect(await codeOf(world.channel.sendInput(bytes("901")))).toBe("INPUT_QUEUE_FULL");
    void world.channel.sendInput(bytes("9"));
    void world.channel.sendInput(bytes("0"));
    expect(await codeOf(world.channel.sendInput(bytes("")))).toBe("sent");
    world.agent.output("$ ");
    await world.step(2);
    await waiting;
    expect(world.agent.typed).toBe("1234567890");
  });
});

describe("a recorder that fails", () => {
  it("refuses the keystrokes with INPUT_NOT_RECORDED and sends none of them", async () => {
    const world = await atPrompt();
    world.recorder.isAway = true;
    const first = codeOf(world.channel.sendInput(bytes("rm ")));
    const second = codeOf(world.channel.sendInput(bytes("-rf /tmp/x\r")));
    await world.step(2);
    expect(await first).toBe("INPUT_NOT_RECORDED");
    expect(await second).toBe("INPUT_NOT_RECORDED");
    expect(await codeOf(world.channel.sendInput(bytes("x")))).toBe("INPUT_NOT_RECORDED");
    expect(world.agent.typed).toBe("");
    world.recorder.isAway = false;
    await world.step(5);
    expect(await codeOf(world.channel.sendInput(bytes("ok\r")))).toBe("sent");
    await world.step();
    expect(world.agent.typed).toBe("ok\r");
  });

  it("takes keystrokes as soon as output is recorded again, not only when its own next try is due", async () => {
    const world = await atPrompt({ limits: { retryMs: 1_000, maxRetryMs: 60_000 } });
    world.recorder.isAway = true;
    world.agent.output("held");
    await world.step(5);
    expect(await codeOf(world.channel.sendInput(bytes("x")))).toBe("INPUT_NOT_RECORDED");
    world.recorder.isAway = false;
    for (let steps = 0; steps < 20 && !world.text.endsWith("held"); steps++) await world.step();
    expect(world.text).toMatch(/held$/);
    const sent = codeOf(world.channel.sendInput(bytes("ls\r")));
    await world.step(1);
    expect(await sent).toBe("sent");
  });

  it("sends the size when it is back", async () => {
    const world = await atPrompt();
    world.recorder.isAway = true;
    world.channel.resize(90, 20);
    await world.step(10);
    world.recorder.isAway = false;
    await world.step(25);
    expect(world.agent.taken.at(-1)?.payload).toBe('{"cols":90,"rows":20}');
  });

  it("in the middle of a long write sends a beginning and nothing after the hole", async () => {
    const world = await atPrompt({ limits: { retryMs: 1, maxRetryMs: 1 } });
    let calls = 0;
    const appendInput = world.recorder.appendInput.bind(world.recorder);
    world.recorder.appendInput = async (frame) => {
      if (++calls === 3) throw new Error("away for a moment");
      await appendInput(frame);
    };
    const sent = codeOf(
      world.channel.sendInput(bytes("a".repeat(1024) + "b".repeat(1024) + "c".repeat(2048))),
    );
    const behind = codeOf(world.channel.sendInput(bytes("d")));
    await world.step(10);
    expect([await sent, await behind]).toEqual(["INPUT_NOT_RECORDED", "INPUT_NOT_RECORDED"]);
    expect(world.agent.typed).toBe("a".repeat(1024) + "b".repeat(1024));
    void world.channel.sendInput(bytes("e"));
    await world.step();
    expect(world.agent.typed.slice(2048)).toBe("e");
  });
});

describe("closing", () => {
  it("refuses what waits and what comes with CHANNEL_CLOSED", async () => {
    const world = new World();
    world.connect();
    const waiting = codeOf(world.channel.sendInput(bytes("a")));
    world.channel.close();
    expect(await waiting).toBe("CHANNEL_CLOSED");
    expect(await codeOf(world.channel.sendInput(bytes("b")))).toBe("CHANNEL_CLOSED");
  });

  it("does not send what is being recorded at that moment", async () => {
    const world = await atPrompt();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    const sent = codeOf(world.channel.sendInput(bytes("late")));
    await world.carryAll();
    world.channel.close();
    open();
    world.recorder.gate = undefined;
    await world.step();
    expect(await sent).toBe("CHANNEL_CLOSED");
    expect(world.agent.typed).toBe("");
  });
});
