import { EVIDENCE } from "./expected-guards";
import type { Query } from "./store";
import type { GuardFacts } from "./verify-guards";

const GROUPS = "array['halligan_web', 'halligan_gateway', 'halligan_jobs']";

/** What PostgreSQL's own tables say of the triggers, functions, owners and rights of the portal's tables. */
export async function readGuards(query: Query): Promise<GuardFacts> {
  // So that definitions are printed the same for every login.
  await query("set local search_path = public, pg_catalog");
  const names = [...EVIDENCE];
  return {
    tables: await query(
      `select c.relname as name, c.relkind::text as kind, c.relowner::regrole::text as owner,
         c.relrowsecurity as "hasRowSecurity",
         exists (select from pg_rewrite r where r.ev_class = c.oid) as "hasRules",
         exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled not in ('O', 'A')) as "hasSleeping"
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1) order by 1`,
      [names],
    ),
    triggers: await query(
      `select c.relname as table, t.tgname as name, t.tgenabled::text as enabled,
         pg_get_triggerdef(t.oid) as definition, p.proname as function
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
       where not t.tgisinternal and c.relnamespace = 'public'::regnamespace order by 1, 2`,
    ),
    functions: await query(
      `select p.proname as name, p.proowner::regrole::text as owner,
         encode(sha256(convert_to(concat_ws(e'\\n', l.lanname, p.prosecdef, array_to_string(p.proconfig, ','), p.prosrc),
           'UTF8')), 'hex') as sha256
       from pg_proc p join pg_language l on l.oid = p.prolang
       where p.pronamespace = 'public'::regnamespace 
         and (p.prorettype = 'trigger'::regtype or p.proname in ('halligan_delete_recorded', 'halligan_is_held',
           'halligan_delete_by_rule', 'halligan_rule_in_force', 'halligan_rule_permits', 'halligan_move_pack',
           'halligan_hash_range')) order by 1`,
    ),
    rights: await query(
      `select c.relname as table, case when a.grantee = 0 then 'public' else a.grantee::regrole::text end as grantee,
         a.privilege_type as privilege
       from pg_class c cross join lateral (
         select * from aclexplode(c.relacl)
         union select x.* from pg_attribute t cross join lateral aclexplode(t.attacl) x where t.attrelid = c.oid
       ) a
       where c.relnamespace = 'public'::regnamespace and c.relname = any($1) and a.grantee <> c.relowner
       order by 1, 2, 3`,
      [names],
    ),
    logins: await query(
      // Since PostgreSQL 16 whoever made a role is a member who has nothing of it: the owner of the tables, mostly.
      `with recursive granted as (
         select m.member, m.roleid from pg_auth_members m
         where coalesce((to_jsonb(m) ->> 'inherit_option')::boolean or (to_jsonb(m) ->> 'set_option')::boolean, true)
       ), members as (
         select m.member, m.roleid as group from granted m where m.roleid::regrole::text = any(${GROUPS})
         union select m.member, members.group from granted m join members on m.roleid = members.member
       )
       select r.rolname as name, array_agg(distinct members.group::regrole::text order by members.group::regrole::text)
           as groups,
         r.rolsuper as "isSuperuser",
         exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1)
           and pg_has_role(r.oid, c.relowner, 'MEMBER')) as "isOwner",
         pg_has_role(r.oid, 'pg_write_all_data', 'MEMBER') as "writesAll"
       from members join pg_roles r on r.oid = members.member
       where r.rolcanlogin
       group by r.oid, r.rolname, r.rolsuper order by 1`,
      [names],
    ),
  };
}
