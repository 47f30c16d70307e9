import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashInPieces, KEY_BYTES, MOST_PACK_BYTES, openPack, type PackSize, sealPack } from "./pack";

interface Packed {
  id: bigint;
  bytes: Uint8Array;
}

const KEY = Buffer.alloc(KEY_BYTES, 7);
const NAME = { sessionId: "ses_01", number: 3 };
const UNREADABLE = { code: "RECORDING_UNREADABLE" };
const HIGHEST = 2n ** 63n - 1n;

const sizeOf = (ranges: readonly Packed[]): PackSize => ({
  ranges: ranges.length,
  bytes: ranges.reduce((sum, { bytes }) => sum + bytes.length, 0),
});
const asOpened = (ranges: readonly Packed[]) =>
  new Map(ranges.map(({ id, bytes }) => [String(id), Buffer.from(bytes)]));
const range = (id: bigint, text: string): Packed => ({ id, bytes: Buffer.from(text) });
const TWO = [range(4n, "first"), range(9n, "second")];

/** What is in a pack, as whoever has its key could have made it. */
function forge(packed: Uint8Array): Uint8Array {
  const nonce = createHmac("sha256", KEY).update(packed).digest().subarray(0, 12);
  const about = Buffer.from(`${NAME.sessionId}/${NAME.number}`);
  const cipher = createCipheriv("aes-256-gcm", KEY, nonce).setAAD(about);
  const sealed = [cipher.update(packed), cipher.final()];
  return Buffer.concat([Buffer.from("HLPACK01"), nonce, ...sealed, cipher.getAuthTag()]);
}

/** @param length as it is written, whatever the bytes are */
function encoded({ id, bytes }: Packed, length = bytes.length): Buffer {
  const header = Buffer.alloc(12);
  header.writeBigUInt64BE(id, 0);
  header.writeUInt32BE(length, 8);
  return Buffer.concat([header, bytes]);
}

