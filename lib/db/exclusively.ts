import { databasePool } from "./client";

/**
 * Runs work in at most one process at a time, by an advisory lock that ends with its connection.
 * @param name what is being done; the same name excludes
 * @returns false when another process is at it
 */
export async function exclusively(name: string, work: () => Promise<void>): Promise<boolean> {
  const client = await databasePool().connect();
  let failure: Error | undefined;
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
      [name],
    );
    if (!rows[0]?.taken) return false;
    try {
      await work();
    } finally {
      await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
    }
    return true;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection on which something failed may still hold the lock: it is not used again.
    client.release(failure);
  }
}
