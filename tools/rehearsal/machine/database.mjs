import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../../checkout/checkout.mjs";
import { runToolOrRefuse } from "../../command/child-process.mjs";
import { passedOn } from "../../command/environment.mjs";
import { startPostgres } from "../../database/embedded-postgres.mjs";
import { asSuperuser, createLogins, joinGroups } from "../../database/login-roles.mjs";
import { giveToDatabase } from "../../database/postgres-programs.mjs";
import { DATABASE } from "../names.mjs";

const NAME = "halligan";
/** The launcher alone comes without TLS, from this machine: everybody else must have it. */
const WHO_MAY_COME = `host all postgres 127.0.0.1/32 scram-sha-256
hostssl all all 127.0.0.1/32 scram-sha-256
`;

/**
 * @typedef {object} RehearsalDatabase
 * @property {import("../../database/login-roles.mjs").DatabaseUrls} urls under the database's name, with sslmode=verify-full
 * @property {() => number} port
 * @property {() => Promise<void>} grantGroups makes the logins members of their groups, which come with the migration
 * @property {(statement: string) => Promise<any[]>} ask as superuser, beside TLS
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} start again, after a stop, on the same port
 */

/**
 * Starts the database of a rehearsal, which speaks TLS with a certificate of the rehearsal's CA.
 * @param {string} state the rehearsal's state folder
 * @param {string} programs the folder of PostgreSQL's programs
 * @param {import("../network/certificates.mjs").Certificates} certificates
 * @returns {Promise<RehearsalDatabase>}
 */
export async function startDatabase(state, programs, certificates) {
  const settings = { ssl: "on", ...layOut(state, certificates.of(DATABASE)) };
  const launch = () => startPostgres({ folder: join(state, "database"), programs, settings });
  let server = await launch();
  const urlsOf = await createLogins(server, state);
  await asSuperuser(server, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME} OWNER halligan_owner`);
  });
  const urls = Object.fromEntries(
    Object.entries(urlsOf(NAME)).map(([login, url]) => [login, overTls(url, certificates.bundle)]),
  );
  return {
    urls,
    port: () => server.port,
    grantGroups: () => joinGroups(server),
    ask: (statement) => ask(server.url(NAME), statement),
    stop: () => server.stop(),
    start: async () => {
      server = await launch();
    },
  };
}

async function ask(connectionString, statement) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString, application_name: "rehearsal" });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Brings the database up to the migrations as an operator does: `npm run migrate`, over TLS.
 * @param {RehearsalDatabase} database
 * @param {Record<string, string>} environment that leads names to where they are answered
 */
export async function migrateDatabase(database, environment) {
  await runToolOrRefuse("Migrating the database", inCheckout("tools", "migrate.mjs"), [], {
    env: { ...passedOn(), ...environment, MIGRATE_DATABASE_URL: database.urls.owner },
  });
}

/** The server reads its files as the user that it runs as, and wants the key to be nobody else's. */
function layOut(state, { key, cert }) {
  const folder = join(state, "database-tls");
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const files = { "server.key": key, "server.pem": cert, "pg_hba.conf": WHO_MAY_COME };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    giveToDatabase(file);
  }
  return {
    ssl_cert_file: join(folder, "server.pem"),
    ssl_key_file: join(folder, "server.key"),
    hba_file: join(folder, "pg_hba.conf"),
  };
}

function overTls(address, bundle) {
  const url = new URL(address);
  url.hostname = DATABASE;
  url.port = "5432";
  url.searchParams.set("sslmode", "verify-full");
  url.searchParams.set("sslrootcert", bundle);
  return url.href;
}
