import { describe, expect, it } from "vitest";
import { checkpointText } from "../../heads/checkpoint";
import { signerOf, signNote } from "../../heads/note";
import { FaultList } from "../faults";
import { makeChain, rowsOf, type Sealed } from "../testing/chain";
import { verifyChain } from "../verify-chain";
import { type SignedNotes, sizesOf, verifyHeads } from "./verify-heads";

const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
const stranger = signerOf("portal.example/audit", Buffer.alloc(32, 8).toString("base64"));
const second = signerOf("portal.example/audit", Buffer.alloc(32, 9).toString("base64"));

const chain = makeChain([1, 2, 3, 2, 1], 2);
/** Another history of the same length, right in itself. */
const forged = [...chain.slice(0, 2), ...makeChain([1, 2, 4, 2, 1], 2).slice(2)];

/** The chain's head at a size, as the jobs process signs it. */
async function headOf(
  sealed: readonly Sealed[],
  size: number,
  by = signer,
  origin = by.key.name,
): Promise<string> {
  const { roots } = await verifyChain(rowsOf(sealed.slice(0, size)), new FaultList());
  const at = `2026-03-14T09:26:${String(size).padStart(2, "0")}.000Z`;
  return signNote(checkpointText({ origin, size, root: roots.get(size) ?? "", at }), by);
}

async function verify(sealed: readonly Sealed[], given: Partial<SignedNotes>) {
  const notes = { heads: [], anchors: null, keys: [signer.key], ...given };
  const { head, roots } = await verifyChain(rowsOf(sealed), new FaultList(), { sizes: sizesOf(notes) });
  const list = new FaultList();
  const cover = verifyHeads(notes, list, { size: head.number, roots });
  return { ...cover, faults: list.found.map(({ step, code, item }) => `${step} ${code} ${item}`) };
}

it("heads of the log, kept and anchored, hold, whichever of the known keys signed them", async () => {
  const notes = [await headOf(chain, 2), await headOf(chain, 5, second)];
  expect(await verify(chain, { heads: notes, anchors: notes, keys: [signer.key, second.key] })).toEqual({
    ...{ faults: [], heads: 2, anchors: 2, lastAt: "2026-03-14T09:26:05.000Z" },
  });
  expect(await verify(chain, {})).toEqual({ faults: [], heads: 0, anchors: 0, lastAt: null });
});

it("what was anchored and the database not yet keeps, by a process that was killed between, is none", async () => {
  const anchors = [await headOf(chain, 2), await headOf(chain, 5)];
  expect(await verify(chain, { heads: anchors.slice(0, 1), anchors })).toMatchObject({
    faults: [],
    anchors: 2,
  });
});

describe("what was done is named", () => {
  it("a head that no known key signed", async () => {
    const heads = [await headOf(chain, 2, stranger), "no note"];
    expect((await verify(chain, { heads })).faults).toEqual([
      "heads unsigned head 1",
      "heads unsigned head 2",
    ]);
  });

  it("a head that a known key signed for another log", async () => {
    const heads = [await headOf(chain, 2, signer, "other.example/audit")];
    expect((await verify(chain, { heads })).faults).toEqual(["heads unsigned head 1"]);
  });

  it("a whole consistent tail that somebody made, by a head that the database keeps", async () => {
    const heads = [await headOf(chain, 2), await headOf(chain, 5)];
    expect((await verify(forged, { heads })).faults).toEqual(["heads chain-broken head 2"]);
  });

  it("the same with heads made anew: they have no signature, and the anchor has the real ones", async () => {
    const anchors = [await headOf(chain, 5)];
    const heads = [await headOf(forged, 5, stranger)];
    expect((await verify(forged, { heads, anchors })).faults).toEqual([
      "heads unsigned head 1",
      "anchors chain-broken head 1",
      "anchors removed head 1",
    ]);
  });

  it("a cut tail, and an older copy in the place of the log, with its heads: by the anchor", async () => {
    const anchors = [await headOf(chain, 2), await headOf(chain, 5)];
    expect((await verify(chain.slice(0, 3), { heads: anchors.slice(0, 1) })).faults).toEqual([]);
    expect((await verify(chain.slice(0, 3), { heads: anchors.slice(0, 1), anchors })).faults).toEqual([
      "anchors removed head 2",
    ]);
  });

  it("an anchor that lost a head", async () => {
    const heads = [await headOf(chain, 2), await headOf(chain, 5)];
    expect((await verify(chain, { heads, anchors: heads.slice(1) })).faults).toEqual([
      "anchors removed head 1",
    ]);
  });
});
