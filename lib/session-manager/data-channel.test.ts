import { describe, expect, it } from "vitest";
import { connected } from "./testing/world";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const size = '{"cols":120,"rows":40}';

describe("opening", () => {
  it("sends the token as the first frame, a text one, with a new request id each time", () => {
    const world = connected();
    world.connect("second");
    const [first, second] = world.texts.map((text) => JSON.parse(text));
    expect(Object.keys(first)).toEqual([
      "MessageSchemaVersion",
      "RequestId",
      "TokenValue",
      "ClientId",
      "ClientVersion",
    ]);
    expect(first.MessageSchemaVersion).toBe("1.0");
    expect([first.TokenValue, second.TokenValue]).toEqual(["token", "second"]);
    expect(second.ClientId).toBe(first.ClientId);
    expect(second.RequestId).not.toBe(first.RequestId);
  });
});

describe("a start without handshake", () => {
  it("is ready at the first output", async () => {
    const world = connected();
    world.agent.output("$ ");
    await world.step();
    expect(world.eventsOf("ready")).toEqual([
      { type: "ready", hasHandshake: false, agentVersion: "", customerMessage: "" },
    ]);
    expect(world.agent.taken.map((input) => input.payload)).toEqual([size]);
  });
});

describe("a start with handshake", () => {
  it("answers, then waits for the end of the handshake with size and keys", async () => {
    const world = connected();
    void world.channel.sendInput(bytes("early\r"));
    world.agent.startHandshake();
    await world.step(3);
    expect(world.agent.responses).toBe(1);
    expect(world.agent.refusedActions).toEqual([]);
    expect(world.sentInput).toEqual([0]);
    world.agent.completeHandshake("This session is recorded");
    world.agent.output("$ ");
    await world.step(3);
    expect(world.agent.taken.map((input) => input.payload)).toEqual([size, "early\r"]);
    expect(world.eventsOf("ready")).toEqual([
      {
        type: "ready",
        hasHandshake: true,
        agentVersion: "3.3.987.0",
        customerMessage: "This session is recorded",
      },
    ]);
    expect(world.text).toBe("$ ");
    expect(world.agent.unacknowledged).toBe(0);
    expect([...world.recorder.output.keys()]).toEqual([0, 1, 2]);
  });

  it("acknowledges the request only when the agent has the answer", async () => {
    const world = connected();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    world.agent.startHandshake();
    await world.step(5);
    expect(world.recorder.output.size).toBe(0);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(3);
    expect(world.agent.responses).toBe(1);
    expect(world.agent.unacknowledged).toBe(0);
  });

  it("goes on when the acknowledgement of the answer was lost", async () => {
    const world = connected({ agent: { acknowledgesOldNumbers: false } });
    world.agent.startHandshake();
    let isLosing = true;
    world.fate = (_frame, direction) => ({ copies: isLosing && direction === "to-client" ? 0 : 1, jump: 0 });
    await world.step(2);
    isLosing = false;
    world.agent.completeHandshake();
    world.agent.output("$ ");
    await world.step(5);
    expect(world.text).toBe("$ ");
    expect(world.agent.unacknowledged).toBe(0);
    void world.channel.sendInput(bytes("x"));
    await world.step();
    expect(world.agent.typed).toBe("x");
  });

  it("retries the answer when the recorder is away", async () => {
    const world = connected();
    world.recorder.isAway = true;
    world.agent.startHandshake();
    await world.step(5);
    expect(world.sentInput).toEqual([]);
    world.recorder.isAway = false;
    await world.step(25);
    expect(world.agent.responses).toBe(1);
  });

  it.each<[string, string, { actionType: string; parameters: unknown }[], string[]]>([
    ["a port session", "Port", [], ["SessionType:2"]],
    ["an unknown session type", "Telnet", [], ["SessionType:2"]],
    [
      "encryption",
      "Standard_Stream",
      [{ actionType: "KMSEncryption", parameters: { KMSKeyId: "arn" } }],
      ["KMSEncryption:3"],
    ],
    ["an unknown action", "Standard_Stream", [{ actionType: "Dance", parameters: null }], ["Dance:3"]],
  ])("refuses %s and says so", async (_name, sessionType, extra, refused) => {
    const world = connected();
    void world.channel.sendInput(bytes("x")).catch(() => {});
    world.agent.startHandshake(sessionType, extra);
    await world.step(3);
    expect(world.agent.refusedActions).toEqual(refused);
    expect(world.eventsOf("handshake.refused")).toHaveLength(1);
    world.agent.completeHandshake();
    await world.step(3);
    expect(world.eventsOf("ready")).toEqual([]);
    expect(world.agent.taken).toEqual([]);
    expect(world.agent.unacknowledged).toBe(0);
  });

  it.each(["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands"])(
    "accepts %s",
    async (type) => {
      const world = connected();
      world.agent.startHandshake(type);
      await world.step();
      expect(world.agent.refusedActions).toEqual([]);
    },
  );

  it("refuses a request it can't read", async () => {
    const world = connected();
    world.agent.output("{", 5);
    await world.step(3);
    expect(world.eventsOf("handshake.refused")).toHaveLength(1);
    expect(world.agent.unacknowledged).toBe(0);
  });
});

