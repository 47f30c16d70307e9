import { describe, expect, it } from "vitest";
import { FIRST_HASH } from "../../sealing/batch-hash";
import { FaultList } from "../faults";
import { event, forgeBatch, makeChain, reseal, rowsOf, type Sealed } from "../testing/chain";
import { verifyChain } from "../verify-chain";

async function verify(sealed: readonly Sealed[]) {
  const list = new FaultList();
  const cover = await verifyChain(rowsOf(sealed), list);
  return { ...cover, faults: list.found.map(({ code, item }) => `${code} ${item}`) };
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new TypeError(`there is no ${index}`);
  return found;
}

describe("what was done to the seals of ranges is named", () => {
  /** Batches of 2, 3 and 4 events and as many ranges, with one thing done to the second; its hash is made anew or not. */
  const spoil = (what: (batch: Sealed) => void, isResealed: boolean) => {
    const sealed = makeChain([2, 3, 4], 2);
    what(at(sealed, 1));
    if (isResealed) reseal(at(sealed, 1));
    return sealed;
  };
  const broken = "chain-broken batch 2";
  /** What no hash of its own shows is in the batch after it. */
  const follows = "chain-broken batch 3";

  it.each<[string, (batch: Sealed) => void, string[]]>([
    [
      "a leaf",
      ({ seals }) => {
        at(seals, 0).leafHashes[0] = 1 ^ (at(seals, 0).leafHashes[0] ?? 0);
      },
      [broken],
    ],
    ["a batch's root", ({ batch }) => void Object.assign(batch, { root: "0".repeat(64) }), [broken]],
    ["a batch that says it has no root", ({ batch }) => void Object.assign(batch, { root: null }), [broken]],
    [
      "all seals of a session",
      ({ seals }) => void seals.splice(0, 1),
      ["inserted ranges of ses_2", "removed batch 2, ranges at position 0", broken],
    ],
    ["the last seals", ({ seals }) => void seals.pop(), ["removed batch 2, ranges at position 1", broken]],
    [
      "seals behind the last",
      ({ seals }) => void seals.push({ ...at(seals, 0), position: 2 }),
      ["inserted batch 2", broken],
    ],
    [
      "two sessions that changed places",
      ({ seals }) => {
        const [one, other] = [at(seals, 0), at(seals, 1)];
        seals.splice(0, 2, { ...other, position: 0 }, { ...one, position: 1 });
      },
      [broken],
    ],
    [
      "seals of another batch",
      ({ seals }) => void seals.push({ ...at(seals, 0), batchNumber: 9, position: 0 }),
      ["inserted ranges of ses_1"],
    ],
    ["a batch's format", ({ batch }) => void Object.assign(batch, { format: 1 }), [broken]],
    ["a format that there is not", ({ batch }) => void Object.assign(batch, { format: 3 }), [broken]],
    [
      "how many ranges there are",
      ({ batch }) => void Object.assign(batch, { ranges: 2 }),
      ["inserted batch 2", broken],
    ],
    [
      "up to where they go",
      ({ batch }) => void Object.assign(batch, { rangesThrough: "7" }),
      [broken, follows],
    ],
  ])("%s", async (_title, what, faults) => {
    expect((await verify(spoil(what, false))).faults).toEqual(faults);
  });

  it.each<[string, (batch: Sealed) => void, string[]]>([
    [
      "a batch that begins too late",
      ({ batch }) => void Object.assign(batch, { rangesAfter: "3" }),
      [broken, "inserted ranges of ses_2", follows],
    ],
    [
      "a batch that begins too early",
      ({ batch }) => void Object.assign(batch, { rangesAfter: "1" }),
      [broken, follows],
    ],
    [
      "a batch that ends before it begins",
      ({ batch, seals }) => {
        Object.assign(batch, { rangesThrough: "1", ranges: 0 });
        seals.length = 0;
      },
      [broken, follows, follows],
    ],
    [
      "a number that was sealed before",
      ({ seals }) => void Object.assign(at(seals, 0), { rangeIds: ["2"] }),
      ["inserted ranges of ses_1"],
    ],
    [
      "a number that comes later",
      ({ seals }) => void Object.assign(at(seals, 0), { rangeIds: ["6"] }),
      ["inserted ranges of ses_1"],
    ],
    [
      "a number twice",
      ({ seals }) => void Object.assign(at(seals, 1), { rangeIds: ["3", "3"] }),
      ["inserted ranges of ses_2"],
    ],
    [
      "more numbers than leaves",
      ({ seals }) => void Object.assign(at(seals, 0), { rangeIds: ["3", "4"] }),
      ["inserted ranges of ses_1"],
    ],
  ])("%s, by somebody who can make hashes", async (_title, what, faults) => {
    expect((await verify(spoil(what, true))).faults).toEqual(faults);
  });

  it("ranges that the first batch left out", async () => {
    const made = forgeBatch({
      ...{ number: 1, previousHash: FIRST_HASH, sealedAt: event(0).at, events: [event(0)] },
      ranges: { after: 5, count: 1 },
    });
    expect((await verify([made])).faults).toEqual(["chain-broken batch 1"]);
  });

  it("nothing, where a release that sealed no ranges came before", async () => {
    const [first] = makeChain([2], 1);
    if (!first) throw new TypeError("one was made");
    const made = forgeBatch({
      ...{ number: 2, previousHash: first.batch.hash, sealedAt: event(9).at, events: [event(8)] },
      ranges: { after: 5, count: 1 },
    });
    expect(await verify([first, made])).toMatchObject({ faults: [], ranges: { after: "5", through: "6" } });
  });
});
