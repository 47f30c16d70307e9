import { beforeEach, describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage, MESSAGE_TYPE, PAYLOAD_TYPE } from "./codec";
import { InputReceiver } from "./input-receiver";

let processed: number[];
let acknowledged: number[];
let isReady: boolean;
let receiver: InputReceiver;

function receive(...numbers: number[]): void {
  for (const sequenceNumber of numbers) {
    const frame = encodeMessage({
      messageType: MESSAGE_TYPE.input,
      createdDate: 1,
      sequenceNumber,
      flags: 0,
      payloadType: PAYLOAD_TYPE.output,
      payload: Buffer.from("x"),
    });
    const message = decodeMessage(frame);
    if (message) receiver.receive(message);
  }
}

beforeEach(() => {
  [processed, acknowledged, isReady] = [[], [], true];
  receiver = new InputReceiver(
    (message) => isReady && processed.push(message.sequenceNumber) > 0,
    (message) => acknowledged.push(message.sequenceNumber),
  );
});

describe("the agent's receiver", () => {
  it("acknowledges what comes early at once and hands it over in order", () => {
    receive(2, 1, 0);
    expect([acknowledged, processed]).toEqual([
      [2, 1, 0],
      [0, 1, 2],
    ]);
  });

  it("acknowledges an old number again and runs it once", () => {
    receive(0, 0, 1, 0);
    expect([acknowledged, processed]).toEqual([
      [0, 0, 1, 0],
      [0, 1],
    ]);
  });

  it("drops the expected message without acknowledgement while nobody can take it", () => {
    isReady = false;
    receive(0);
    expect([acknowledged, processed]).toEqual([[], []]);
    isReady = true;
    receive(0);
    expect([acknowledged, processed]).toEqual([[0], [0]]);
  });

  it("never runs what stands behind a gap, though it is acknowledged", () => {
    receive(0, 2, 3);
    expect([acknowledged, processed]).toEqual([[0, 2, 3], [0]]);
  });
});
