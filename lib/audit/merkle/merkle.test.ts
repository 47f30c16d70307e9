import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  consistencyStretches,
  inclusionStretches,
  isConsistent,
  isSame,
  LeafTable,
  placesOf,
  proofOf,
  rootByInclusion,
} from "./proofs";
import { EMPTY_ROOT, foldPlaces, GrowingTree, type Hash, hashLeaf, perfectPlaces, rootOf } from "./tree";

const hex = (hash: Hash | null) => (hash ? Buffer.from(hash).toString("hex") : null);

// The inputs and roots that the reference implementation of Certificate Transparency is tested with.
const INPUTS = [
  ...["", "00", "10", "2021", "3031", "40414243", "5051525354555657"],
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const LEAVES = INPUTS.map((input) => hashLeaf(Buffer.from(input, "hex")));

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => hashLeaf(Buffer.from(String(index))));
const flipped = (hash: Hash, bit: number): Hash => {
  const copy = Uint8Array.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

/** RFC 6962's definition, as it stands there. */
function definition(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0] as Hash;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return foldPlaces([definition(leaves.slice(0, half)), definition(leaves.slice(half))]);
}

describe("a root", () => {
  it.each(ROOTS.map((root, index) => [index + 1, root] as const))(
    "over %d leaves is that of the reference implementation",
    (count, root) => {
      expect(hex(rootOf(LEAVES.slice(0, count)))).toBe(root);
    },
  );

  it("of no leaves is that of nothing", () => {
    expect(hex(rootOf([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("is that of the definition at every size, and the growing tree goes on from any", () => {
    const leaves = leavesOf(70);
    const nodes = new Map<string, Hash>();
    const whole = new GrowingTree();
    for (const [index, leaf] of leaves.entries()) {
      nodes.set(`0 ${index}`, leaf);
      whole.push(leaf, ({ level, index: at }, hash) => nodes.set(`${level} ${at}`, hash));
      const size = index + 1;
      const expected = hex(definition(leaves.slice(0, size)));
      expect(hex(whole.root())).toBe(expected);
      const edge = perfectPlaces(0, size).map(({ level, index: at }) => nodes.get(`${level} ${at}`) as Hash);
      const gone = new GrowingTree({ size, edge });
      expect([gone.size, hex(gone.root())]).toEqual([size, expected]);
      for (const next of leaves.slice(size)) gone.push(next);
      expect(hex(gone.root())).toBe(hex(definition(leaves)));
    }
  });
});

describe("an inclusion proof", () => {
  it("is that of the reference implementation", () => {
    expect(new LeafTable(LEAVES).proof(5).map(hex)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  it("gives the root for every leaf of every size, from leaves or from perfect subtrees", () => {
    const leaves = leavesOf(33);
    for (let size = 1; size <= leaves.length; size += 1)
      for (let index = 0; index < size; index += 1) {
        const some = leaves.slice(0, size);
        const proof = new LeafTable(some).proof(index);
        const stretches = inclusionStretches(index, size);
        const read = proofOf(stretches, ({ level, index: at }) =>
          definition(leaves.slice(at * 2 ** level, (at + 1) * 2 ** level)),
        );
        expect(read.map(hex)).toEqual(proof.map(hex));
        const root = rootByInclusion({ leaf: some[index] as Hash, index, size, proof });
        expect(hex(root)).toBe(hex(definition(some)));
      }
  });

  it("gives another root for another leaf, place, size or proof, whatever bit differs", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            index: fc.nat(size - 1),
            bit: fc.nat(255),
            at: fc.nat(10),
            otherIndex: fc.integer({ min: -1, max: size + 1 }),
          }),
        ),
        ({ size, index, bit, at, otherIndex }) => {
          const leaves = leavesOf(size);
          const leaf = leaves[index] as Hash;
          const proof = new LeafTable(leaves).proof(index);
          const root = hex(rootOf(leaves));
          expect(hex(rootByInclusion({ leaf: flipped(leaf, bit), index, size, proof }))).not.toBe(root);
          const changed = proof.map((hash, position) =>
            position === at % proof.length ? flipped(hash, bit) : hash,
          );
          if (proof.length > 0)
            expect(hex(rootByInclusion({ leaf, index, size, proof: changed }))).not.toBe(root);
          expect(rootByInclusion({ leaf, index, size, proof: [...proof, leaf] })).toBeNull();
          expect(rootByInclusion({ leaf, index, size, proof: proof.slice(1) }) === null).toBe(
            proof.length > 0,
          );
          if (otherIndex !== index)
            expect(hex(rootByInclusion({ leaf, index: otherIndex, size, proof }))).not.toBe(root);
        },
      ),
    );
  });

  it("of no place is none", () => {
    const proof: Hash[] = [];
    const leaf = hashLeaf(Buffer.from("x"));
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [0, Number.NaN],
      [0, Number.MAX_VALUE],
    ] as const)
      expect(rootByInclusion({ leaf, index, size, proof })).toBeNull();
    expect(() => inclusionStretches(1, 1)).toThrow(RangeError);
  });
});

describe("a consistency proof", () => {
  const claimOf = (leaves: readonly Hash[], size: number) => ({ size, root: rootOf(leaves.slice(0, size)) });
  const proofFor = (leaves: readonly Hash[], first: number, second: number) =>
    proofOf(consistencyStretches(first, second), ({ level, index }) =>
      rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    );

  it("is that of the reference implementation", () => {
    expect(proofFor(LEAVES, 6, 8).map(hex)).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  it("holds between every two sizes, and reads no more than two hashes a level", () => {
    const leaves = leavesOf(40);
    for (let second = 1; second <= leaves.length; second += 1)
      for (let first = 1; first <= second; first += 1) {
        const proof = proofFor(leaves, first, second);
        expect(isConsistent(claimOf(leaves, first), claimOf(leaves, second), proof)).toBe(true);
        expect(placesOf(consistencyStretches(first, second)).length).toBeLessThanOrEqual(12);
      }
  });

  it("does not hold when one leaf of the first tree is another, or one bit of a hash", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((second) =>
          fc.record({
            second: fc.constant(second),
            first: fc.integer({ min: 1, max: second }),
            changed: fc.nat(second - 1),
            bit: fc.nat(255),
            at: fc.nat(20),
          }),
        ),
        ({ first, second, changed, bit, at }) => {
          const leaves = leavesOf(second);
          const forged = leaves.map((leaf, index) => (index === changed ? flipped(leaf, bit) : leaf));
          const proof = proofFor(leaves, first, second);
          const [one, two] = [claimOf(leaves, first), claimOf(leaves, second)];
          const other = claimOf(forged, second);
          if (changed < first) expect(isConsistent(one, other, proofFor(forged, first, second))).toBe(false);
          expect(isConsistent(one, other, proof)).toBe(false);
          expect(isConsistent({ ...one, root: flipped(one.root, bit) }, two, proof)).toBe(false);
          expect(isConsistent(one, { ...two, root: flipped(two.root, bit) }, proof)).toBe(false);
          expect(isConsistent(one, two, [...proof, one.root])).toBe(false);
          if (proof.length > 0) {
            const bad = proof.map((hash, position) =>
              position === at % proof.length ? flipped(hash, bit) : hash,
            );
            expect(isConsistent(one, two, bad)).toBe(false);
            expect(isConsistent(one, two, proof.slice(1))).toBe(false);
          }
          if (first < second) expect(isConsistent(two, one, proof)).toBe(false);
        },
      ),
    );
  });

  it("of nothing is none", () => {
    const nothing = { size: 0, root: EMPTY_ROOT };
    expect(isConsistent(nothing, nothing, [])).toBe(false);
    expect(() => consistencyStretches(0, 1)).toThrow(RangeError);
  });
});

it("two hashes are the same when every byte is", () => {
  const hash = hashLeaf(Buffer.from("x"));
  expect(isSame(hash, Uint8Array.from(hash))).toBe(true);
  expect(isSame(hash, hash.subarray(1))).toBe(false);
});
