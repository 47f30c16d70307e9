import { isMainThread } from "node:worker_threads";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { log } from "@/lib/kernel/log/log";
import type { Reconnection } from "@/lib/kernel/reconnection/reconnection";
import { breakWhenSilent, CONNECT_MS, type KeptConnection, keepConnection } from "./connection/connect";
import { translate } from "./connection/unavailable";
import { PrismaClient } from "./generated/client";

declare const opaque: unique symbol;

/** A database handle that use cases pass on and only stores can open: a transaction, or plain reading. */
export interface Tx {
  readonly [opaque]: "transaction";
}

type Handle = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends" | "$use">;

interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Holds this process's advisory locks; connected when the first is wanted. */
  locks: Reconnection<KeptConnection>;
}

// Next loads modules more than once in one process; there must be one pool.
const holder = globalThis as typeof globalThis & { halliganDatabase?: Database };

function database(): Database {
  holder.halliganDatabase ??= open(config().DATABASE_URL);
  return holder.halliganDatabase;
}

function open(connectionString: string): Database {
  const pool = new pg.Pool({
    connectionString,
    application_name: "halligan",
    // A thread of its own does one or two things at a time.
    max: isMainThread ? 12 : 4,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", (error) => log.warn("database connection lost", { reason: error.message }));
  // Nor may one that breaks while it is lent out, to a lock or the worker: its borrower sees the failure.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    breakWhenSilent(client);
  });
  return {
    pool,
    prisma: translating(new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" })),
    locks: keepConnection({ name: "halligan locks" }),
  };
}

/** Whoever reads outside a transaction hears of an outage in our words too. */
function translating(prisma: PrismaClient): PrismaClient {
  const extended = prisma.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args);
        } catch (error) {
          throw translate(error);
        }
      },
    },
  });
  return extended as unknown as PrismaClient;
}

const TIMEOUT_MS = 15_000;

/**
 * Runs work in one transaction: everything it wrote is committed when it returns, nothing when it throws.
 * @param work gets the handle that stores accept; must not call anything outside the database
 * @throws AppError DATABASE_UNAVAILABLE when the database can't be reached
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const followers: (() => void)[] = [];
  const begin = (handle: object) => {
    afterwards.set(handle, followers);
    return work(handle as unknown as Tx);
  };
  try {
    const result = await database().prisma.$transaction(begin, { timeout: TIMEOUT_MS, maxWait: 5_000 });
    for (const follow of followers) follow();
    return result;
  } catch (error) {
    throw translate(error);
  }
}

/** What follows the commit of a transaction that is under way. */
const afterwards = new WeakMap<object, (() => void)[]>();

/** Runs something once what was written so far is committed, and never if it isn't. It must not throw. */
export function afterCommit(tx: Tx, follow: () => void): void {
  const followers = afterwards.get(tx);
  if (followers) followers.push(follow);
  else follow();
}

/** A handle for reads outside a transaction; they throw AppError DATABASE_UNAVAILABLE when it can't be reached. */
export function reading(): Tx {
  return database().prisma as unknown as Tx;
}

/** Opens a handle. For stores only (the boundary check holds everybody else off). */
export function handleOf(tx: Tx): Handle {
  return tx as unknown as Handle;
}

/** The pool itself, for the job worker, which brings its own queries. */
export function databasePool(): pg.Pool {
  return database().pool;
}

/**
 * The one connection that holds this process's advisory locks: one taken from the pool for each of them would leave
 * none for the work itself.
 * @throws AppError DATABASE_UNAVAILABLE while there is none
 */
export async function lockConnection(): Promise<KeptConnection> {
  try {
    return await database().locks.get();
  } catch (error) {
    throw translate(error);
  }
}

/**
 * Runs one statement that is run again and again, prepared once per connection. For the recorder, whose commits stand
 * between a key and its echo; everything else goes through transactions.
 * @throws AppError DATABASE_UNAVAILABLE when the database can't be reached
 */
export async function runPrepared<R extends pg.QueryResultRow>(statement: {
  name: string;
  text: string;
  values: readonly unknown[];
}): Promise<R[]> {
  try {
    return (await database().pool.query<R>({ ...statement, values: [...statement.values] })).rows;
  } catch (error) {
    throw translate(error);
  }
}

/** Ends all connections of this process. */
export async function closeDatabase(): Promise<void> {
  const open = holder.halliganDatabase;
  delete holder.halliganDatabase;
  if (open) {
    await open.locks.stop();
    await open.prisma.$disconnect();
    await open.pool.end().catch((error: unknown) => {
      if (!(error instanceof Error && /more than once/.test(error.message))) throw error;
    });
  }
}
