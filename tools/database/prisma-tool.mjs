import { existsSync } from "node:fs";
import { inCheckout } from "../checkout/checkout.mjs";
import { runTool, runToolOrRefuse } from "../command/child-process.mjs";
import { toolEnvironment } from "../command/environment.mjs";

/** @param {string} databaseUrl */
function prismaEnvironment(databaseUrl) {
  return {
    ...toolEnvironment(),
    // Prisma downloads an engine unless this names an existing file.
    PRISMA_SCHEMA_ENGINE_BINARY: inCheckout("tools", "database", "schema-engine.mjs"),
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    DATABASE_URL: databaseUrl,
  };
}

const prisma = () => inCheckout("node_modules", "prisma", "build", "index.js");

/** Writes the database client from prisma/schema.prisma. */
export async function generateClient() {
  await runToolOrRefuse("Generating the database client", prisma(), ["generate"], {
    env: prismaEnvironment("postgresql://nobody@127.0.0.1/none"),
  });
}

/** @returns {boolean} */
export function isClientGenerated() {
  return existsSync(inCheckout("lib", "db", "generated", "client.ts"));
}

/**
 * What would have to be migrated so that the database is as the schema says. Compares a database that our own runner
 * has migrated: Prisma would replay each migration in one transaction, in which CONCURRENTLY does not run.
 * @param {string} migratedUrl of that database, for a login that may read its catalogue
 * @param {{ asScript?: boolean }} [options] SQL instead of a summary
 * @returns {Promise<{ hasDrift: boolean, text: string }>}
 */
export async function diffMigrations(migratedUrl, { asScript = false } = {}) {
  const { code, output, stdout } = await runTool(
    prisma(),
    [
      "migrate",
      "diff",
      "--from-config-datasource",
      "--to-schema",
      "prisma/schema.prisma",
      "--exit-code",
      ...(asScript ? ["--script"] : []),
    ],
    { env: prismaEnvironment(migratedUrl) },
  );
  // 0: nothing to do, 2: a difference, anything else: it could not tell.
  if (code !== 0 && code !== 2) throw new Error(`prisma migrate diff ended with code ${code}: ${output}`);
  return { hasDrift: code === 2, text: stdout };
}
