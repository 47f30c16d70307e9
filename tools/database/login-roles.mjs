import { installSecret } from "../checkout/state-folder.mjs";

/** Who logs in to an embedded server. In production the operator makes such logins. */
const MEMBERS = { web: "halligan_web", gateway: "halligan_gateway", jobs: "halligan_jobs" };

/**
 * @typedef {{ owner: string, web: string, gateway: string, jobs: string }} DatabaseUrls
 */

/**
 * Makes the logins of an embedded server, or gives them their passwords again: `halligan_owner` migrates and owns
 * everything, the three processes are members of the group roles that prisma/grants.sql speaks of.
 * @param {import("./embedded-postgres.mjs").Server} server
 * @param {string} secretsFolder where the passwords are kept
 * @returns {Promise<(database: string) => DatabaseUrls>}
 */
export async function createLogins(server, secretsFolder) {
  const passwords = Object.fromEntries(
    ["owner", ...Object.keys(MEMBERS)].map((name) => [
      name,
      installSecret(secretsFolder, `database-${name}`),
    ]),
  );
  await asSuperuser(server, async (client) => {
    for (const [name, password] of Object.entries(passwords)) {
      const login = name === "owner" ? "halligan_owner" : `${name}_login`;
      const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [login]);
      const verb = rowCount === 0 ? "CREATE" : "ALTER";
      const rights = name === "owner" ? "CREATEROLE" : "";
      await client.query(`${verb} ROLE ${login} LOGIN ${rights} PASSWORD ${client.escapeLiteral(password)}`);
    }
  });
  return (database) => ({
    owner: server.url(database, "halligan_owner", passwords.owner),
    web: server.url(database, "web_login", passwords.web),
    gateway: server.url(database, "gateway_login", passwords.gateway),
    jobs: server.url(database, "jobs_login", passwords.jobs),
  });
}

/**
 * Makes the logins members of their groups. After the migration: the groups come with prisma/roles.sql.
 * @param {import("./embedded-postgres.mjs").Server} server
 */
export async function joinGroups(server) {
  await asSuperuser(server, async (client) => {
    for (const [name, group] of Object.entries(MEMBERS))
      await client.query(`GRANT ${group} TO ${name}_login`);
  });
}

/**
 * @template T
 * @param {import("./embedded-postgres.mjs").Server} server
 * @param {(client: import("pg").Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function asSuperuser(server, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({
    connectionString: server.url("postgres"),
    application_name: "halligan-launcher",
  });
  await client.connect();
  try {
    await client.query("SET client_min_messages = warning");
    return await work(client);
  } finally {
    await client.end();
  }
}
