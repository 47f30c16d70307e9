import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventRecord, FIRST_HASH, hashBatch, hashEvent } from "./event-hash";
import { type BatchRow, type ChainRow, type LinkRow, verifyChain } from "./verify-chain";

const START = Date.parse("2026-03-14T09:26:53Z");

function event(index: number): EventRecord {
  return {
    id: `aud_${String(index).padStart(26, "0")}`,
    at: `${new Date(START + index * 1000).toISOString().slice(0, -1)}456Z`,
    code: "request.created",
    outcome: "done",
    actorKind: "person",
    actorId: "per_ana",
    requestId: `req_${index}`,
    grantId: null,
    sessionId: null,
    nodeId: null,
    personId: null,
    reviewId: null,
    data: `{"windowSeconds": ${900 + index}}`,
    origin: "test",
  };
}

interface Sealed {
  batch: BatchRow;
  links: LinkRow[];
}

/** A chain as the sealer writes it. @param sizes how many events each batch has */
function chainOf(sizes: readonly number[]): Sealed[] {
  const sealed: Sealed[] = [];
  let index = 0;
  let previousHash = FIRST_HASH;
  for (const [at, count] of sizes.entries()) {
    const number = at + 1;
    const events = Array.from({ length: count }, () => event(index++));
    const sealedAt = `${new Date(START + index * 1000).toISOString().slice(0, -1)}999Z`;
    const eventHashes = events.map(hashEvent);
    const hash = hashBatch({ number, sealedAt, previousHash, eventHashes });
    sealed.push({
      batch: { kind: "batch", number, sealedAt, count, previousHash, hash },
      links: events.map((entry, position) => ({
        ...{ kind: "link", batchNumber: number, position, eventId: entry.id },
        ...{ eventHash: hashEvent(entry), event: entry },
      })),
    });
    previousHash = hash;
  }
  return sealed;
}

const rowsOf = (sealed: readonly Sealed[]): ChainRow[] =>
  sealed.flatMap(({ batch, links }) => [batch, ...links]);
const verify = (sealed: readonly Sealed[], loose: ChainRow[] = []) =>
  verifyChain([...rowsOf(sealed), ...loose]);

/** A copy that a test may spoil. */
const copyOf = (sealed: Sealed[]): Sealed[] => structuredClone(sealed);

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new TypeError(`there is no ${index}`);
  return found;
}

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

describe("a chain as it was sealed", () => {
  test("holds, however it was cut into batches", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async (list) => {
        const sealed = chainOf(list);
        const events = list.reduce((sum, count) => sum + count, 0);
        const head = at(sealed, sealed.length - 1).batch;
        expect(await verify(sealed)).toEqual({
          ...{ ok: true, batches: list.length, events, unsealed: 0 },
          head: { number: head.number, hash: head.hash },
        });
      }),
    );
  });

  test("holds when nothing was sealed yet", async () => {
    expect(await verify([])).toMatchObject({ ok: true, batches: 0, events: 0 });
  });
});

