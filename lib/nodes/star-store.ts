import { handleOf, type Tx } from "@/lib/db/client";

export async function hasNode(tx: Tx, nodeId: string): Promise<boolean> {
  return (await handleOf(tx).node.count({ where: { id: nodeId } })) > 0;
}

/** @returns whether anything changed */
export async function saveStar(
  tx: Tx,
  star: { personId: string; nodeId: string },
  isStarred: boolean,
): Promise<boolean> {
  const stars = handleOf(tx).nodeStar;
  const { count } = isStarred
    ? await stars.createMany({ data: [star], skipDuplicates: true })
    : await stars.deleteMany({ where: star });
  return count > 0;
}

export async function countStars(tx: Tx, personId: string): Promise<number> {
  return handleOf(tx).nodeStar.count({ where: { personId } });
}

/** Which of these nodes the person has starred. */
export async function findStarred(
  tx: Tx,
  personId: string,
  nodeIds: readonly string[],
): Promise<Set<string>> {
  const rows = await handleOf(tx).nodeStar.findMany({
    where: { personId, nodeId: { in: [...nodeIds] } },
    select: { nodeId: true },
  });
  return new Set(rows.map(({ nodeId }) => nodeId));
}
