import { describe, expect, it } from "vitest";
import { checkpointText } from "../../heads/checkpoint";
import { signerOf, signNote } from "../../heads/note";
import { type TrustedKey, trustedAlways } from "../../heads/trusted-keys";
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
  given: { origin?: string; at?: string } = {},
): Promise<string> {
  const { roots } = await verifyChain(rowsOf(sealed.slice(0, size)), new FaultList());
  const { origin = by.key.name, at = `2026-03-14T09:26:${String(size).padStart(2, "0")}.000Z` } = given;
  return signNote(checkpointText({ origin, size, root: roots.get(size) ?? "", at }), by);
}

async function verify(sealed: readonly Sealed[], given: Partial<SignedNotes>) {
  const notes = { heads: [], anchors: null, keys: [trustedAlways(signer.key)], ...given };
  const { head, roots } = await verifyChain(rowsOf(sealed), new FaultList(), { sizes: sizesOf(notes) });
  const list = new FaultList();
  const cover = verifyHeads(notes, list, { size: head.number, roots });
  return { ...cover, faults: list.found.map(({ step, code, item }) => `${step} ${code} ${item}`) };
}

it("heads of the log, kept and anchored, hold, whichever of the known keys signed them", async () => {
  const notes = [await headOf(chain, 2), await headOf(chain, 5, second)];
  expect(
    await verify(chain, { heads: notes, anchors: notes, keys: [signer.key, second.key].map(trustedAlways) }),
  ).toEqual({
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
    const heads = [await headOf(chain, 2, signer, { origin: "other.example/audit" })];
    expect((await verify(chain, { heads })).faults).toEqual(["heads unsigned head 1"]);
  });

  const limited = (notBefore: string | null, notAfter: string | null): TrustedKey => ({
    ...signer.key,
    notBefore: notBefore === null ? null : Date.parse(notBefore),
    notAfter: notAfter === null ? null : Date.parse(notAfter),
  });

  it("a head that was signed outside its key's period, and none that was signed in it", async () => {
    const heads = [await headOf(chain, 2), await headOf(chain, 3), await headOf(chain, 5, second)];
    const old = limited("2026-03-14T09:26:02Z", "2026-03-14T09:26:02Z");
    expect((await verify(chain, { heads, keys: [old, trustedAlways(second.key)] })).faults).toEqual([
      "heads outside-period head 2",
    ]);
    const late = limited("2026-03-14T09:26:03Z", null);
    expect((await verify(chain, { anchors: heads, keys: [late, trustedAlways(second.key)] })).faults).toEqual(
      ["anchors outside-period head 1"],
    );
  });

  it("a head of two keys is in one of their periods", async () => {
    const both = `${await headOf(chain, 3)}${(await headOf(chain, 3, second)).split("\n\n")[1] ?? ""}`;
    const past = limited(null, "2026-03-14T09:26:00Z");
    expect((await verify(chain, { heads: [both], keys: [past] })).faults).toHaveLength(1);
    expect((await verify(chain, { heads: [both], keys: [past, trustedAlways(second.key)] })).faults).toEqual(
      [],
    );
  });

  it.each([
    [61, ["heads misdated head 2"]],
    [60, []],
  ])("a longer log's head that was signed %d s before a shorter one's: %j", async (seconds, faults) => {
    const heads = [
      await headOf(chain, 2, signer, { at: "2026-03-14T09:28:00.000Z" }),
      await headOf(chain, 5, signer, {
        at: new Date(Date.parse("2026-03-14T09:28:00.000Z") - seconds * 1000).toISOString(),
      }),
    ];
    expect((await verify(chain, { heads })).faults).toEqual(faults);
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
