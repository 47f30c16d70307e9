import type pg from "pg";
import { config } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { createTestDatabase } from "../../../tools/database/test-database.mjs";
import { closeDatabase } from "../client";
import { asSuperuser } from "./superuser";

export type Login = "web" | "gateway" | "jobs";

export interface TestDatabase {
  /** The address for one process's login, or the owner's of the tables. */
  urls: Readonly<Record<Login | "owner", string>>;
  /** Uses the database as this process does, with its privileges and no others. */
  as: (login: Login) => Promise<void>;
  /** As the server's superuser: what no process of ours may do. */
  asSuperuser: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/**
 * A database of its own, and this process's configuration set to it. Starts as the web process. One a test file: the
 * configuration is read once.
 */
export async function openTestDatabase(
  settings: Readonly<Record<string, string>> = {},
): Promise<TestDatabase> {
  const { urls, drop } = await createTestDatabase();
  Object.assign(process.env, testEnvironment(urls.web), settings);
  return {
    urls,
    as: async (login) => {
      await closeDatabase();
      // One process, one login; a test plays several processes one after the other.
      config().DATABASE_URL = urls[login];
    },
    asSuperuser,
    close: async () => {
      await closeDatabase();
      await drop();
    },
  };
}
