import type pg from "pg";
import { databasePool } from "./client";
import { translate } from "./connection/unavailable";

/** "Cannot connect now": graphile-worker tries again after it, and after nothing else that an outage brings. */
const TRY_AGAIN = "57P03";

/**
 * The pool as the job worker must see it: whatever an outage brings looks to it like a server that is starting.
 * Otherwise a job that ends while the database is away is never reported, and the failure, which nobody waits for,
 * ends the process.
 */
export function workerPool(): pg.Pool {
  return withMethod(databasePool(), "connect", (pool) => async (...given) => {
    // With a callback it wants a connection that listens, and looks after that by itself.
    if (given.length > 0) return Reflect.apply(pool.connect, pool, given);
    const client = await pool.connect().catch(throwTryAgain);
    return withMethod(client, "query", (target) => (...asked: unknown[]) => {
      const result: unknown = Reflect.apply(target.query, target, asked);
      return result instanceof Promise ? result.catch(throwTryAgain) : result;
    });
  });
}

function throwTryAgain(error: unknown): never {
  const translated = translate(error);
  if (translated === error) throw error;
  throw Object.assign(new Error("the database can't be reached", { cause: error }), { code: TRY_AGAIN });
}

/** The same object with one method replaced. */
function withMethod<T extends object>(
  object: T,
  name: keyof T,
  replace: (target: T) => (...given: unknown[]) => unknown,
): T {
  return new Proxy(object, {
    get(target, key) {
      if (key === name) return replace(target);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
