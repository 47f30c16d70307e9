import type { AnchorName } from "../../heads/anchors/anchor-store";
import { readKey } from "../../heads/note";
import { type TrustedKey, trustedAlways } from "../../heads/trusted-keys";
import { type Query, streamRows } from "../store";

/** The signed heads that the database keeps, the oldest first. */
export async function readHeads(query: Query): Promise<{ number: number; note: string }[]> {
  const heads: { number: number; note: string }[] = [];
  for await (const head of streamRows<{ number: number; note: string }>(
    query,
    "select number, note from audit_heads order by number",
  ))
    heads.push(head);
  return heads;
}

/** From which head to which an anchor has them all. */
export interface AnchorRange {
  place: AnchorName;
  first: number;
  last: number;
}

/** Of each anchor that has any. */
export function readAnchorRanges(query: Query): Promise<AnchorRange[]> {
  return query(
    "select name as place, first_head as first, last_head as last from audit_anchors where first_head is not null",
  );
}

/** The public keys that the database lists; what is none is left out, and signs nothing. */
export async function readKeys(query: Query): Promise<TrustedKey[]> {
  const rows = await query<{ key: string }>("select key from audit_keys order by at");
  return rows.flatMap(({ key }) => {
    const read = readKey(key);
    return read ? [trustedAlways(read)] : [];
  });
}
