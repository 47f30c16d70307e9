import { expect } from "vitest";
import type { Rows } from "./rows";

/** Everything that the database has, as text; bytes in hexadecimal. */
export async function wholeDatabase(rows: Rows): Promise<string> {
  const tables = await rows.all<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker')`,
  );
  expect(tables.length).toBeGreaterThan(25);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { text } = await rows.one<{ text: string }>(
      `select coalesce(string_agg(t::text, E'\n'), '') as text from ${name} t`,
    );
    texts.push(text);
  }
  return texts.join("\n");
}