describe("what was done to it is named", () => {
  const columns = Object.keys(event(0)).filter((name) => name !== "id") as Exclude<keyof EventRecord, "id">[];

  test("an altered event, in whatever column", async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...columns), async ({ list, batch, position }, column) => {
        const sealed = copyOf(chainOf(list));
        const link = at(at(sealed, batch).links, position);
        if (link.event) link.event[column] = `${link.event[column] ?? ""}0`;
        expect(await verify(sealed)).toMatchObject({ ok: false, fault: "altered", item: link.eventId });
      }),
    );
  });

  test("an event whose seal was altered with it", async () => {
    await fc.assert(
      fc.asyncProperty(place, async ({ list, batch, position }) => {
        const sealed = copyOf(chainOf(list));
        const link = at(at(sealed, batch).links, position);
        if (!link.event) return;
        link.event.code = "request.approved";
        link.eventHash = hashEvent(link.event);
        expect(await verify(sealed)).toMatchObject({ fault: "chain-broken", item: `batch ${batch + 1}` });
      }),
    );
  });

  test("a removed event, with or without its link", async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.boolean(), async ({ list, batch, position }, withLink) => {
        const sealed = copyOf(chainOf(list));
        const { links } = at(sealed, batch);
        const link = at(links, position);
        if (withLink) links.splice(position, 1);
        else link.event = null;
        const item = withLink ? `batch ${batch + 1}, position ${position}` : link.eventId;
        expect(await verify(sealed)).toMatchObject({ ok: false, fault: "removed", item });
      }),
    );
  });

  test("a removed batch, unless it was the last", async () => {
    await fc.assert(
      fc.asyncProperty(place, async ({ list, batch }) => {
        fc.pre(batch < list.length - 1);
        const sealed = copyOf(chainOf(list));
        sealed.splice(batch, 1);
        expect(await verify(sealed)).toMatchObject({ fault: "removed", item: `batch ${batch + 1}` });
      }),
    );
  });

  test("a cut-off end, by a batch that was noted elsewhere", async () => {
    const sealed = chainOf([2, 3, 1]);
    const { number, hash } = at(sealed, 2).batch;
    expect(await verifyChain(rowsOf(sealed), { number, hash })).toMatchObject({ ok: true });
    expect(await verifyChain(rowsOf(sealed.slice(0, 2)), { number, hash })).toMatchObject({
      fault: "removed",
      item: "batch 3",
    });
  });

  test("a chain that was written anew from some point on, by a batch that was noted elsewhere", async () => {
    const sealed = chainOf([2, 3, 1]);
    const anchor = { number: 2, hash: "f".repeat(64) };
    expect(await verifyChain(rowsOf(sealed), anchor)).toMatchObject({ fault: "anchor", item: "batch 2" });
  });

  test("two events that changed places", async () => {
    await fc.assert(
      fc.asyncProperty(place, async ({ list, batch, position }) => {
        const sealed = copyOf(chainOf(list));
        const { links } = at(sealed, batch);
        fc.pre(position > 0);
        const [one, other] = [at(links, position - 1), at(links, position)];
        links.splice(position - 1, 2, { ...other, position: position - 1 }, { ...one, position });
        expect(await verify(sealed)).toMatchObject({ fault: "reordered", item: one.eventId });
      }),
    );
  });

  test("an event that was linked in behind the others", async () => {
    const sealed = copyOf(chainOf([2, 2]));
    const { links } = at(sealed, 0);
    const late = { ...event(1), id: "aud_z" };
    links.push({ ...at(links, 1), position: 2, eventId: late.id, eventHash: hashEvent(late), event: late });
    expect(await verify(sealed)).toMatchObject({ fault: "inserted", item: "aud_z" });
  });

  test("an event that says it is older than what was sealed before it", async () => {
    const sealed = copyOf(chainOf([100]));
    const old = event(0);
    const previousHash = at(sealed, 0).batch.hash;
    const { sealedAt } = at(sealed, 0).batch;
    const late = { ...old, id: "aud_z" };
    const eventHash = hashEvent(late);
    const batch = { number: 2, sealedAt, previousHash, eventHashes: [eventHash] };
    sealed.push({
      batch: { kind: "batch", ...batch, count: 1, hash: hashBatch(batch) },
      links: [{ kind: "link", batchNumber: 2, position: 0, eventId: late.id, eventHash, event: late }],
    });
    expect(await verify(sealed)).toMatchObject({ fault: "inserted", item: "aud_z" });
  });

  test("an event that no batch has and nobody handed to the sealer", async () => {
    const loose = {
      kind: "loose",
      eventId: "aud_z",
      hasEvent: true,
      isPending: false,
      ageSeconds: 1,
    } as const;
    expect(await verify(chainOf([1]), [loose])).toMatchObject({ fault: "inserted", item: "aud_z" });
  });

  test("an event that went before it was sealed", async () => {
    const loose = {
      kind: "loose",
      eventId: "aud_z",
      hasEvent: false,
      isPending: true,
      ageSeconds: 0,
    } as const;
    expect(await verify(chainOf([1]), [loose])).toMatchObject({ fault: "removed", item: "aud_z" });
  });

  test.each([
    [9.99, true],
    [10, true],
    [10.01, false],
  ])("an event that has waited for its seal for %d s: fine is %s", async (ageSeconds, ok) => {
    const loose = { kind: "loose", eventId: "aud_z", hasEvent: true, isPending: true, ageSeconds } as const;
    const verdict = await verify(chainOf([1]), [loose]);
    expect(verdict).toMatchObject(ok ? { ok, unsealed: 1 } : { ok, fault: "unsealed", item: "aud_z" });
  });
});

describe("an event's hash", () => {
  test("doesn't depend on the order of the columns", () => {
    const { id, ...rest } = event(1);
    expect(hashEvent({ ...rest, id })).toBe(hashEvent(event(1)));
  });

  test("is SHA-256 of the columns as JSON with sorted keys", () => {
    // Made by another program: printf of the sorted JSON | sha256sum
    expect(hashEvent(event(1))).toBe("34b5e9f16b3adf531df32ad0602c0b1b78c7ff8c5b3aba5e24b2a7f3f1aa96be");
  });
});
