import { describe, expect, it } from "vitest";
import { connected, losing } from "../testing/world";
import { encodeMessage } from "../wire/message";
import { messageTypes } from "../wire/wire-types";

describe("order of durable, acknowledged, shown", () => {
  it("neither acknowledges nor shows output while the recorder writes", async () => {
    const world = connected();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    world.agent.output("$ ");
    await world.carryAll();
    expect(world.agent.acknowledged.size).toBe(0);
    expect(world.text).toBe("");
    open();
    world.recorder.gate = undefined;
    await world.step();
    expect([...world.agent.acknowledged]).toEqual([0]);
    expect(world.text).toBe("$ ");
  });

  it("writes what arrived together, and what arrived meanwhile, in one call each", async () => {
    const world = connected();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let i = 0; i < 5; i++) world.agent.output("a");
    await world.carryAll();
    for (let i = 0; i < 7; i++) world.agent.output("b");
    await world.carryAll();
    open();
    world.recorder.gate = undefined;
    await world.step();
    expect(world.recorder.batches).toEqual([5, 7]);
    expect(world.text).toBe("aaaaabbbbbbb");
  });

  it("acknowledges an early frame as soon as it is durable and shows it in its turn", async () => {
    const world = connected();
    world.fate = losing(1);
    for (const part of ["a", "b", "c", "d"]) world.agent.output(part);
    await world.carryAll();
    expect([...world.agent.acknowledged].sort()).toEqual([0, 2, 3]);
    expect(world.text).toBe("a");
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(4);
    expect(world.text).toBe("abcd");
    expect(world.agent.unacknowledged).toBe(0);
  });

  it("shows a duplicate once and acknowledges it each time", async () => {
    const world = connected();
    let acks = 0;
    world.fate = (_frame, direction) => {
      if (direction === "to-agent") acks++;
      return { copies: direction === "to-client" ? 2 : 1, jump: 0 };
    };
    world.agent.output("x", 11);
    await world.carryAll();
    world.agent.loseOutput();
    world.agent.output("z");
    const before = acks;
    await world.carryAll();
    expect(world.shown.map((frame) => frame.payloadType)).toEqual([11]);
    expect(acks - before).toBe(1); // two copies in one batch are one frame
    expect(world.recorder.output.size).toBe(2);
  });

  it("acknowledges over the next connection what became durable without one", async () => {
    const world = connected();
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    world.agent.output("late");
    await world.carryAll();
    world.disconnect();
    open();
    world.recorder.gate = undefined;
    await world.step();
    expect(world.text).toBe("late");
    expect(world.agent.acknowledged.size).toBe(0);
    world.connect();
    await world.step(4);
    expect(world.agent.unacknowledged).toBe(0);
    expect(world.text).toBe("late");
  });

  it("shows nothing more when its owner closes it while output is shown", async () => {
    const world = connected();
    for (const part of ["a", "b", "c"]) world.agent.output(part);
    world.whenShown = () => world.channel.close();
    await world.carryAll();
    expect(world.text).toBe("a");
    expect([...world.agent.acknowledged]).toEqual([0]);
  });

  it("acknowledges again what was acknowledged into a connection that broke", async () => {
    const world = connected();
    world.fate = (_frame, direction) => ({ copies: direction === "to-agent" ? 0 : 1, jump: 0 });
    world.agent.output("one");
    world.agent.output("two");
    await world.carryAll();
    expect(world.text).toBe("onetwo");
    expect(world.agent.unacknowledged).toBe(2);
    world.fate = () => ({ copies: 1, jump: 0 });
    world.connect("another token");
    await world.step(8);
    expect(world.agent.unacknowledged).toBe(0);
    expect(world.text).toBe("onetwo");
  });
});

