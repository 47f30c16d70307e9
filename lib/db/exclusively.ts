import { lockConnection } from "./client";

/** What this process is at: its locks are all one connection's, which PostgreSQL would grant a second time. */
const atWork = new Set<string>();

/**
 * Runs work in at most one process at a time, by an advisory lock that ends with the process's connection for locks.
 * When that breaks, the work that is under way goes on, and another process may begin it as well: what is run like
 * this must bear that.
 * @param name what is being done; the same name excludes
 * @returns false when it is being done already
 */
export async function exclusively(name: string, work: () => Promise<void>): Promise<boolean> {
  if (atWork.has(name)) return false;
  atWork.add(name);
  try {
    const connection = await lockConnection();
    const { rows } = await connection.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
      [name],
    );
    if (!rows[0]?.taken) return false;
    try {
      await work();
    } finally {
      // A connection that broke meanwhile has let go of the lock by itself.
      await connection
        .query("select pg_advisory_unlock(hashtextextended($1, 0))", [name])
        .catch(() => undefined);
    }
    return true;
  } finally {
    atWork.delete(name);
  }
}
