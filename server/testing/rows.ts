import pg from "pg";
import { currentCluster } from "../../tools/test-cluster.mjs";
import type { World } from "../../tools/world.mjs";

/** A world's database as the server's superuser sees it: what no process of ours may do. */
export class Rows {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(world: World): Promise<Rows> {
    const address = new URL(currentCluster().adminUrl);
    address.pathname = new URL(world.databaseUrls.web).pathname;
    const client = new pg.Client({ connectionString: address.href });
    // The world drops its database under us when it stops.
    client.on("error", () => {});
    await client.connect();
    return new Rows(client);
  }

  async all<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.#client.query<T>(sql, [...values])).rows;
  }

  async one<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<T> {
    const [row] = await this.all<T>(sql, values);
    if (!row) throw new Error(`no row: ${sql}`);
    return row;
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
