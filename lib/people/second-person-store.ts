import { handleOf, type Tx } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/config/config";

/** So many are told that something waits for a second person; the home page shows it to all who may confirm it. */
const MOST_TOLD = 200;

/** Columns of whoever asked for something, for `mayStill`. */
export const ASKER = { select: { id: true, name: true, roles: true, disabledAt: true } } as const;

/**
 * Whether somebody who asked for something could ask for it now: not disabled, and with a role for it, as the portal last
 * read their groups.
 */
export function mayStill(
  asker: { roles: readonly string[]; disabledAt: Date | null },
  roles: readonly Role[],
): boolean {
  return asker.disabledAt === null && roles.some((role) => asker.roles.includes(role));
}

/** Who may be the second person. @param exceptIds whoever asked, whose session it was, who typed in it */
export async function findSeconds(
  tx: Tx,
  roles: readonly Role[],
  exceptIds: readonly string[],
): Promise<string[]> {
  const rows = await handleOf(tx).person.findMany({
    where: { roles: { hasSome: [...roles] }, disabledAt: null, id: { notIn: [...exceptIds] } },
    select: { id: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_TOLD,
  });
  return rows.map(({ id }) => id);
}
