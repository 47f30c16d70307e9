import { Refusal } from "../command/refusal.mjs";

/**
 * A login that may not create in the database needs what only that right could make to be there: all of it is named at
 * once, with the statement that an administrator runs.
 * @param {import("pg").Client} client
 * @throws {Refusal}
 */
export async function refuseMissingRights(client) {
  const { rows } = await client.query(
    `SELECT current_user AS login, current_database() AS database,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       has_schema_privilege('public', 'CREATE') AS may_fill,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS has_search,
       (SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = 'graphile_worker') AS may_fill_queue`,
  );
  const { login, database, may_create, may_fill, has_search, may_fill_queue } = rows[0];
  const name = client.escapeIdentifier(login);
  const wanted = [];
  if (!may_fill) wanted.push(`GRANT CREATE ON SCHEMA public TO ${name}`);
  if (!may_create && !has_search) wanted.push("CREATE EXTENSION pg_trgm");
  if (!may_create && may_fill_queue === null)
    wanted.push(`CREATE SCHEMA graphile_worker AUTHORIZATION ${name}`);
  if (may_fill_queue === false) wanted.push(`ALTER SCHEMA graphile_worker OWNER TO ${name}`);
  if (wanted.length === 0) return;
  throw new Refusal(
    `The login ${login} lacks rights on the database ${database}. An administrator runs there, once: ${wanted.join("; ")}. Or: GRANT CREATE ON DATABASE ${client.escapeIdentifier(database)} TO ${name}.`,
  );
}
