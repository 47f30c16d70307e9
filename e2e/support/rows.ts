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

/**
 * Adds output to the recording of a session that is over, as its gateway would have written it: a range a line.
 * @param lines of a hundred characters each
 */
export async function addOutput(world: World, sessionId: string, lines: number): Promise<void> {
  await write(
    world,
    `with last as (
         select s.epoch, max(r.last_sequence) as sequence, max(r.at) as at
         from sessions s join recording_ranges r on r.session_id = s.id and r.kind in ('o', 'g')
         where s.id = $1 group by s.epoch
       )
       insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes, at)
       select $1, epoch, 'o', sequence + n, sequence + n, 102,
              convert_to('line ' || lpad(n::text, 7, '0') || ' ' || repeat('x', 87) || E'\\r\\n', 'UTF8'),
              at + n * interval '5 milliseconds'
       from last, generate_series(1, $2) n`,
    [sessionId, lines],
  );
}

/** The same with one piece of output. */
export async function addPiece(world: World, sessionId: string, output: string): Promise<void> {
  await write(
    world,
    `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
       select s.id, s.epoch, 'o', max(r.last_sequence) + 1, max(r.last_sequence) + 1, length($2::bytea), $2::bytea
       from sessions s join recording_ranges r on r.session_id = s.id and r.kind in ('o', 'g')
       where s.id = $1 group by s.id, s.epoch`,
    [sessionId, Buffer.from(output)],
  );
}

/** Whether all of a recording can be replayed. */
export async function isPrepared(world: World, sessionId: string): Promise<boolean> {
  const query = "select (finished_at is not null)::text as id from replay_progress where session_id = $1";
  return (await readOne(world, query, sessionId)) === "true";
}

/**
 * Has what can be replayed of a recording made anew, after something was added that its gateway didn't write. The database
 * lets nobody take that away, so its superuser passes over the triggers.
 */
export async function makeReplayAnew(world: World, sessionId: string): Promise<void> {
  for (const query of [
    "delete from recording_segments where session_id = $1",
    "delete from recorded_commands where session_id = $1",
    `update replay_progress set after_range_id = 0, next_frame = 0, segments = 0, commands = 0, lines = 0, state = null,
       finished_at = null, failures = 0, failure = null, changed_at = clock_timestamp() where session_id = $1`,
  ])
    await write(world, query, [sessionId], { isUnguarded: true });
}

async function write(
  world: World,
  query: string,
  values: unknown[],
  { isUnguarded = false } = {},
): Promise<void> {
  const client = new pg.Client({
    connectionString: isUnguarded ? world.adminUrl : world.databaseUrls.owner,
  });
  await client.connect();
  try {
    if (isUnguarded) await client.query("set session_replication_role = replica");
    await client.query(query, values);
  } finally {
    await client.end();
  }
}

/** Says what the portal says when rows that everybody may see have changed: every page that listens is read again. */
export async function tellAllPages(world: World): Promise<void> {
  await write(world, "select pg_notify('rows_changed', $1)", [JSON.stringify({ kind: "nodes", id: "" })]);
}
