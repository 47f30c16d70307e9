import pg from "pg";

/** Runs work on a connection of its own, which is ended afterwards, also when it broke. */
export async function withConnection<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  // Tests cut connections, this one among them: the query under way fails, not the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * One statement as the server's superuser: what no process of ours may do. On a connection of its own, since a test
 * that stops its server has none that lasts.
 * @param of a world, or a database server of a test's own
 * @returns its rows
 */
export function asAdmin<T extends pg.QueryResultRow>(of: { adminUrl: string }, sql: string): Promise<T[]> {
  return withConnection(of.adminUrl, async (client) => (await client.query<T>(sql)).rows);
}
