import type pg from "pg";
import type { Login } from "./database";

/** What a login may do with one table: the columns by name, or "*" for all of them. */
export interface TablePrivileges {
  select?: string;
  insert?: string;
  update?: string;
  delete?: true;
}

export type Privileges = Readonly<Record<string, TablePrivileges>>;

/** What a process's login may do: with tables, and besides. */
export interface LoginPrivileges {
  readonly tables: Privileges;
  readonly further: readonly string[];
}

interface ColumnRow {
  table: string;
  privilege: "select" | "insert" | "update";
  columns: string[];
  isAll: boolean;
}

/**
 * What a login may do, as PostgreSQL itself answers for it: groups, grants to PUBLIC and column grants included.
 * @param client of a superuser
 * @returns by table, those of other schemas with the schema's name before theirs; without what it may not touch
 */
export async function readPrivileges(client: pg.Client, login: Login): Promise<Privileges> {
  const role = `${login}_login`;
  const columns = await client.query<ColumnRow>(
    `select t.name as table, p.privilege,
       coalesce(array_agg(a.attname::text order by a.attnum)
         filter (where has_column_privilege($1, t.oid, a.attnum, p.privilege)), '{}') as columns,
       bool_and(has_column_privilege($1, t.oid, a.attnum, p.privilege)) as "isAll"
     from ${TABLES}
     join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     cross join unnest(array['select', 'insert', 'update']) as p(privilege)
     where has_schema_privilege($1, t.schema, 'usage')
     group by t.name, p.privilege order by t.name`,
    [role],
  );
  const whole = await client.query<{ table: string; more: string[] }>(
    `select t.name as table, array_agg(p.privilege) as more
     from ${TABLES}
     cross join unnest(array['delete', 'truncate', 'references', 'trigger']) as p(privilege)
     where has_schema_privilege($1, t.schema, 'usage') and has_table_privilege($1, t.oid, p.privilege)
     group by t.name`,
    [role],
  );
  const found: Record<string, Record<string, unknown>> = {};
  for (const { table, privilege, columns: names, isAll } of columns.rows)
    if (names.length > 0) found[table] = { ...found[table], [privilege]: isAll ? "*" : names.join(" ") };
  for (const { table, more } of whole.rows)
    for (const privilege of more) found[table] = { ...found[table], [privilege]: true };
  return found as Privileges;
}

/** The functions of ours that a login may call, and whether it may make anything in a schema. */
export async function readFurther(client: pg.Client, login: Login): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `select 'call ' || p.proname as what from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname like 'halligan%'
       and has_function_privilege($1, p.oid, 'execute')
     union all
     select 'use queue' where has_schema_privilege($1, 'graphile_worker', 'usage')
     union all
     select 'create in ' || n.nspname from pg_namespace n
     where n.nspname in ('public', 'graphile_worker') and has_schema_privilege($1, n.oid, 'create')
     union all
     select 'own ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
     where pg_has_role($1, r.oid, 'member') and c.relkind in ('r', 'v', 'S')
     order by 1`,
    [`${login}_login`],
  );
  return rows.map(({ what }) => what);
}

const TABLES = `(
  select c.oid, n.nspname as schema,
    case when n.nspname = 'public' then c.relname::text else n.nspname || '.' || c.relname end as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p', 'v', 'm', 'f')
) as t`;