describe("what is packed", () => {
  it("is opened as it was, whatever the ranges", async () => {
    const ids = fc.uniqueArray(fc.bigInt({ min: 0n, max: HIGHEST }), { minLength: 1, maxLength: 40 });
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(ids, fc.array(bytes, { minLength: 40, maxLength: 40 }), async (numbers, contents) => {
        const ranges = numbers.map((id, at) => ({ id, bytes: contents[at] ?? new Uint8Array() }));
        const { object } = await sealPack(ranges, KEY, NAME);
        expect(await openPack(object, KEY, NAME, sizeOf(ranges))).toEqual(asOpened(ranges));
      }),
    );
  });

  it.each([
    ["a range without bytes", [range(1n, "")]],
    ["four thousand small ones", Array.from({ length: 4_000 }, (_, at) => range(BigInt(at), `${at}`))],
    ["one of 16 MB that can't be made smaller", [{ id: HIGHEST, bytes: randomBytes(16 * 1024 * 1024) }]],
    ["16 MB that are all the same", [{ id: 1n, bytes: Buffer.alloc(16 * 1024 * 1024) }]],
  ])("is opened as it was: %s", async (_what, ranges) => {
    const { object, sha256 } = await sealPack(ranges, KEY, NAME);
    expect(await hashInPieces(object)).toBe(sha256);
    const opened = await openPack(object, KEY, NAME, sizeOf(ranges));
    expect(opened.size).toBe(ranges.length);
    for (const { id, bytes } of ranges)
      expect(Buffer.compare(opened.get(String(id)) ?? Buffer.from("none"), bytes)).toBe(0);
  });

  it("is the same object when it is packed again", async () => {
    expect(await sealPack(TWO, KEY, NAME)).toEqual(await sealPack([...TWO], Buffer.from(KEY), { ...NAME }));
  });

  it("has another nonce when anything is another", async () => {
    const nonceOf = async (ranges: readonly Packed[], key: Uint8Array, name: typeof NAME) =>
      Buffer.from((await sealPack(ranges, key, name)).object.subarray(8, 20)).toString("hex");
    const nonces = [
      await nonceOf(TWO, KEY, NAME),
      await nonceOf(TWO, Buffer.alloc(KEY_BYTES, 8), NAME),
      await nonceOf(TWO, KEY, { ...NAME, number: 4 }),
      await nonceOf(TWO, KEY, { ...NAME, sessionId: "ses_02" }),
      await nonceOf([range(5n, "first"), range(9n, "second")], KEY, NAME),
      await nonceOf([range(4n, "First"), range(9n, "second")], KEY, NAME),
      await nonceOf([range(4n, "firsts"), range(9n, "econd")], KEY, NAME),
    ];
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

it("a pack that whoever reads it should not have in memory is not made, and not opened", async () => {
  const long = [{ id: 1n, bytes: Buffer.alloc(MOST_PACK_BYTES) }];
  await expect(sealPack(long, KEY, NAME)).rejects.toThrow("would have more than");
  const forged = forge(gzipSync(encoded(long[0] as Packed)));
  await expect(openPack(forged, KEY, NAME, sizeOf(long))).rejects.toMatchObject(UNREADABLE);
});

describe("what is no pack is refused", () => {
  it("of another key, session or number", async () => {
    const { object } = await sealPack(TWO, KEY, NAME);
    const size = sizeOf(TWO);
    for (const [key, name] of [
      [Buffer.alloc(KEY_BYTES, 8), NAME],
      [KEY, { ...NAME, number: 4 }],
      [KEY, { ...NAME, sessionId: "ses_02" }],
    ] as const)
      await expect(openPack(object, key, name, size)).rejects.toMatchObject(UNREADABLE);
  });

  it("cut off anywhere, or with one bit that is another", async () => {
    const { object } = await sealPack(TWO, KEY, NAME);
    for (let at = 0; at < object.length; at += 1) {
      const altered = Buffer.from(object);
      altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
      for (const bytes of [object.subarray(0, at), altered])
        await expect(openPack(bytes, KEY, NAME, sizeOf(TWO))).rejects.toMatchObject(UNREADABLE);
    }
    const longer = Buffer.concat([object, Buffer.from([0])]);
    await expect(openPack(longer, KEY, NAME, sizeOf(TWO))).rejects.toMatchObject(UNREADABLE);
  });

  it("any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const begun = Buffer.concat([Buffer.from("HLPACK01"), bytes]);
        for (const object of [bytes, begun])
          await expect(openPack(object, KEY, NAME, sizeOf(TWO))).rejects.toMatchObject(UNREADABLE);
      }),
    );
  });

  const plain = Buffer.concat(TWO.map((one) => encoded(one)));
  const second = encoded(range(9n, "second"));
  it.each<[string, Uint8Array, PackSize?]>([
    ["nothing", gzipSync("")],
    ["no gzip", plain],
    ["a gzip stream that is cut off", gzipSync(plain).subarray(0, -4)],
    ["a gzip stream whose sum is another", Buffer.concat([gzipSync(plain).subarray(0, -8), Buffer.alloc(8)])],
    ["one range less", gzipSync(second), sizeOf(TWO)],
    ["one range more", gzipSync(plain), sizeOf([range(9n, "second")])],
    ["fewer bytes", gzipSync(plain), { ranges: 2, bytes: 12 }],
    ["more bytes", gzipSync(plain), { ranges: 2, bytes: 10 }],
    ["as many bytes in fewer ranges", gzipSync(encoded(range(4n, "x".repeat(23)))), sizeOf(TWO)],
    ["bytes behind the last range", gzipSync(Buffer.concat([plain, Buffer.alloc(5)]))],
    ["half a header", gzipSync(plain.subarray(0, 20))],
    ["a length that leads beyond the end", gzipSync(encoded(range(4n, "first"), 4_294_967_295))],
    ["a range twice", gzipSync(Buffer.concat([second, second])), { ranges: 2, bytes: 12 }],
    ["a bomb", gzipSync(Buffer.alloc(64 * 1024 * 1024))],
    ["many bombs behind each other", Buffer.concat(Array(50).fill(gzipSync(Buffer.alloc(1024 * 1024))))],
    ["a size that no buffer has", gzipSync(plain), { ranges: 2, bytes: 2 ** 62 }],
    ["a size below nothing", gzipSync(plain), { ranges: -2, bytes: -11 }],
  ])("made by who has the key: %s", async (_what, packed, size = sizeOf(TWO)) => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(openPack(forge(packed), KEY, NAME, size)).rejects.toMatchObject(UNREADABLE);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it("the forger of these tests makes one that is opened", async () => {
    expect(await openPack(forge(gzipSync(plain)), KEY, NAME, sizeOf(TWO))).toEqual(asOpened(TWO));
  });
});