describe("frames that are not right", () => {
  it.each<[string, (frame: Buffer) => void, string]>([
    ["a wrong digest", (frame) => frame.writeUInt8(frame.readUInt8(80) ^ 1, 80), "PAYLOAD_DIGEST"],
    ["a created date of zero", (frame) => frame.fill(0, 40, 48), "CREATED_DATE_ZERO"],
  ])("drops %s without acknowledgement and takes the right one later", async (_name, spoil, code) => {
    const world = connected();
    const transmit = world.agent.transmit;
    world.agent.transmit = (frame) => {
      const spoilt = Buffer.from(frame);
      spoil(spoilt);
      transmit(spoilt);
    };
    world.agent.output("$ ");
    await world.step(3);
    expect(world.agent.acknowledged.size).toBe(0);
    expect(world.recorder.output.size).toBe(0);
    expect(world.eventsOf("frame.dropped")).toEqual([{ type: "frame.dropped", code }]);
    world.agent.transmit = transmit;
    await world.step(3);
    expect(world.text).toBe("$ ");
  });

  it("ignores text frames, unknown message types and publication control", async () => {
    const world = connected();
    world.channel.receive('{"hello":1}');
    world.agent.service("start_publication");
    world.agent.service("pause_publication");
    world.agent.service("brand_new_type");
    world.agent.service("agent_session_state");
    world.agent.output("$ ");
    await world.carryAll();
    expect(world.text).toBe("$ ");
    expect(world.eventsOf("frame.dropped")).toEqual([{ type: "frame.dropped", code: "TEXT_FRAME" }]);
  });

  it("tells of dropped frames once per code, however many come", async () => {
    const world = connected();
    for (let i = 0; i < 100; i++) world.channel.receive(new Uint8Array(i));
    expect(world.eventsOf("frame.dropped")).toHaveLength(1);
  });

  it("shows standard error, exit codes and unknown payload types with their type", async () => {
    const world = connected();
    world.agent.output("oops", 11);
    world.agent.output("EXIT_CODE: 3", 12);
    world.agent.output("new", 99);
    await world.carryAll();
    expect(world.shown.map((frame) => frame.payloadType)).toEqual([11, 12, 99]);
  });

  it("takes an empty payload", async () => {
    const world = connected();
    world.agent.output("");
    world.agent.output("a");
    await world.carryAll();
    expect(world.shown).toHaveLength(2);
  });

  it("takes a type padded with NULs", async () => {
    const world = connected();
    world.agent.transmit = ((original) => (frame) => {
      const padded = Buffer.from(frame);
      padded.fill(0, 4 + messageTypes.outputStreamData.length, 36);
      original(padded);
    })(world.agent.transmit);
    world.agent.output("$ ");
    await world.carryAll();
    expect(world.text).toBe("$ ");
  });

  it("drops an acknowledgement it can't read", async () => {
    const world = connected();
    world.agent.service("acknowledge", Buffer.from("[]"));
    world.agent.service("acknowledge", Buffer.from('{"AcknowledgedMessageSequenceNumber":-1}'));
    await world.carryAll();
    expect(world.eventsOf("frame.dropped").map((event) => event.code)).toEqual(["PAYLOAD_MALFORMED"]);
  });
});

describe("a recorder that fails", () => {
  it("leaves output unacknowledged and unshown, and is tried again by itself", async () => {
    const world = connected();
    world.recorder.isAway = true;
    world.agent.output("a");
    await world.step(5);
    world.agent.output("b");
    await world.step(20);
    expect(world.agent.acknowledged.size).toBe(0);
    expect(world.text).toBe("");
    expect(world.eventsOf("recording.failed").length).toBeGreaterThan(1);
    expect(world.recorder.batches.length).toBeLessThan(10);
    world.recorder.isAway = false;
    await world.step(25);
    expect(world.text).toBe("ab");
    expect(world.agent.unacknowledged).toBe(0);
    expect(world.eventsOf("recording.recovered")).toHaveLength(1);
  });

  it("that loses its answer after the commit gets the same frames again", async () => {
    const world = connected();
    world.recorder.losesAnswers = true;
    world.agent.output("a");
    await world.step();
    expect(world.recorder.output.size).toBe(1);
    expect(world.agent.acknowledged.size).toBe(0);
    world.recorder.losesAnswers = false;
    await world.step(10);
    expect(world.text).toBe("a");
  });

  it("does not let missing output be given up meanwhile", async () => {
    const world = connected({ limits: { gapMs: 5_000 } });
    world.agent.output("a");
    world.agent.loseOutput();
    world.agent.output("c");
    await world.step(5);
    world.recorder.isAway = true;
    world.agent.output("d");
    await world.step(200);
    world.recorder.isAway = false;
    await world.step(20);
    expect(world.recorder.gaps).toEqual([]);
    await world.step(80);
    expect(world.recorder.gaps).toHaveLength(1);
    expect(world.text).toBe("acd");
  });
});

