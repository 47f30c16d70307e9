import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rootOf } from "../merkle/tree";
import { batchLeaf, type EventRecord, FIRST_HASH, hashEvent } from "../sealing/batch-hash";
import { FaultList } from "./faults";
import { event, type Format, makeChain, rowsOf, type Sealed } from "./testing/chain";
import { at, copyOf, eventsFrom, forge, place, sizes, verify } from "./testing/chain-verdict";
import { verifyChain } from "./verify-chain";

const logRoot = (sealed: readonly Sealed[]) =>
  Buffer.from(rootOf(sealed.map(({ batch }) => batchLeaf(batch.hash)))).toString("hex");

describe.each<Format>([1, 2])("in format %d:", (format) => {
  const chainOf = (list: readonly number[]) => makeChain(list, format);

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
      const made = forge(format, 2, {
        previousHash: "f".repeat(64),
        events: eventsFrom(2, 3),
        rangesFrom: 2,
      });
      const after = forge(format, 3, {
        previousHash: made.batch.hash,
        events: eventsFrom(5, 1),
        rangesFrom: 5,
      });
      expect((await verify([at(sealed, 0), made, after])).faults).toEqual(["chain-broken batch 2"]);
    });

    it("a whole chain that somebody made, as it does not begin where chains begin", async () => {
      const made = forge(format, 1, { previousHash: "f".repeat(64), events: eventsFrom(0, 2) });
      expect((await verify([made])).faults).toEqual(["chain-broken batch 1"]);
    });

    it("a tail that follows and says something else, only by a batch that was noted elsewhere", async () => {
      const sealed = chainOf([2, 3]);
      const made = forge(format, 2, {
        previousHash: at(sealed, 0).batch.hash,
        events: eventsFrom(3, 3),
        rangesFrom: 2,
      });
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
      const made = forge(format, -1, { previousHash: FIRST_HASH, events: [event(-10)] });
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

    it("what breaks no hash does not hide what does, and the other way round", async () => {
      const sealed = copyOf(chainOf([3, 3, 3]));
      const old = { ...event(0), id: "aud_z" };
      const made = forge(format, 4, {
        previousHash: at(sealed, 2).batch.hash,
        events: [{ ...event(200), id: "aud_y" }],
        rangesFrom: 9,
      });
      const dated = forge(format, 5, { previousHash: made.batch.hash, events: [old], rangesFrom: 10 });
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
