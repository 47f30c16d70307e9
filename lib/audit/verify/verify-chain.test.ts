import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rootOf } from "../merkle/tree";
import { batchLeaf, type EventRecord, FIRST_HASH, hashEvent } from "../sealing/batch-hash";
import type { ChainRow } from "./chain-rows";
import { FaultList } from "./faults";
import { event, type Format, forgeBatch, makeChain, reseal, rowsOf, type Sealed } from "./testing/chain";
import { verifyChain } from "./verify-chain";

interface Options {
  loose?: ChainRow[];
  anchor?: { number: number; hash: string };
}

async function verify(sealed: readonly Sealed[], { loose = [], anchor }: Options = {}) {
  const list = new FaultList();
  const cover = await verifyChain([...rowsOf(sealed), ...loose], list, { anchor });
  return { ...cover, faults: list.found.map(({ code, item }) => `${code} ${item}`) };
}

const eventsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => event(first + index));

/** A copy that a test may spoil. */
const copyOf = (sealed: Sealed[]): Sealed[] => structuredClone(sealed);

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new TypeError(`there is no ${index}`);
  return found;
}

const logRoot = (sealed: readonly Sealed[]) =>
  Buffer.from(rootOf(sealed.map(({ batch }) => batchLeaf(batch.hash)))).toString("hex");

const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
/** A chain, and one place in it. */
const place = sizes.chain((list) =>
  fc.nat(list.length - 1).chain((batch) =>
    fc.record({
      list: fc.constant(list),
      batch: fc.constant(batch),
      position: fc.nat(at(list, batch) - 1),
    }),
  ),
);

