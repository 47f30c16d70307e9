import type pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { backoffMs } from "@/lib/kernel/reconnection/backoff";
import { endConnection, newConnection } from "../connection/connect";
import { translate } from "../connection/unavailable";
import { loginProblems, type ProcessGroup } from "./login";
import { readSchemaState, type SchemaState } from "./migrations";
import { sessionProblems } from "./session";

const SCHEDULE = { firstMs: 250, maxMs: 5_000 };
/** A database that starts together with us gets so long. */
const PATIENCE_MS = 30_000;

/**
 * What a database must be before a process works on it: its connections are sessions, the login stands below the
 * triggers that keep evidence, the schema is the one of this build, and in production nobody reads along. A database
 * that is not reached yet is waited for.
 * @throws AppError CONFIG_INVALID with everything that is wrong; DATABASE_UNAVAILABLE when it isn't reached in 30 s
 */
export async function requireDatabase(group: ProcessGroup): Promise<void> {
  const problems = await reached(() => findProblems(group));
  if (problems.length > 0)
    throw new AppError("CONFIG_INVALID", `the database can't be used: ${problems.join("; ")}`);
}

async function findProblems(group: ProcessGroup): Promise<string[]> {
  const client = newConnection();
  try {
    await client.connect();
    return [
      ...(await transportProblems(client)),
      ...(await loginProblems(client, group)),
      ...schemaProblems(await readSchemaState()),
      ...(await sessionProblems(client)),
    ];
  } catch (error) {
    throw translate(error);
  } finally {
    await endConnection(client);
  }
}

/** As the server sees it, whatever the address says: it may have fallen back, or a pooler may stand between. */
async function transportProblems(client: pg.Client): Promise<string[]> {
  if (config().HALLIGAN_WORLD !== "production") return [];
  const { rows } = await client.query<{ isSafe: boolean }>(
    `select ssl or inet_client_addr() is null
       or inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1' as "isSafe"
     from pg_stat_ssl where pid = pg_backend_pid()`,
  );
  return rows[0]?.isSafe ? [] : ["the server says that the connection to it is not encrypted"];
}

/** Which way to go depends on which of the two is older. */
function schemaProblems({ isEmpty, missing, tooNew }: SchemaState): string[] {
  if (isEmpty) return ["it is empty: run npm run migrate with MIGRATE_DATABASE_URL"];
  if (tooNew.length > 0)
    return [
      `it has migration ${tooNew.join(", ")}, which removes what this version may still use: deploy a newer version`,
    ];
  if (missing.length > 0)
    return [`it lacks migration ${missing.join(", ")}: run npm run migrate with MIGRATE_DATABASE_URL`];
  return [];
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const isAway = isAppError(error) && error.code === "DATABASE_UNAVAILABLE";
      if (!isAway || Date.now() > deadline) throw error;
      const pause = backoffMs(failures, SCHEDULE, Math.random);
      await new Promise((done) => setTimeout(done, pause));
    }
  }
}
