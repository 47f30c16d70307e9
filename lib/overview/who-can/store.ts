import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { ROLES } from "@/lib/kernel/config/config";

/** Somebody who could ask. */
export interface KnownEngineer {
  id: string;
  name: string;
  roles: (typeof ROLES)[number][];
  groups: string[];
}

const WHERE = { roles: { has: "engineer" }, disabledAt: null };

/** Engineers by name, with the groups that the identity provider gave them last. */
export async function findEngineers(
  tx: Tx,
  limit: number,
): Promise<{ engineers: KnownEngineer[]; count: number }> {
  const rows = await handleOf(tx).person.findMany({
    where: WHERE,
    select: { id: true, name: true, roles: true, groups: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: limit,
  });
  const engineers = rows.map((row) => ({ ...row, roles: z.array(z.enum(ROLES)).parse(row.roles) }));
  const count = rows.length < limit ? rows.length : await handleOf(tx).person.count({ where: WHERE });
  return { engineers, count };
}
