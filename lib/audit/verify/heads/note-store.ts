import { readKey } from "../../heads/note";
import { type TrustedKey, trustedAlways } from "../../heads/trusted-keys";
import { type Query, streamRows } from "../store";

/** The signed heads that the database keeps, the oldest first. */
export async function readHeads(query: Query): Promise<string[]> {
  const notes: string[] = [];
  for await (const { note } of streamRows<{ note: string }>(
    query,
    "select note from audit_heads order by number",
  ))
    notes.push(note);
  return notes;
}

/** The public keys that the database lists; what is none is left out, and signs nothing. */
export async function readKeys(query: Query): Promise<TrustedKey[]> {
  const rows = await query<{ key: string }>("select key from audit_keys order by at");
  return rows.flatMap(({ key }) => {
    const read = readKey(key);
    return read ? [trustedAlways(read)] : [];
  });
}
