import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_HASH, hashEvent } from "../sealing/batch-hash";
import { event, type Format, makeChain, reseal } from "./testing/chain";
import { at, copyOf, eventsFrom, forge, place, verify } from "./testing/chain-verdict";

describe.each<Format>([1, 2])(
  "of a chain in format %d, what was done to its order and times is named:",
  (format) => {
    const chainOf = (list: readonly number[]) => makeChain(list, format);

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
      const made = forge(format, 2, {
        previousHash: at(sealed, 0).batch.hash,
        events: [other, { ...one, at: other.at }],
        rangesFrom: 2,
      });
      expect((await verify([...sealed, made])).faults).toEqual([`reordered ${one.id}`]);
      const twice = forge(format, 2, {
        previousHash: at(sealed, 0).batch.hash,
        events: [other, one],
        rangesFrom: 2,
      });
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
      const made = forge(format, 3, {
        previousHash: at(sealed, 1).batch.hash,
        events: [late],
        rangesFrom: 3,
      });
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
      const made = forge(format, 1, { previousHash: FIRST_HASH, events: [late] });
      made.batch.sealedAt = new Date(Date.parse(late.at) - milliseconds).toISOString();
      reseal(made);
      expect((await verify([made])).faults).toEqual(faults);
    });
  },
);
