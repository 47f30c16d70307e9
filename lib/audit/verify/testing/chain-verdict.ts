import fc from "fast-check";
import type { EventRecord } from "../../sealing/batch-hash";
import type { ChainRow } from "../chain-rows";
import { FaultList } from "../faults";
import { verifyChain } from "../verify-chain";
import { event, type Format, forgeBatch, rowsOf, type Sealed } from "./chain";

interface Options {
  loose?: ChainRow[];
  anchor?: { number: number; hash: string };
}

/** What the verifier says of a chain, in short. */
export async function verify(sealed: readonly Sealed[], { loose = [], anchor }: Options = {}) {
  const list = new FaultList();
  const cover = await verifyChain([...rowsOf(sealed), ...loose], list, { anchor });
  return { ...cover, faults: list.found.map(({ code, item }) => `${code} ${item}`) };
}

export const eventsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => event(first + index));

/** A copy that a test may spoil. */
export const copyOf = (sealed: Sealed[]): Sealed[] => structuredClone(sealed);

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new TypeError(`there is no ${index}`);
  return found;
}

/** How many events each batch of a chain has. */
export const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
/** A chain, and one place in it. */
export const place = sizes.chain((list) =>
  fc.nat(list.length - 1).chain((batch) =>
    fc.record({
      list: fc.constant(list),
      batch: fc.constant(batch),
      position: fc.nat(at(list, batch) - 1),
    }),
  ),
);

/** Whatever a batch holds, its hash is right; its ranges go on where those before it end. */
export function forge(
  format: Format,
  number: number,
  made: { previousHash: string; events: readonly EventRecord[]; rangesFrom?: number },
): Sealed {
  const { previousHash, events, rangesFrom = 0 } = made;
  const sealedAt = at(events, events.length - 1).at;
  const ranges = format === 2 ? { after: rangesFrom, count: events.length } : undefined;
  return forgeBatch({ number, previousHash, sealedAt, events, ranges });
}
