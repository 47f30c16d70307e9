import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeMessage, FrameError, type Message, parseMessage } from "./message";

interface Vector {
  name: string;
  messageType: string;
  schemaVersion: number;
  createdDate: number;
  sequenceNumber: number;
  flags: number;
  messageId: string;
  payloadType: number;
  payloadHex: string;
  totalLength: number;
  hex: string;
}
interface VectorFile {
  messages: Vector[];
  encryption: { messages: { seq: number; hex: string; payloadHex: string }[] };
}

const vectors: VectorFile = JSON.parse(readFileSync("fixtures/session-manager/message-vectors.json", "utf8"));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const keystrokes = bytes(vectors.messages.find((v) => v.name === "input_keystrokes")?.hex ?? "");

function codeOf(frame: Uint8Array): string {
  try {
    parseMessage(frame);
  } catch (error) {
    if (error instanceof FrameError) return error.code;
    throw error;
  }
  return "accepted";
}

/** The frame with `change` made in place. */
function altered(change: (frame: Buffer) => void, base = keystrokes): Uint8Array {
  const frame = Buffer.from(base);
  change(frame);
  return frame;
}

describe("vectors", () => {
  it("are all there", () => expect(vectors.messages).toHaveLength(21));

  it.each(vectors.messages)("encodes $name byte for byte and reads it back", (vector) => {
    const message: Message = {
      messageType: vector.messageType,
      schemaVersion: vector.schemaVersion,
      createdDate: vector.createdDate,
      sequenceNumber: vector.sequenceNumber,
      flags: vector.flags,
      messageId: vector.messageId,
      payloadType: vector.payloadType,
      payload: bytes(vector.payloadHex),
    };
    const frame = encodeMessage(message);
    expect(hex(frame)).toBe(vector.hex);
    expect(frame.byteLength).toBe(vector.totalLength);
    const parsed = parseMessage(bytes(vector.hex));
    expect({ ...parsed, payload: hex(parsed.payload) }).toEqual({ ...message, payload: vector.payloadHex });
  });

  it.each(vectors.encryption.messages)("round-trips an encrypted message of number $seq", (vector) => {
    const message = parseMessage(bytes(vector.hex));
    expect(message.sequenceNumber).toBe(vector.seq);
    expect(hex(message.payload)).toBe(vector.payloadHex);
    expect(hex(encodeMessage(message))).toBe(vector.hex);
  });
});

describe("hostile frames", () => {
  it.each<[string, string, Uint8Array]>([
    ["an empty frame", "FRAME_TOO_SHORT", new Uint8Array()],
    ["a frame one byte short of its header", "FRAME_TOO_SHORT", keystrokes.subarray(0, 119)],
    ["a header length of zero", "HEADER_LENGTH", altered((f) => f.writeUInt32BE(0, 0))],
    ["a header length beyond the frame", "HEADER_LENGTH", altered((f) => f.writeUInt32BE(0xffffffff, 0))],
    ["a type of spaces", "MESSAGE_TYPE_EMPTY", altered((f) => f.fill(0x20, 4, 36))],
    ["a type of NULs", "MESSAGE_TYPE_EMPTY", altered((f) => f.fill(0, 4, 36))],
    ["a created date of zero", "CREATED_DATE_ZERO", altered((f) => f.fill(0, 40, 48))],
    ["a negative sequence number", "NUMBER_OUT_OF_RANGE", altered((f) => f.fill(0xff, 48, 56))],
    ["a payload length that is too large", "PAYLOAD_LENGTH", altered((f) => f.writeUInt32BE(8, 116))],
    ["a payload length that is too small", "PAYLOAD_LENGTH", altered((f) => f.writeUInt32BE(0, 116))],
    ["a cut payload", "PAYLOAD_LENGTH", keystrokes.subarray(0, 126)],
    ["a wrong digest", "PAYLOAD_DIGEST", altered((f) => f.writeUInt8(0, 80))],
    ["a changed payload", "PAYLOAD_DIGEST", altered((f) => f.writeUInt8(0, 126))],
  ])("refuses %s with %s", (_name, code, frame) => {
    expect(codeOf(frame)).toBe(code);
  });

  it("accepts a type padded with NULs", () => {
    const frame = altered((f) => f.fill(0, 4 + "input_stream_data".length, 36));
    expect(parseMessage(frame).messageType).toBe("input_stream_data");
  });

  it("accepts an empty payload without looking at its digest", () => {
    const frame = altered(
      (f) => {
        f.writeUInt32BE(0, 116);
        f.fill(7, 80, 112);
      },
      keystrokes.subarray(0, 120),
    );
    expect(parseMessage(frame).payload).toHaveLength(0);
  });

  it("never throws anything but FrameError, whatever the bytes", () => {
    const noise = fc.uint8Array({ maxLength: 400 });
    const mutated = fc
      .tuple(
        fc.constantFrom(...vectors.messages),
        fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { maxLength: 8 }),
      )
      .map(([vector, changes]) => {
        const frame = bytes(vector.hex);
        for (const [offset, value] of changes) if (offset < frame.length) frame[offset] = value;
        return frame;
      });
    fc.assert(
      fc.property(fc.oneof(noise, mutated), (frame) => {
        codeOf(frame);
      }),
      { numRuns: 500 },
    );
  });

  it("reads nothing outside the view it is given", () => {
    const around = new Uint8Array(keystrokes.length + 64).fill(0x41);
    around.set(keystrokes, 32);
    const message = parseMessage(around.subarray(32, 32 + keystrokes.length));
    expect(Buffer.from(message.payload).toString()).toBe("ls -la\r");
    expect(codeOf(around.subarray(32, 32 + 100))).toBe("FRAME_TOO_SHORT");
  });
});

describe("our own mistakes", () => {
  const message = parseMessage(keystrokes);
  it.each<[string, Partial<Message>]>([
    ["an empty type", { messageType: "" }],
    ["a type of 33 bytes", { messageType: "x".repeat(33) }],
    ["an id that is no UUID", { messageId: "0011" }],
    ["a fraction as sequence number", { sequenceNumber: 1.5 }],
    ["a negative sequence number", { sequenceNumber: -1 }],
  ])("refuses to encode %s", (_name, change) => {
    expect(() => encodeMessage({ ...message, ...change })).toThrow(TypeError);
  });
});

it("reads back every message it can write", () => {
  const anyMessage = fc.record({
    messageType: fc.stringMatching(/^[a-z_]{1,32}$/),
    schemaVersion: fc.nat(),
    createdDate: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    sequenceNumber: fc.maxSafeNat(),
    flags: fc.maxSafeNat(),
    messageId: fc.uuid(),
    payloadType: fc.nat(),
    payload: fc.uint8Array({ maxLength: 2048 }),
  });
  fc.assert(
    fc.property(anyMessage, (message) => {
      const parsed = parseMessage(encodeMessage(message));
      expect({ ...parsed, payload: hex(parsed.payload) }).toEqual({
        ...message,
        payload: hex(message.payload),
      });
    }),
  );
});
