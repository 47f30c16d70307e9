import { createDecipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage } from "./codec";

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
  hex: string;
}

const vectors: {
  messages: Vector[];
  encryption: { dataKeyHex: string; messages: { from: string; hex: string; plaintextUtf8?: string }[] };
} = JSON.parse(readFileSync("fixtures/session-manager/message-vectors.json", "utf8"));

const SAMPLE = {
  messageType: "input_stream_data",
  createdDate: 1_735_689_600_123,
  sequenceNumber: 7,
  flags: 0,
  payloadType: 1,
  payload: Buffer.from("ls\r"),
};

describe("the codec against frames of the real programs", () => {
  it("there are vectors", () => {
    expect(vectors.messages.length).toBeGreaterThanOrEqual(20);
  });

  it.each(vectors.messages.map((vector) => [vector.name, vector] as const))(
    "%s is written byte for byte",
    (_name, vector) => {
      const { name: _, hex, payloadHex, ...fields } = vector;
      expect(encodeMessage({ ...fields, payload: Buffer.from(payloadHex, "hex") }).toString("hex")).toBe(hex);
    },
  );

  it.each(vectors.messages.map((vector) => [vector.name, vector] as const))(
    "%s is read field by field",
    (_name, vector) => {
      const { messageType, schemaVersion, createdDate, sequenceNumber, flags, messageId, payloadType } =
        vector;
      expect(decodeMessage(Buffer.from(vector.hex, "hex"))).toEqual({
        messageType,
        schemaVersion,
        createdDate,
        sequenceNumber,
        flags,
        messageId,
        payloadType,
        payload: Buffer.from(vector.payloadHex, "hex"),
        isDigestRight: true,
      });
    },
  );

  it("encrypted payloads come out as their sender put them in", () => {
    const key = Buffer.from(vectors.encryption.dataKeyHex, "hex");
    for (const { from, hex } of vectors.encryption.messages) {
      const message = decodeMessage(Buffer.from(hex, "hex"));
      expect(message?.isDigestRight).toBe(true);
      const payload = message?.payload ?? Buffer.alloc(0);
      const half = from === "agent" ? key.subarray(0, 32) : key.subarray(32);
      const decipher = createDecipheriv("aes-256-gcm", half, payload.subarray(0, 12));
      decipher.setAuthTag(payload.subarray(-16));
      expect(() =>
        Buffer.concat([decipher.update(payload.subarray(12, -16)), decipher.final()]),
      ).not.toThrow();
    }
  });
});

describe("what a receiver drops", () => {
  const changed = (change: (frame: Buffer) => void) => {
    const frame = encodeMessage(SAMPLE);
    change(frame);
    return decodeMessage(frame);
  };

  it("a header length of zero", () => expect(changed((frame) => frame.writeUInt32BE(0, 0))).toBeUndefined());
  it("a header length beyond the frame", () =>
    expect(changed((frame) => frame.writeUInt32BE(4_000_000_000, 0))).toBeUndefined());
  it("an empty type", () => expect(changed((frame) => frame.fill(0x20, 4, 36))).toBeUndefined());
  it("a creation date of zero", () => expect(changed((frame) => frame.fill(0, 40, 48))).toBeUndefined());
  it("a frame that is too short", () => expect(decodeMessage(Buffer.alloc(119))).toBeUndefined());

  it("a wrong digest is told, not hidden", () =>
    expect(changed((frame) => frame.writeUInt8(frame.readUInt8(80) ^ 1, 80))?.isDigestRight).toBe(false));

  it("a type padded with NUL is read", () =>
    expect(
      changed((frame) => {
        for (let at = 4; at < 36; at += 1) if (frame[at] === 0x20) frame[at] = 0;
      })?.messageType,
    ).toBe("input_stream_data"));
});

it("whatever is written is read again", () => {
  const anyMessage = fc.record({
    messageType: fc.constantFrom("input_stream_data", "output_stream_data", "acknowledge", "channel_closed"),
    createdDate: fc.integer({ min: 1, max: 8.64e15 }),
    sequenceNumber: fc.maxSafeNat(),
    flags: fc.nat(3),
    messageId: fc.uuid(),
    payloadType: fc.nat(99),
    schemaVersion: fc.constant(1),
    payload: fc.uint8Array({ maxLength: 2048 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(anyMessage, (message) => {
      expect(decodeMessage(encodeMessage(message))).toEqual({ ...message, isDigestRight: true });
    }),
  );
});

it("no bytes make the reader throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      decodeMessage(Buffer.from(bytes));
    }),
  );
});
