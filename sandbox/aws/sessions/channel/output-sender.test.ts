import { beforeEach, describe, expect, it } from "vitest";
import { decodeMessage, FLAG, PAYLOAD_TYPE } from "./codec";
import { OutputSender } from "./output-sender";

let nowMs: number;
let sent: { sequenceNumber: number; flags: number }[];
let sender: OutputSender;

function newSender(capacity?: number): OutputSender {
  const transmit = (frame: Buffer) => {
    const message = decodeMessage(frame);
    if (message) sent.push({ sequenceNumber: message.sequenceNumber, flags: message.flags });
  };
  return new OutputSender(
    transmit,
    () => nowMs,
    () => 1_773_480_413_000,
    capacity,
  );
}

const numbers = () => sent.map((frame) => frame.sequenceNumber);
const say = (count: number) => {
  for (let index = 0; index < count; index += 1) sender.send(PAYLOAD_TYPE.output, Buffer.from("x"));
};

beforeEach(() => {
  nowMs = 1000;
  sent = [];
  sender = newSender();
});

describe("the agent's sender", () => {
  it("numbers from zero, with SYN on the first message only", () => {
    say(3);
    expect(sent).toEqual([
      { sequenceNumber: 0, flags: FLAG.syn },
      { sequenceNumber: 1, flags: FLAG.none },
      { sequenceNumber: 2, flags: FLAG.none },
    ]);
  });

  it("sends nothing for an empty payload, and uses no number for it", () => {
    sender.send(PAYLOAD_TYPE.output, Buffer.alloc(0));
    say(1);
    expect(numbers()).toEqual([0]);
  });

  it("resends only the oldest frame, and only when it is older than the timeout", () => {
    say(3);
    nowMs += 200;
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2]);
    nowMs += 1;
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2, 0]);
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2, 0]);
    nowMs += 201;
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2, 0, 0]);
  });

  it("takes acknowledgements in any order: what is acknowledged is not sent again", () => {
    say(3);
    sender.acknowledge(0);
    sender.acknowledge(2);
    sender.acknowledge(77);
    expect(sender.pending).toBe(1);
    nowMs += 1000;
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2, 1]);
  });

  it("follows the round trip with its timeout, never above a second", () => {
    expect(sender.retransmissionTimeoutMs).toBe(200);
    say(1);
    nowMs += 20;
    sender.acknowledge(0);
    // variation 1/4·|100−20| = 20, mean 7/8·100 + 1/8·20 = 90
    expect(sender.retransmissionTimeoutMs).toBe(90 + 4 * 20);
    say(1);
    nowMs += 60_000;
    sender.acknowledge(1);
    expect(sender.retransmissionTimeoutMs).toBe(1000);
  });

  it("at its capacity sends a frame once, keeps no copy, and has used the number", () => {
    sender = newSender(2);
    say(4);
    expect(numbers()).toEqual([0, 1, 2, 3]);
    expect([sender.pending, sender.nextSequenceNumber]).toEqual([2, 4]);
    sender.acknowledge(0);
    sender.acknowledge(1);
    nowMs += 5000;
    sender.tick();
    expect(numbers()).toEqual([0, 1, 2, 3]);
  });
});
