import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeOutput, encodeOutput } from "./output-frame";

it("a frame is eight bytes of offset, the highest first, then the output", () => {
  const frame = encodeOutput(0x0102_0304_0506, [Uint8Array.of(7, 8), Uint8Array.of(9)]);
  expect([...frame]).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("what is put together is taken apart again", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.array(fc.uint8Array({ maxLength: 50 })), (start, pieces) => {
      const output = decodeOutput(encodeOutput(start, pieces).buffer);
      expect(output?.start).toBe(start);
      expect([...(output?.bytes ?? [])]).toEqual(pieces.flatMap((piece) => [...piece]));
    }),
  );
});

it.each([0, 1, 7])("%d bytes are no frame", (length) => {
  expect(decodeOutput(new ArrayBuffer(length))).toBeUndefined();
});
