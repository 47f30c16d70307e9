import { randomBytes } from "node:crypto";
import { currentCluster, TEMPLATE, urlsFor } from "./test-cluster.mjs";

/**
 * A database of its own for one test file or world, copied from the run's migrated template.
 * @returns {Promise<{ name: string, urls: import("./login-roles.mjs").DatabaseUrls, adminUrl: string, drop: () => Promise<void> }>}
 */
export async function createTestDatabase() {
  const { adminUrl, urls } = currentCluster();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} OWNER halligan_owner`);
  return {
    name,
    urls: urlsFor(urls, name),
    adminUrl: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href,
    drop: () => run(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function run(url, sql) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
