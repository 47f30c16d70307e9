import { handleOf, type Tx } from "@/lib/db/client";

export function countPeople(tx: Tx): Promise<number> {
  return handleOf(tx).person.count({ where: { disabledAt: null } });
}

/** Who has the role of an approver, as their groups were read last: how many, and the first by name. */
export async function findApprovers(tx: Tx, limit: number): Promise<{ count: number; names: string[] }> {
  const where = { roles: { has: "approver" }, disabledAt: null };
  const person = handleOf(tx).person;
  const [count, rows] = await Promise.all([
    person.count({ where }),
    person.findMany({
      where,
      select: { name: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
    }),
  ]);
  return { count, names: rows.map(({ name }) => name) };
}

export async function hasReviewedShell(tx: Tx): Promise<boolean> {
  return (await handleOf(tx).review.findFirst({ where: { state: "closed" }, select: { id: true } })) !== null;
}
