import { EVIDENCE, FUNCTIONS, MAY, TRIGGERS } from "./expected-guards";
import type { FaultList } from "./faults";

/** What PostgreSQL says of what guards the evidence. */
export interface GuardFacts {
  tables: readonly {
    name: string;
    /** `r` is a table. */
    kind: string;
    owner: string;
    hasRowSecurity: boolean;
    hasRules: boolean;
    /** Any trigger that does not fire, those of foreign keys included. */
    hasSleeping: boolean;
  }[];
  triggers: readonly { table: string; name: string; enabled: string; definition: string; function: string }[];
  /** `sha256`: over language, security, settings and body. */
  functions: readonly { name: string; owner: string; sha256: string }[];
  /** Of everybody but a table's owner, on the table or on any column of it. */
  rights: readonly { table: string; grantee: string; privilege: string }[];
  /** Who may log in and is in one of the three groups, directly or through others. */
  logins: readonly {
    name: string;
    groups: readonly string[];
    isSuperuser: boolean;
    isOwner: boolean;
    writesAll: boolean;
  }[];
}

/** How much was looked at. */
export interface GuardCover {
  triggers: number;
  functions: number;
  tables: number;
  logins: number;
}

/** Whether what refuses changes is there, as this version made it, awake, and without conditions. Pure. */
export function verifyGuards(facts: GuardFacts, faults: FaultList): void {
  const found = new Map(facts.triggers.map((trigger) => [`${trigger.table}.${trigger.name}`, trigger]));
  for (const { table, name, definition } of TRIGGERS) {
    const item = `${table}.${name}`;
    const trigger = found.get(item);
    if (!trigger) faults.add("guards", "unguarded", item, "there is no such trigger");
    else if (trigger.definition !== definition)
      faults.add("guards", "unguarded", item, `the trigger is another: ${trigger.definition}`);
    else if (trigger.enabled !== "O" && trigger.enabled !== "A")
      faults.add("guards", "unguarded", item, "the trigger is switched off");
    found.delete(item);
  }
  for (const item of found.keys())
    faults.add("guards", "too-much", item, "this version makes no such trigger; it may drop or change rows");
  const bodies = new Map(facts.functions.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, sha256] of Object.entries(FUNCTIONS))
    if (bodies.get(name) !== sha256)
      faults.add("guards", "unguarded", name, "the function is not there or is not this version's");
  for (const table of facts.tables) {
    if (table.hasRules)
      faults.add("guards", "unguarded", table.name, "the table has a rule, which may drop rows");
    if (table.hasRowSecurity)
      faults.add("guards", "unguarded", table.name, "row security is on: rows may be hidden from this run");
    if (table.hasSleeping)
      faults.add("guards", "unguarded", table.name, "a trigger is switched off, maybe a foreign key's");
  }
  const tables = new Set(facts.tables.filter(({ kind }) => kind === "r").map(({ name }) => name));
  for (const name of EVIDENCE)
    if (!tables.has(name)) faults.add("guards", "unguarded", name, "there is no such table");
}

/** Whether nobody may do more with the evidence than the grants of this version say. Pure. */
export function verifyRights(facts: GuardFacts, faults: FaultList): void {
  for (const { table, grantee, privilege } of facts.rights) {
    const may = grantee === "public" ? [] : (MAY[table]?.[grantee] ?? ["SELECT"]);
    if (!may.includes(privilege))
      faults.add("rights", "too-much", table, `${grantee} has ${privilege} on it`);
  }
  const ours = facts.functions.filter(({ name }) => name in FUNCTIONS);
  const owners = new Set([...facts.tables, ...ours].map(({ owner }) => owner));
  if (owners.size > 1)
    faults.add(
      "rights",
      "too-much",
      [...owners].sort().join(", "),
      "tables and functions have several owners",
    );
  for (const { name, groups, isSuperuser, isOwner, writesAll } of facts.logins) {
    if (isSuperuser) faults.add("rights", "too-much", name, "a process's login is a superuser");
    else if (isOwner)
      faults.add("rights", "too-much", name, "a process's login owns the tables, or can become their owner");
    else if (writesAll) faults.add("rights", "too-much", name, "a process's login may write all data");
    if (groups.length > 1)
      faults.add("rights", "too-much", name, `a login is in several groups: ${groups.join(", ")}`);
  }
}

export function coverOf({ triggers, functions, tables, logins }: GuardFacts): GuardCover {
  return {
    triggers: triggers.length,
    functions: functions.length,
    tables: tables.length,
    logins: logins.length,
  };
}
