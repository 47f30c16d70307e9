import type pg from "pg";

export type ProcessGroup = "web" | "gateway" | "jobs";

/** Roles of PostgreSQL's own that reach past every grant of ours: https://www.postgresql.org/docs/current/predefined-roles.html */
const TOO_STRONG = [
  ...["pg_read_all_data", "pg_write_all_data", "pg_maintain", "pg_signal_backend"],
  ...["pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"],
];

interface Login {
  name: string;
  attributes: string[];
  owners: string[];
  memberships: string[];
  groups: string[];
  canStopTriggers: boolean;
}

/** What a login is and may be; `member` also finds roles that it must first SET ROLE to. */
const LOGIN = `
  with me as (select * from pg_roles where rolname = session_user)
  select me.rolname as name,
    array_remove(array[
      case when rolsuper then 'SUPERUSER' end, case when rolbypassrls then 'BYPASSRLS' end,
      case when rolcreaterole then 'CREATEROLE' end, case when rolcreatedb then 'CREATEDB' end,
      case when rolreplication then 'REPLICATION' end], null) as attributes,
    array(select distinct pg_get_userbyid(owner) from (
        select relowner as owner from pg_class
          where relnamespace in (select oid from pg_namespace where nspname in ('public', 'graphile_worker'))
        union all select proowner from pg_proc where pronamespace = 'public'::regnamespace
        union all select nspowner from pg_namespace where nspname in ('public', 'graphile_worker')
        union all select datdba from pg_database where datname = current_database()
      ) as owned where pg_has_role(me.oid, owner, 'MEMBER') and pg_get_userbyid(owner) <> 'pg_database_owner'
      order by 1)::text[] as owners,
    array(select rolname from pg_roles
      where rolname = any ($1::text[]) and pg_has_role(me.oid, oid, 'MEMBER') order by 1)::text[] as memberships,
    array(select rolname from pg_roles
      where rolname in ('halligan_web', 'halligan_gateway', 'halligan_jobs')
        and pg_has_role(me.oid, oid, 'MEMBER') order by 1)::text[] as groups,
    has_parameter_privilege(me.oid, 'session_replication_role', 'SET') as "canStopTriggers"
  from me`;

/**
 * What is wrong with the login of a process: evidence is append-only by triggers and grants, which an owner or a
 * superuser stands above.
 * @returns one sentence for each thing that is wrong
 */
export async function loginProblems(client: pg.Client, group: ProcessGroup): Promise<string[]> {
  const { rows } = await client.query<Login>(LOGIN, [TOO_STRONG]);
  const [login] = rows;
  if (!login) throw new TypeError("the database knows no login of this connection");
  const { name } = login;
  // A superuser is a member of everything: the one sentence says it all.
  if (login.attributes.includes("SUPERUSER"))
    return [
      `the login ${name} is a superuser: give the ${group} process a login that is only in halligan_${group}`,
    ];
  const problems = login.attributes.map((attribute) => `the login ${name} must not have ${attribute}`);
  for (const owner of login.owners)
    problems.push(
      owner === name
        ? `the login ${name} owns tables, functions, a schema or the database: it could change evidence`
        : `the login ${name} is a member of ${owner}, which owns tables, functions, a schema or the database`,
    );
  for (const role of login.memberships) problems.push(`the login ${name} must not be a member of ${role}`);
  if (login.canStopTriggers)
    problems.push(
      `the login ${name} may set session_replication_role, which stops the triggers that keep evidence`,
    );
  const wanted = `halligan_${group}`;
  if (!login.groups.includes(wanted))
    problems.push(`the login ${name} is not in ${wanted}: GRANT ${wanted} TO ${name}`);
  for (const other of login.groups)
    if (other !== wanted)
      problems.push(`the login ${name} is in ${other} too: each process needs a login of its own`);
  return problems;
}
