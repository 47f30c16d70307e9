import { inTransaction, reading } from "@/lib/db/client";
import { bucketsOfStep, mergeStep, planMerge } from "../format/merging";
import type { TextKind } from "../kinds";
import { chooseMerge } from "./merge-rules";
import {
  type BuildingShard,
  beginBuilding,
  findAliveBlocks,
  findBuildingShard,
  findLiveShards,
  finishBuilding,
  lockBuilding,
  readBucketRanges,
  saveStep,
} from "./merge-store";

/**
 * Does the next step of the merge that is under way, or begins the one that is due. Each step is a small transaction,
 * and any process goes on after it; searches use the parts as they were until the last one.
 * @returns whether there may be more to do
 */
export async function mergeNext(kind: TextKind): Promise<boolean> {
  const building = await findBuildingShard(reading(), kind);
  if (building) {
    await goOn(kind, building);
    return true;
  }
  const sources = chooseMerge(await findLiveShards(reading(), kind));
  const [first, last] = [sources?.at(0), sources?.at(-1)];
  if (!sources || !first || !last) return false;
  const blocks = last.firstBlock + last.blocks - first.firstBlock;
  const textBytes = sources.reduce((sum, shard) => sum + shard.textBytes, 0);
  const { bucketBits } = planMerge(blocks);
  await inTransaction((tx) =>
    beginBuilding(tx, kind, { firstBlock: first.firstBlock, blocks, textBytes, bucketBits }),
  );
  return true;
}

async function goOn(kind: TextKind, building: BuildingShard): Promise<void> {
  const { id, firstBlock, blocks, nextStep: step } = building;
  const plan = planMerge(blocks);
  if (step >= plan.steps) {
    await inTransaction(async (tx) => {
      if ((await lockBuilding(tx, id)) === step) await finishBuilding(tx, kind, building);
    });
    return;
  }
  const shards = await findLiveShards(reading(), kind, building);
  const buckets = await readBucketRanges(
    shards.map((shard) => {
      const [from, to] = bucketsOfStep(step, plan.stepBits, shard.bucketBits);
      return { id: shard.id, from, to };
    }),
  );
  const alive = new Uint8Array(blocks);
  for (const [from, to] of await findAliveBlocks(reading(), kind, building))
    alive.fill(1, from - firstBlock, to - firstBlock);
  const made = mergeStep(
    { step, plan },
    shards.map((shard) => ({
      offset: shard.firstBlock - firstBlock,
      blocks: shard.blocks,
      buckets: buckets.get(shard.id) ?? [],
    })),
    (block) => alive[block] === 1,
  );
  await inTransaction(async (tx) => {
    if ((await lockBuilding(tx, id)) === step) await saveStep(tx, id, made);
  });
}
