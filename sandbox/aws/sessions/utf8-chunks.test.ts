import fc from "fast-check";
import { expect, it } from "vitest";
import { OUTPUT_CHUNK_BYTES, Utf8Chunker } from "./utf8-chunks";

function chunk(pieces: Buffer[]): Buffer[] {
  const chunker = new Utf8Chunker();
  return [...pieces.flatMap((piece) => chunker.push(piece)), chunker.flush()];
}

it("holds the beginning of a character back until the rest comes", () => {
  const chunker = new Utf8Chunker();
  const tick = Buffer.from("✓");
  expect(chunker.push(Buffer.concat([Buffer.from("a"), tick.subarray(0, 2)]))).toEqual([Buffer.from("a")]);
  expect(chunker.push(tick.subarray(2))).toEqual([tick]);
  expect(chunker.flush()).toHaveLength(0);
});

it("cuts at 1024 bytes, before a character that would not fit", () => {
  const chunks = chunk([Buffer.from(`${"x".repeat(1023)}é${"y".repeat(10)}`)]);
  expect(chunks.map((bytes) => bytes.length)).toEqual([1023, 12, 0]);
});

it("text of any shape arrives whole, in valid pieces of at most 1024 bytes", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const pieces = fc.array(fc.string({ unit: "grapheme", maxLength: 900 }), { maxLength: 6 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 700 }), (texts, step) => {
      const all = Buffer.from(texts.join("").repeat(3));
      const reads: Buffer[] = [];
      for (let at = 0; at < all.length; at += step) reads.push(all.subarray(at, at + step));
      const chunks = chunk(reads);
      expect(Buffer.concat(chunks).equals(all)).toBe(true);
      for (const bytes of chunks) {
        expect(bytes.length).toBeLessThanOrEqual(OUTPUT_CHUNK_BYTES);
        // Refuses half a character; U+FFFD itself may well be part of the text.
        expect(Buffer.from(strict.decode(bytes))).toEqual(bytes);
      }
    }),
  );
});

it("bytes that are no text pass unchanged", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 4 }), (reads) => {
      const pieces = reads.map((bytes) => Buffer.from(bytes));
      expect(Buffer.concat(chunk(pieces)).equals(Buffer.concat(pieces))).toBe(true);
    }),
  );
});
