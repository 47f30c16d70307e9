import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/kernel/errors";
import { KEY_BYTES, sealPack } from "@/lib/recorded-ranges/pack/pack";
import { FaultList } from "../faults";
import type { MovedPack, MovedRange } from "./pack-store";
import { type MovedObjects, verifyPacks } from "./verify-packs";

const KEY = Buffer.alloc(KEY_BYTES, 3);
const NAME = { sessionId: "ses_1", number: 1 };
const OBJECT = "ses_1/000001-0123456789abcdef";
const OUTPUT = [
  { id: 7n, bytes: Buffer.from("first") },
  { id: 9n, bytes: Buffer.from("second") },
];
const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

let pack: MovedPack;
let ranges: MovedRange[];
let bucket: Map<string, Uint8Array>;
let unpacked: { id: string; sessionId: string }[];

beforeEach(async () => {
  const { object } = await sealPack(OUTPUT, KEY, NAME);
  pack = {
    ...{ ...NAME, firstRangeId: "7", lastRangeId: "9", ranges: 2, bytes: 11, key: KEY },
    ...{ objectKey: OBJECT, objectSha256: sha256(object), objectBytes: object.length },
    ...{ isMoved: true, isDeleted: false },
  };
  ranges = OUTPUT.map(({ id, bytes }) => ({
    ...{ id: String(id), head: `${id} head\n`, movedSha256: sha256(bytes) },
    movedRowSha256: sha256(`${id} head\n`, bytes),
  }));
  bucket = new Map([[OBJECT, object]]);
  unpacked = [];
});

const objects: MovedObjects = {
  read: async (key, mostBytes) => {
    const object = bucket.get(key);
    if (!object) throw new AppError("AWS_NOT_FOUND", "there is none");
    if (object.length > mostBytes) throw new AppError("AWS_INVALID", "it is longer");
    return object;
  },
  keys: async function* () {
    yield* bucket.keys();
  },
};

async function verified(where: MovedObjects | null = objects) {
  const faults = new FaultList();
  async function* each<T>(items: T[]) {
    yield* items;
  }
  const found = { packs: each([pack]), rangesOf: async () => ranges, unpacked: each(unpacked) };
  const cover = await verifyPacks(found, faults, where);
  return { cover, faults: faults.found.map(({ code, detail }) => `${code}: ${detail}`) };
}

/** Another object under its name, as whoever has its key, and the database, would have it. */
async function put(output: typeof OUTPUT, about: { key?: Uint8Array; name?: typeof NAME } = {}) {
  const { object } = await sealPack(output, about.key ?? KEY, about.name ?? NAME);
  bucket.set(OBJECT, object);
  pack = { ...pack, objectSha256: sha256(object), objectBytes: object.length };
}

describe("moved output", () => {
  it("passes as it was put, and what lies beside it is counted", async () => {
    bucket.set("ses_1/000002-0123456789abcdef", Buffer.from("x"));
    expect(await verified()).toEqual({
      cover: { packs: 1, bytes: 11, leftOver: 1, isRead: true },
      faults: [],
    });
  });

  it("is not read where it can't be, and that is said", async () => {
    bucket.clear();
    expect(await verified(null)).toEqual({
      cover: { packs: 1, bytes: 11, leftOver: 0, isRead: false },
      faults: [],
    });
  });

  it("that is on its way, or is being deleted, is nobody's left over and may be gone", async () => {
    for (const about of [{ isMoved: false }, { isDeleted: true }]) {
      const before = pack;
      pack = { ...pack, ...about, key: null };
      expect((await verified()).cover).toEqual({ packs: 0, bytes: 0, leftOver: 0, isRead: true });
      bucket.clear();
      expect((await verified()).faults).toEqual([]);
      pack = before;
    }
  });

  it("that no pack has is named", async () => {
    unpacked = [{ id: "8", sessionId: "ses_1" }];
    expect((await verified()).faults).toEqual(["removed: its bytes are gone, and no pack has them"]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["is gone", () => bucket.clear(), /^removed: .* is not there/],
    [
      "is longer",
      () => bucket.set(OBJECT, Buffer.concat([bucket.get(OBJECT) ?? KEY, KEY])),
      /^altered: .* longer than what was put/,
    ],
    [
      "is another",
      () => bucket.set(OBJECT, Buffer.from("another")),
      /^altered: .* is not what was put there/,
    ],
    ["has no key", () => (pack = { ...pack, key: null }), /^altered: .* key is gone/],
    ["is under another key", () => put(OUTPUT, { key: Buffer.alloc(KEY_BYTES, 4) }), /^altered: .* opened/],
    ["is another pack", () => put(OUTPUT, { name: { ...NAME, number: 2 } }), /^altered: .* opened/],
    ["has more bytes than it may", () => (pack = { ...pack, bytes: 10 }), /^altered: .* opened/],
    [
      "is of fewer ranges than the database has",
      () => ranges.push({ ...(ranges[0] as MovedRange), id: "8" }),
      /^altered: .* other ranges than it should/,
    ],
    [
      "is of more ranges than the database has",
      () => ranges.pop(),
      /^altered: .* other ranges than it should/,
    ],
    [
      "has a range of another number",
      () => (ranges = ranges.map((range, at) => (at === 1 ? { ...range, id: "8" } : range))),
      /^altered: .* range 8 is not what was recorded/,
    ],
    [
      "has other output",
      () => put([OUTPUT[0] as (typeof OUTPUT)[0], { id: 9n, bytes: Buffer.from("Second") }]),
      /^altered: .* range 9 is not what was recorded/,
    ],
    [
      "has another sum of its output",
      () => (ranges[0] = { ...(ranges[0] as MovedRange), movedSha256: sha256("x") }),
      /^altered: .* range 7 is not what was recorded/,
    ],
    [
      "has another sum of its row",
      () => (ranges[0] = { ...(ranges[0] as MovedRange), movedRowSha256: sha256("x") }),
      /^altered: .* range 7 is not what was recorded/,
    ],
  ])("is named when its object or row %s", async (_what, change, fault) => {
    await change();
    expect((await verified()).faults).toEqual([expect.stringMatching(fault)]);
  });

  it("is not said to be fine, or at fault, when the bucket can't be read", async () => {
    const denied = async () => {
      throw new AppError("AWS_ACCESS_DENIED", "denied");
    };
    await expect(verified({ ...objects, read: denied })).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
  });
});
