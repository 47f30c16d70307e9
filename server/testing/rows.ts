import pg from "pg";
import type { World } from "../../tools/world.mjs";

/** A world's database as the server's superuser sees it: what no process of ours may do. */
export class Rows {
  readonly #connection: pg.Pool;

  constructor(world: World) {
    // One connection, one query after the other: locks that a test takes stay with it.
    this.#connection = new pg.Pool({ connectionString: world.adminUrl, max: 1, idleTimeoutMillis: 0 });
    // The world drops its database under us when it stops.
    this.#connection.on("error", () => {});
  }

  async all<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.#connection.query<T>(sql, [...values])).rows;
  }

  async one<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T> {
    const [row] = await this.all<T>(sql, values);
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  }

  close(): Promise<void> {
    return this.#connection.end();
  }
}
