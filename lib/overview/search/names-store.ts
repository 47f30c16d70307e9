import { handleOf, type Tx } from "@/lib/db/client";

/** The names of a person and a node by their ids; what is not there has none. */
export async function findNames(
  tx: Tx,
  { personId, nodeId }: { personId: string | null; nodeId: string | null },
): Promise<{ person?: string; node?: string }> {
  const [names] = await handleOf(tx).$queryRaw<{ person: string | null; node: string | null }[]>`
    select (select name from people where id = ${personId}) as person,
      (select name from nodes where id = ${nodeId}) as node`;
  return {
    ...(names?.person ? { person: names.person } : {}),
    ...(names?.node ? { node: names.node } : {}),
  };
}
