import { type NoteKey, readKey } from "../../heads/note";
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
export async function readKeys(query: Query): Promise<NoteKey[]> {
  const rows = await query<{ key: string }>("select key from audit_keys order by at");
  return rows.flatMap(({ key }) => readKey(key) ?? []);
}
