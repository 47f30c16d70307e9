import pg from "pg";
import type { World } from "../../tools/world.mjs";

/** A person's id, which no page shows, by their subject at the provider. They must have signed in once. */
export async function personIdOf(world: World, subject: string): Promise<string> {
  return readOne(world, "SELECT id FROM people WHERE subject = $1", subject);
}

/** The id of a session's review, which no page shows. */
export async function reviewIdOf(world: World, sessionId: string): Promise<string> {
  return readOne(world, "SELECT id FROM reviews WHERE session_id = $1", sessionId);
}

/** AWS's own id of a session of ours. */
export async function awsSessionIdOf(world: World, sessionId: string): Promise<string> {
  return readOne(world, "SELECT aws_session_id AS id FROM sessions WHERE id = $1", sessionId);
}

async function readOne(world: World, query: string, value: string): Promise<string> {
  const client = new pg.Client({ connectionString: world.databaseUrls.owner });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(query, [value]);
    if (!rows[0]) throw new Error(`no row for ${value}: ${query}`);
    return rows[0].id;
  } finally {
    await client.end();
  }
}
