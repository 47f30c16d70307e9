import { Prisma } from "@/lib/db/generated/client";
import { type Condition, existsPerRow } from "@/lib/db/lists/list-query";
import type { PersonActor } from "@/lib/kernel/actor";
import type { InboxKind } from "./views";

const { sql } = Prisma;

/**
 * Of a list's rows those about which something waits that the person may take: one of their groups is asked, and they
 * are not left out.
 * @param id the row's id, as the list's query calls it
 */
export function waitsFor(
  { id: personId, groups }: Pick<PersonActor, "id" | "groups">,
  kind: InboxKind,
  id: Prisma.Sql,
): Condition {
  const mine = sql`item.kind = ${kind} and item.done_at is null and item.groups && ${[...groups]}::text[]
    and not item.except_person_ids @> array[${personId}]::text[]`;
  return {
    perRow: existsPerRow(sql`from inbox_items item where item.subject_id = ${id} and ${mine}`),
    ids: sql`select item.subject_id as id from inbox_items item where ${mine}`,
  };
}
