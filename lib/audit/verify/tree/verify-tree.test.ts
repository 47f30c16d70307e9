import { expect, it } from "vitest";
import { GrowingTree } from "../../merkle/tree";
import { batchLeaf } from "../../sealing/batch-hash";
import { FaultList } from "../faults";
import { type KeptNode, verifyTree } from "./verify-tree";

const HASHES = Array.from({ length: 9 }, (_, number) => String(number).repeat(64));

/** What the jobs process keeps of the first batches: 1.0, 1.1, 2.0, 1.2, 1.3, 2.1, 3.0 for eight of them. */
function nodesOf(batches: number): KeptNode[] {
  const nodes: KeptNode[] = [];
  const tree = new GrowingTree();
  for (const hash of HASHES.slice(0, batches))
    tree.push(batchLeaf(hash), (place, node) => {
      nodes.push({ ...place, hash: Buffer.from(node).toString("hex") });
    });
  return nodes;
}

async function verify(nodes: readonly KeptNode[]) {
  const list = new FaultList();
  async function* kept() {
    yield* nodes;
  }
  const cover = await verifyTree(HASHES, kept(), list);
  return { ...cover, faults: list.found.map(({ step, code, item }) => `${step} ${code} ${item}`) };
}

it.each([0, 2, 4, 6, 8])(
  "subtrees of the first %d batches hold; the rest is taken in later",
  async (batches) => {
    expect(await verify(nodesOf(batches))).toEqual({ faults: [], nodes: nodesOf(batches).length });
  },
);

const spoiled = (at: number, change: Partial<KeptNode>) =>
  nodesOf(8).map((node, index) => (index === at ? { ...node, ...change } : node));
const without = (at: number) => nodesOf(8).filter((_, index) => index !== at);

it.each<[string, KeptNode[], string]>([
  ["another hash", spoiled(2, { hash: "0".repeat(64) }), "altered subtree 0 of level 2"],
  ["a hole", without(2), "removed subtree 0 of level 2"],
  ["the first one gone", without(0), "removed subtree 0 of level 1"],
  ["the last one gone, which covers what is covered", without(6), "removed subtree 0 of level 3"],
  [
    "one too many at the end",
    [...nodesOf(8), { level: 1, index: 4, hash: "" }],
    "inserted subtree 4 of level 1",
  ],
  ["one that can't be", [{ level: 0, index: -1, hash: "" }, ...nodesOf(8)], "inserted subtree -1 of level 0"],
  ["one twice", [...nodesOf(2), ...nodesOf(8)], "inserted subtree 0 of level 1"],
])("%s is named", async (_title, nodes, fault) => {
  expect((await verify(nodes)).faults).toEqual([`tree ${fault}`]);
});