describe("an end by channel_closed", () => {
  it.each(["", "Your session has been terminated: idle timeout"])(
    "passes the reason on: '%s'",
    async (reason) => {
      const world = connected();
      world.agent.output("bye\r\n");
      world.agent.close(reason);
      await world.step();
      expect(world.closedWith).toBe(reason);
      expect(world.text).toBe("bye\r\n");
      expect(world.eventsOf("closing")).toEqual([{ type: "closing", output: reason }]);
    },
  );

  it("waits until what came before is recorded and shown", async () => {
    const world = connected();
    world.recorder.isAway = true;
    world.agent.output("last words");
    world.agent.close();
    await world.step(10);
    expect(world.closedWith).toBeUndefined();
    world.recorder.isAway = false;
    await world.step(25);
    expect(world.text).toBe("last words");
    expect(world.closedWith).toBe("");
  });

  it("names what will not come any more and shows the rest", async () => {
    const world = connected();
    world.agent.output("a");
    world.agent.loseOutput();
    world.agent.output("c");
    world.agent.loseOutput();
    world.agent.output("e");
    world.agent.close();
    await world.step();
    expect(world.recorder.gaps).toEqual([
      { from: 1, to: 1, why: "channel-closed" },
      { from: 3, to: 3, why: "channel-closed" },
    ]);
    expect(world.text).toBe("ace");
    expect(world.closedWith).toBe("");
  });

  it("records a handshake request that was never answered", async () => {
    const world = connected();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    world.agent.startHandshake();
    world.agent.close("Handshake timed out");
    await world.step();
    expect(world.recorder.output.has(0)).toBe(true);
    expect(world.closedWith).toBe("Handshake timed out");
  });

  it("is not kept open by a payload it can't read", async () => {
    const world = connected();
    world.agent.service("channel_closed", Buffer.from("nonsense"));
    await world.step();
    expect(world.closedWith).toBe("");
  });

  it("refuses input from then on, and happens once", async () => {
    const world = connected();
    world.agent.output("$ ");
    await world.step();
    world.agent.close("one");
    world.agent.close("two");
    await world.step();
    expect(world.closedWith).toBe("one");
    await expect(world.channel.sendInput(bytes("x"))).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
  });
});

describe("an end by our own close", () => {
  it("acknowledges and shows nothing more, even what is being recorded", async () => {
    const world = connected();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    world.agent.output("secret");
    await world.carryAll();
    world.channel.close();
    open();
    world.recorder.gate = undefined;
    await world.step(3);
    expect(world.text).toBe("");
    expect(world.agent.acknowledged.size).toBe(0);
    expect(world.closedWith).toBeUndefined();
  });
});