describe("bounds", () => {
  const limits = { maxBufferedFrames: 10, maxBufferedBytes: 100, pauseFrames: 6, resumeFrames: 2 };

  it("refuses frames beyond what may wait for the recorder, and still takes the one that is awaited", async () => {
    const world = connected({ limits });
    const open = world.recorder.close();
    world.fate = losing(0);
    for (let i = 0; i < 15; i++) world.agent.output(String.fromCharCode(97 + i));
    await world.carryAll();
    expect(world.eventsOf("output.refused").map((event) => event.sequence)).toEqual([11, 12, 13, 14]);
    world.fate = () => ({ copies: 1, jump: 0 });
    world.now += 1_000;
    world.agent.tick();
    await world.carryAll();
    expect(world.eventsOf("output.refused")).toHaveLength(4);
    open();
    await world.step(20);
    expect(world.text).toBe("abcdefghijklmno");
  });

  it("refuses by bytes too", async () => {
    const world = connected({ limits });
    const open = world.recorder.close();
    world.agent.output("a");
    for (let i = 0; i < 4; i++) world.agent.output("x".repeat(30));
    await world.carryAll();
    expect(world.eventsOf("output.refused").map((event) => event.sequence)).toEqual([4]);
    open();
  });

  it("takes all that a node prints while one frame is missing, and reads back what it does not hold", async () => {
    const world = connected({ limits: { ...limits, maxHeldBytes: 30 } });
    world.fate = losing(0);
    let printed = "0;";
    world.agent.output(printed);
    for (let i = 1; i < 60; i++) {
      world.agent.output(`${i};`);
      printed += `${i};`;
      if (i % 3 === 0) await world.carryAll();
    }
    await world.carryAll();
    expect(world.agent.acknowledged.size).toBe(59);
    expect(world.eventsOf("output.refused")).toEqual([]);
    expect(world.recorder.reads).toBe(0);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(3);
    expect(world.text).toBe(printed);
    expect(world.recorder.reads).toBeGreaterThan(5);
  });

  it("reads back no more than those who are shown it take", async () => {
    let mayReadOn = true;
    const world = connected({ limits: { ...limits, maxHeldBytes: 0 }, mayReadOn: () => mayReadOn });
    world.fate = losing(0);
    for (let i = 0; i < 9; i++) world.agent.output(`${i}`);
    await world.carryAll();
    world.whenShown = () => {
      mayReadOn = false;
    };
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(20);
    expect(world.text).toBe("0");
    mayReadOn = true;
    await world.step();
    expect(world.text).toBe("0123");
    world.whenShown = () => {};
    mayReadOn = true;
    await world.step();
    expect(world.text).toBe("012345678");
  });

  it("tries again to read back when the database is away", async () => {
    const world = connected({ limits: { ...limits, maxHeldBytes: 0 } });
    world.fate = losing(0);
    for (let i = 0; i < 5; i++) world.agent.output(`${i}`);
    await world.carryAll();
    world.fate = () => ({ copies: 1, jump: 0 });
    world.whenShown = () => {
      world.recorder.isAway = true;
    };
    await world.step(10);
    expect(world.text).toBe("0");
    world.whenShown = () => {};
    world.recorder.isAway = false;
    await world.step(25);
    expect(world.text).toBe("01234");
    expect(world.eventsOf("recording.recovered")).toHaveLength(1);
  });

  it("names the holes in what it reads back when the channel closes", async () => {
    let mayReadOn = false;
    const world = connected({ limits: { ...limits, maxHeldBytes: 0 }, mayReadOn: () => mayReadOn });
    world.fate = losing(0, 3);
    for (let i = 0; i < 6; i++) world.agent.output(`${i}`);
    await world.carryAll();
    world.agent.close();
    await world.step(5);
    expect(world.closedWith).toBeUndefined();
    mayReadOn = true;
    await world.step(5);
    expect(world.text).toBe("1245");
    expect(world.recorder.gaps).toEqual([
      { from: 0, to: 0, why: "channel-closed" },
      { from: 3, to: 3, why: "channel-closed" },
    ]);
    expect(world.closedWith).toBe("");
  });

  it("asks to pause reading while the recorder is behind, and to resume", async () => {
    const world = connected({ limits });
    let open = () => {};
    world.recorder.gate = new Promise((resolve) => {
      open = resolve;
    });
    for (let i = 0; i < 8; i++) world.agent.output("x");
    await world.carryAll();
    expect(world.eventsOf("reading.paused")).toHaveLength(1);
    open();
    world.recorder.gate = undefined;
    await world.step();
    expect(world.eventsOf("reading.resumed")).toHaveLength(1);
    expect(world.shown).toHaveLength(8);
  });

  it("survives the largest number a header can carry", async () => {
    const world = connected({ limits: { gapMs: 1_000 } });
    world.agent.output("a");
    await world.step();
    world.channel.receive(
      encodeMessage({
        messageType: messageTypes.outputStreamData,
        schemaVersion: 1,
        createdDate: 1,
        sequenceNumber: Number.MAX_SAFE_INTEGER,
        flags: 0,
        messageId: "00112233-4455-4677-8899-aabbccddee01",
        payloadType: 1,
        payload: Buffer.from("z"),
      }),
    );
    await world.step(30);
    expect(world.recorder.gaps).toEqual([{ from: 1, to: Number.MAX_SAFE_INTEGER - 1, why: "not-resent" }]);
    expect(world.text).toBe("az");
  });
});
