import { handleOf, type Tx } from "@/lib/db/client";

interface RegionRow {
  readAt: Date | null;
  failure: string | null;
  testOrderedAt: Date | null;
}

/** What is known of every region that was ever read, by "account region". */
export async function findRegions(tx: Tx): Promise<Map<string, RegionRow>> {
  const rows = await handleOf(tx).accountRegion.findMany();
  return new Map(
    rows.map(({ accountId, region, readAt, failure, testOrderedAt }) => [
      `${accountId} ${region}`,
      { readAt, failure, testOrderedAt },
    ]),
  );
}

/** How many nodes are there, by "account region"; missing ones are not. */
export async function countNodes(tx: Tx): Promise<Map<string, number>> {
  const rows = await handleOf(tx).node.groupBy({
    by: ["accountId", "region"],
    where: { missingSince: null },
    _count: true,
  });
  return new Map(rows.map(({ accountId, region, _count }) => [`${accountId} ${region}`, _count]));
}
