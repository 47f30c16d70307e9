import { describe, expect, it } from "vitest";
import { sealBatch, sealDue } from "./seal-batch";
import { append, prepareSealing, recorder, sealedIds, verify } from "./testing/sealing";

prepareSealing();

describe("commits that overtake each other", () => {
  it("leave no range out: a number is not passed while whoever has it can still commit", async () => {
    const [slow, quick] = [await recorder(), await recorder()];
    await append();
    await slow.query("begin");
    const early = await slow.record("ses_1", "early");
    const late = await quick.record("ses_2", "late");
    expect(BigInt(early)).toBeLessThan(BigInt(late));
    // Events don't wait for it.
    expect(await sealBatch(50)).toEqual({ events: 1, ranges: 0, isFull: false });
    const sealing = sealBatch();
    await slow.query("commit");
    expect(await sealing).toMatchObject({ ranges: 2 });
    expect((await sealedIds()).sort()).toEqual([early, late].sort());
    expect(await verify()).toMatchObject({ faults: [] });
  });

  it("hold nothing up when they are taken back, nor when they began later", async () => {
    const [slow, quick] = [await recorder(), await recorder()];
    await slow.query("begin");
    await slow.record("ses_1", "never");
    const kept = await quick.record("ses_2", "kept");
    await slow.query("rollback");
    expect(await sealBatch(0)).toMatchObject({ ranges: 1 });
    await slow.query("begin");
    await slow.query("select * from recording_ranges");
    const other = await quick.record("ses_2", "other");
    expect(await sealBatch(0)).toMatchObject({ ranges: 1 });
    expect(await sealedIds()).toEqual([kept, other]);
  });

  it("in whatever order: each that committed is sealed once", async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, recorder));
    const committed: string[] = [];
    let isRecording = true;
    const pause = (most: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));
    const work = clients.map(async (client, index) => {
      for (let round = 0; round < 25; round += 1) {
        await client.query("begin");
        const ids: string[] = [];
        for (let count = 0; count <= index % 3; count += 1) {
          ids.push(await client.record(`ses_${(index % 3) + 1}`, `${index} ${round} ${count}`));
          await pause(8);
        }
        const isKept = Math.random() < 0.8;
        await client.query(isKept ? "commit" : "rollback");
        if (isKept) committed.push(...ids);
      }
    });
    const sealer = async () => {
      while (isRecording) {
        await sealBatch();
        await pause(5);
      }
    };
    const sealers = [sealer(), sealer()];
    await Promise.all(work);
    isRecording = false;
    await Promise.all(sealers);
    await sealDue();
    const byNumber = (one: string, other: string) => Number(one) - Number(other);
    expect((await sealedIds()).sort(byNumber)).toEqual(committed.sort(byNumber));
    expect(await verify()).toMatchObject({ faults: [], ranges: { ranges: committed.length } });
  });
});
