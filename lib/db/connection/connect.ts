import type { Socket } from "node:net";
import pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { type Attempt, Reconnection } from "@/lib/kernel/reconnection/reconnection";

/** A server that accepts connections and says nothing is no better than one that refuses them. */
export const CONNECT_MS = 5_000;
const SCHEDULE = { firstMs: 250, maxMs: 5_000 };
const PROBE = { everyMs: 10_000, withinMs: 5_000 };
/** Longer than any statement and any transaction may take. */
const SILENT_MS = 20_000;
/** An end that the other side doesn't answer is not waited for. */
const END_MS = 2_000;

/**
 * A connection of its own, for whatever can't come from the pool. It is the caller's to connect and to end; when it
 * breaks, its queries fail, and the process goes on.
 * @param connectionString for a program that knows a database and no other setting
 * @param application_name what the server's list of connections calls it
 */
export function newConnection(
  connectionString = config().DATABASE_URL,
  application_name = "halligan",
): pg.Client {
  const client = new pg.Client({
    connectionString,
    application_name,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  client.on("error", () => {}); // Without a listener it would end the process; the query under way fails as well.
  return client;
}

/** What the driver keeps to itself. */
interface Internals {
  connection: { stream: Socket };
  readyForQuery: boolean | null;
}

function internalsOf(client: pg.ClientBase): Internals {
  return client as unknown as Internals;
}

/**
 * Breaks a connection whose other side says nothing to a query for so long. Otherwise a database that vanished without
 * a word (a failover that moves its address) would keep the whole pool waiting until TCP gives up, after a quarter of
 * an hour.
 */
export function breakWhenSilent(client: pg.ClientBase): void {
  const { stream } = internalsOf(client).connection;
  stream.setTimeout(SILENT_MS, () => {
    // One that only listens, or lies in the pool, has nothing to say.
    if (internalsOf(client).readyForQuery) return;
    stream.destroy(new Error(`no answer within ${SILENT_MS} ms`));
  });
}

/** Ends a connection, also one whose other side is silent. */
export async function endConnection(client: pg.Client): Promise<void> {
  const { stream } = internalsOf(client).connection;
  const timer = setTimeout(() => stream.destroy(), END_MS);
  try {
    await client.end();
  } finally {
    clearTimeout(timer);
  }
}

/** A connection that several use at once: each query goes out when the one before it has been answered. */
export class KeptConnection {
  readonly client: pg.Client;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: pg.Client) {
    this.client = client;
  }

  /** @throws what the driver throws, also when the connection broke while it waited for its turn */
  query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<pg.QueryResult<R>> {
    // The driver would queue them too, and says that it will no longer do so.
    const answer = this.#last.then(() => this.client.query<R>(text, values));
    this.#last = answer.catch(() => {});
    return answer;
  }
}

/**
 * One connection that is kept: made anew when it breaks or falls silent.
 * @param options.name what the server's list of connections calls it
 * @param options.prepare runs on each new connection before it counts
 */
export function keepConnection(options: {
  name: string;
  prepare?: (client: pg.Client) => Promise<void>;
  onUp?: (connection: KeptConnection, isAgain: boolean) => void;
  onDown?: (error: unknown) => void;
}): Reconnection<KeptConnection> {
  const { name, prepare, ...told } = options;
  const connect = async ({ lost, signal }: Attempt) => {
    const client = newConnection(undefined, name);
    client.on("error", lost);
    client.on("end", () => lost(new Error("the connection ended")));
    signal.addEventListener("abort", () => void endConnection(client));
    await client.connect();
    await prepare?.(client);
    return new KeptConnection(client);
  };
  return new Reconnection({
    connect,
    end: ({ client }) => endConnection(client),
    schedule: SCHEDULE,
    probe: { run: (connection) => connection.query("select 1"), ...PROBE },
    ...told,
  });
}
