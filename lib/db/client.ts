import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { config } from "@/lib/kernel/config";
import { AppError } from "@/lib/kernel/errors";
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
  /** Holds this process's advisory locks; made when the first is wanted. */
  locks?: Promise<pg.Client>;
}

// Next loads modules more than once in one process; there must be one pool.
const holder = globalThis as typeof globalThis & { halliganDatabase?: Database };

function database(): Database {
  holder.halliganDatabase ??= open(config().DATABASE_URL);
  return holder.halliganDatabase;
}

function open(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 12, connectionTimeoutMillis: 5_000 });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", (error) => process.stderr.write(`database connection lost: ${error.message}\n`));
  // Nor may one that breaks while it is lent out, to a lock or the worker: its borrower sees the failure.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

const TIMEOUT_MS = 15_000;
const UNREACHABLE = new Set([
  "P1001",
  "P1002",
  "P1017",
  "P2024",
  "ECONNREFUSED",
  "ECONNRESET",
  "57P01",
  "57P03",
]);

/**
 * Runs work in one transaction: everything it wrote is committed when it returns, nothing when it throws.
 * @param work gets the handle that stores accept; must not call anything outside the database
 * @throws AppError DATABASE_UNAVAILABLE when the database can't be reached
 */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await database().prisma.$transaction((handle) => work(handle as unknown as Tx), {
      timeout: TIMEOUT_MS,
      maxWait: 5_000,
    });
  } catch (error) {
    throw translate(error);
  }
}

/** A handle for reads outside a transaction. */
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
 */
export function lockConnection(): Promise<pg.Client> {
  const holding = database();
  holding.locks ??= connectForLocks(() => delete holding.locks);
  return holding.locks;
}

async function connectForLocks(onLost: () => void): Promise<pg.Client> {
  const client = newConnection();
  let isLost = false;
  // Once: what it says after its loss is not about the connection that has replaced it.
  const lose = () => {
    if (!isLost) onLost();
    isLost = true;
  };
  client.on("error", lose);
  client.on("end", lose);
  try {
    await client.connect();
  } catch (error) {
    lose();
    throw translate(error);
  }
  return client;
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

/**
 * A connection of its own, for LISTEN: it must stay open, so it can't come from the pool.
 * @param connectionString for a program that knows a database and no other setting
 */
export function newConnection(connectionString = config().DATABASE_URL): pg.Client {
  return new pg.Client({ connectionString, keepAlive: true });
}

/** Ends all connections of this process. */
export async function closeDatabase(): Promise<void> {
  const open = holder.halliganDatabase;
  delete holder.halliganDatabase;
  if (open) {
    const locks = await open.locks?.catch(() => undefined);
    await locks?.end();
    await open.prisma.$disconnect();
    await open.pool.end().catch((error: unknown) => {
      if (!(error instanceof Error && /more than once/.test(error.message))) throw error;
    });
  }
}

/** Puts a database error in our words where the caller can act on it; everything else passes unchanged. */
export function translate(error: unknown): unknown {
  const code = codeOf(error);
  if (code && UNREACHABLE.has(code))
    return new AppError("DATABASE_UNAVAILABLE", "the database can't be reached", { cause: error });
  return error;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string" && error.code !== "P2010") return error.code;
  if (
    "meta" in error &&
    typeof error.meta === "object" &&
    error.meta !== null &&
    "driverAdapterError" in error.meta
  )
    return codeOf((error.meta.driverAdapterError as { cause?: unknown }).cause);
  if ("originalCode" in error && typeof error.originalCode === "string") return error.originalCode;
  return undefined;
}
