import { afterAll, beforeAll, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { batchLeaf } from "../sealing/batch-hash";
import { growTree, readHashes, readLogSize, readTree } from "./log-tree";
import {
  consistencyStretches,
  inclusionStretches,
  isConsistent,
  placesOf,
  proofOf,
  rootByInclusion,
} from "./proofs";
import { type Hash, rootOf } from "./tree";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.as("jobs");
});
afterAll(() => database.close());

const hashOf = (number: number) => number.toString(16).padStart(64, "0");
const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => batchLeaf(hashOf(index + 1)));
const hex = (hash: Hash | null) => hash && Buffer.from(hash).toString("hex");

/** Batches as far as the tree looks at them. */
async function addBatches(first: number, last: number): Promise<void> {
  await database.asSuperuser((client) =>
    client.query(
      `insert into audit_batches (number, count, previous_hash, hash)
       select n, 0, '', lpad(to_hex(n), 64, '0') from generate_series($1::int, $2::int) n`,
      [first, last],
    ),
  );
}

it("the log's root and proofs are those of all its batches, however they came and whoever took them in", async () => {
  let size = 0;
  expect(await readLogSize()).toBe(0);
  // 12,001 at once: what an earlier release left, in three steps.
  for (const next of [1, 2, 3, 7, 8, 21, 12_022, 12_023]) {
    await addBatches(size + 1, next);
    await Promise.all([growTree(), growTree()]);
    size = next;
    expect(await readLogSize()).toBe(size);
    const leaves = leavesOf(size);
    expect(hex((await readTree(reading(), size)).root())).toBe(hex(rootOf(leaves)));
  }
  const leaves = leavesOf(size);
  const root = rootOf(leaves);
  for (const index of [0, 1, 20, 4_999, 12_021, 12_022]) {
    const stretches = inclusionStretches(index, size);
    const places = placesOf(stretches);
    expect(places.length).toBeLessThan(30);
    const proof = proofOf(stretches, await readHashes(reading(), places));
    expect(hex(rootByInclusion({ leaf: leaves[index] as Hash, index, size, proof }))).toBe(hex(root));
  }
  for (const first of [1, 2, 21, 8_192, 12_022]) {
    const stretches = consistencyStretches(first, size);
    const proof = proofOf(stretches, await readHashes(reading(), placesOf(stretches)));
    const before = { size: first, root: rootOf(leaves.slice(0, first)) };
    expect(isConsistent(before, { size, root }, proof)).toBe(true);
  }
});

it("a tree with a hole has no root", async () => {
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("delete from audit_tree_nodes where level = 4");
  });
  await expect(readTree(reading(), 16 + 4)).rejects.toThrow(TypeError);
});