describe.each<Format>([1, 2])("in format %d:", (format) => {
  const chainOf = (list: readonly number[]) => makeChain(list, format);
  /** Whatever it holds, its hash is right; its ranges go on where those before it end. */
  const forge = (number: number, previousHash: string, events: readonly EventRecord[], rangesFrom = 0) => {
    const sealedAt = at(events, events.length - 1).at;
    const ranges = format === 2 ? { after: rangesFrom, count: events.length } : undefined;
    return forgeBatch({ number, previousHash, sealedAt, events, ranges });
  };

  describe("a chain as it was sealed", () => {
    it("holds, however it was cut into batches", async () => {
      await fc.assert(
        fc.asyncProperty(sizes, async (list) => {
          const sealed = chainOf(list);
          const events = list.reduce((sum, count) => sum + count, 0);
          const head = at(sealed, sealed.length - 1).batch;
          expect(await verify(sealed)).toEqual({
            ...{ faults: [], batches: list.length, events, unsealed: 0, firstBoundAt: null },
            head: { number: head.number, hash: head.hash },
            ranges: format === 1 ? null : { after: "0", through: String(events) },
            roots: new Map([[list.length, logRoot(sealed)]]),
          });
        }),
      );
    });

    it("holds when nothing was sealed yet", async () => {
      expect(await verify([])).toMatchObject({ faults: [], batches: 0, events: 0 });
    });
  });

  describe("what was done to it is named", () => {
    const columns = Object.keys(event(0)).filter((name) => name !== "id") as Exclude<
      keyof EventRecord,
      "id"
    >[];

    it("an altered event, in whatever column, and no more than that", async () => {
      await fc.assert(
        fc.asyncProperty(place, fc.constantFrom(...columns), async ({ list, batch, position }, column) => {
          const sealed = copyOf(chainOf(list));
          const link = at(at(sealed, batch).links, position);
          if (link.event) link.event[column] = `${link.event[column] ?? ""}0`;
          expect((await verify(sealed)).faults).toEqual([`altered ${link.eventId}`]);
        }),
      );
    });

    it("an event whose seal was altered with it", async () => {
      await fc.assert(
        fc.asyncProperty(place, async ({ list, batch, position }) => {
          const sealed = copyOf(chainOf(list));
          const link = at(at(sealed, batch).links, position);
          if (!link.event) return;
          link.event.code = "request.approved";
          link.eventHash = hashEvent(link.event);
          expect((await verify(sealed)).faults).toEqual([`chain-broken batch ${batch + 1}`]);
        }),
      );
    });

    it("a removed event, with or without its link", async () => {
      await fc.assert(
        fc.asyncProperty(place, fc.boolean(), async ({ list, batch, position }, withLink) => {
          const sealed = copyOf(chainOf(list));
          const { links } = at(sealed, batch);
          const link = at(links, position);
          if (withLink) links.splice(position, 1);
          else link.event = null;
          expect((await verify(sealed)).faults).toEqual(
            withLink
              ? [`removed batch ${batch + 1}, position ${position}`, `chain-broken batch ${batch + 1}`]
              : [`removed ${link.eventId}`],
          );
        }),
      );
    });

    it("a removed batch, unless it was the last", async () => {
      await fc.assert(
        fc.asyncProperty(place, async ({ list, batch }) => {
          fc.pre(batch < list.length - 1);
          const sealed = copyOf(chainOf(list));
          sealed.splice(batch, 1);
          expect((await verify(sealed)).faults).toEqual([`removed batch ${batch + 1}`]);
        }),
      );
    });

    it("a whole consistent tail that somebody made, as it does not follow from what was before", async () => {
      const sealed = chainOf([2, 3, 1]);
      const made = forge(2, "f".repeat(64), eventsFrom(2, 3), 2);
      const after = forge(3, made.batch.hash, eventsFrom(5, 1), 5);
      expect((await verify([at(sealed, 0), made, after])).faults).toEqual(["chain-broken batch 2"]);
    });

    it("a whole chain that somebody made, as it does not begin where chains begin", async () => {
      const made = forge(1, "f".repeat(64), eventsFrom(0, 2));
      expect((await verify([made])).faults).toEqual(["chain-broken batch 1"]);
    });

    it("a tail that follows and says something else, only by a batch that was noted elsewhere", async () => {
      const sealed = chainOf([2, 3]);
      const made = forge(2, at(sealed, 0).batch.hash, eventsFrom(3, 3), 2);
      const { number, hash } = at(sealed, 1).batch;
      expect((await verify([at(sealed, 0), made])).faults).toEqual([]);
      expect((await verify([at(sealed, 0), made], { anchor: { number, hash } })).faults).toEqual([
        "anchor batch 2",
      ]);
    });

    it("a cut-off end, by a batch that was noted elsewhere", async () => {
      const sealed = chainOf([2, 3, 1]);
      const { number, hash } = at(sealed, 2).batch;
      const anchor = { number, hash };
      expect((await verify(sealed, { anchor })).faults).toEqual([]);
      expect((await verify(sealed.slice(0, 2), { anchor })).faults).toEqual(["removed batch 3"]);
    });

    it("a batch before the first", async () => {
      const sealed = chainOf([2]);
      const made = forge(-1, FIRST_HASH, [event(-10)]);
      expect((await verify([made, ...sealed])).faults).toEqual([
        "inserted batch -1",
        `inserted ${event(-10).id}`,
        ...(format === 2 ? ["inserted ranges of ses_2"] : []),
      ]);
    });

    it("links to a batch that is not there", async () => {
      const sealed = copyOf(chainOf([1, 1]));
      const stray = { ...at(at(sealed, 1).links, 0), batchNumber: 3, eventId: "aud_z" };
      at(sealed, 1).links.push(stray);
      expect((await verify(sealed)).faults).toEqual(["inserted aud_z"]);
    });

    it("two links that changed places", async () => {
      await fc.assert(
        fc.asyncProperty(place, async ({ list, batch, position }) => {
          const sealed = copyOf(chainOf(list));
          const { links } = at(sealed, batch);
          fc.pre(position > 0);
          const [one, other] = [at(links, position - 1), at(links, position)];
          links.splice(position - 1, 2, { ...other, position: position - 1 }, { ...one, position });
          expect((await verify(sealed)).faults).toEqual([
            `reordered ${one.eventId}`,
            `chain-broken batch ${batch + 1}`,
          ]);
        }),
      );
    });

    it("a batch that was made in another order, though its hash is right", async () => {
      const [one, other] = eventsFrom(2, 2);
      if (!one || !other) throw new TypeError("two were made");
      const sealed = chainOf([2]);
      const made = forge(2, at(sealed, 0).batch.hash, [other, { ...one, at: other.at }], 2);
      expect((await verify([...sealed, made])).faults).toEqual([`reordered ${one.id}`]);
      const twice = forge(2, at(sealed, 0).batch.hash, [other, one], 2);
      expect((await verify([...sealed, twice])).faults).toEqual([`reordered ${one.id}`]);
    });

    it.each([-1, 2])("an event that was linked in at position %d of two", async (position) => {
      const sealed = copyOf(chainOf([2, 2]));
      const { links } = at(sealed, 0);
      const late = { ...event(1), id: "aud_z" };
      const link = { ...at(links, 1), position, eventId: late.id, eventHash: hashEvent(late), event: late };
      if (position < 0) links.unshift(link);
      else links.push(link);
      expect((await verify(sealed)).faults).toEqual(["inserted aud_z"]);
    });

    it.each([
      [-60_000, []],
      [-60_001, ["misdated aud_z"]],
    ])("an event that says it is %d ms from what was sealed before it", async (milliseconds, faults) => {
      const sealed = chainOf([2, 1]);
      const before = Date.parse(event(2).at);
      const late = { ...event(3), id: "aud_z", at: new Date(before + milliseconds).toISOString() };
      const made = forge(3, at(sealed, 1).batch.hash, [late], 3);
      // Of an event's time only the milliseconds count here; these end where the event before has its own.
      made.batch.sealedAt = event(9).at;
      reseal(made);
      expect((await verify([...sealed, made])).faults).toEqual(faults);
    });

    it.each([
      [60_000, []],
      [60_001, ["misdated aud_z"]],
    ])("an event that says it is %d ms younger than its seal", async (milliseconds, faults) => {
      const late = { ...event(3), id: "aud_z" };
      const made = forge(1, FIRST_HASH, [late]);
      made.batch.sealedAt = new Date(Date.parse(late.at) - milliseconds).toISOString();
      reseal(made);
      expect((await verify([made])).faults).toEqual(faults);
    });

    it("what breaks no hash does not hide what does, and the other way round", async () => {
      const sealed = copyOf(chainOf([3, 3, 3]));
      const old = { ...event(0), id: "aud_z" };
      const made = forge(4, at(sealed, 2).batch.hash, [{ ...event(200), id: "aud_y" }], 9);
      const dated = forge(5, made.batch.hash, [old], 10);
      const [first, last] = [at(at(sealed, 0).links, 1), at(at(sealed, 2).links, 0)];
      if (first.event) first.event.code = "request.denied";
      last.event = null;
      const list = new FaultList();
      await verifyChain(rowsOf([...sealed, made, dated]), list);
      expect(list.found.map(({ code, item, breaksHashes }) => [code, item, breaksHashes])).toEqual([
        ["altered", first.eventId, true],
        ["removed", last.eventId, true],
        ["misdated", "aud_z", false],
      ]);
    });

    it("a thousand by their names and the rest by their number", async () => {
      const sealed = copyOf(chainOf([1_200]));
      for (const link of at(sealed, 0).links) link.event = null;
      const list = new FaultList();
      await verifyChain(rowsOf(sealed), list);
      expect([list.found.length, list.count]).toEqual([1_000, 1_200]);
    });

    const loose = {
      kind: "loose",
      eventId: "aud_z",
      hasEvent: true,
      isPending: true,
      ageSeconds: 1,
    } as const;

    it("an event that no batch has and that is not on its way to the sealer", async () => {
      const { faults } = await verify(chainOf([1]), { loose: [{ ...loose, isPending: false }] });
      expect(faults).toEqual(["not-pending aud_z"]);
    });

    it("an event that went before it was sealed", async () => {
      const { faults } = await verify(chainOf([1]), { loose: [{ ...loose, hasEvent: false }] });
      expect(faults).toEqual(["removed aud_z"]);
    });

    it.each([
      [9.99, []],
      [10, []],
      [10.01, ["unsealed aud_z"]],
    ])("an event that has waited for its seal for %d s: %j", async (ageSeconds, faults) => {
      const verdict = await verify(chainOf([1]), { loose: [{ ...loose, ageSeconds }] });
      expect(verdict).toMatchObject({ faults, unsealed: faults.length === 0 ? 1 : 0 });
    });
  });
});

describe("an event's hash", () => {
  it("doesn't depend on the order of the columns", () => {
    const { id, ...rest } = event(1);
    expect(hashEvent({ ...rest, id })).toBe(hashEvent(event(1)));
  });

  it("is SHA-256 of the columns as JSON with sorted keys", () => {
    // Made by another program: printf of the sorted JSON | sha256sum
    expect(hashEvent(event(1))).toBe("34b5e9f16b3adf531df32ad0602c0b1b78c7ff8c5b3aba5e24b2a7f3f1aa96be");
  });
});
