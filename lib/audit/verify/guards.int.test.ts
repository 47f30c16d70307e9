import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { FUNCTIONS, TRIGGERS } from "./expected-guards";
import { FaultList } from "./faults";
import { readGuards } from "./guard-store";
import { type Query, withEvidence } from "./store";
import { verifyGuards, verifyRights } from "./verify-guards";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What the two steps say while something is so; it is taken back before anybody else can see it. */
async function faultsWhile(...statements: string[]): Promise<string[]> {
  return database.asSuperuser(async (client) => {
    const query: Query = async (text, values = []) => (await client.query(text, values)).rows;
    await query("begin");
    try {
      for (const statement of statements) await query(statement);
      const facts = await readGuards(query);
      const list = new FaultList();
      verifyGuards(facts, list);
      verifyRights(facts, list);
      return list.found.map(({ step, code, item }) => `${step} ${code} ${item}`);
    } finally {
      await query("rollback");
    }
  });
}

it("what is expected is what migrations and grants make", async () => {
  const facts = await withEvidence(database.urls.jobs, readGuards);
  const byName = (one: { table: string; name: string }) => `${one.table}.${one.name}`;
  expect(facts.triggers.map((one) => [byName(one), one.definition])).toEqual(
    TRIGGERS.map((one) => [byName(one), one.definition]).sort(([one = ""], [other = ""]) =>
      one < other ? -1 : 1,
    ),
  );
  expect(Object.fromEntries(facts.functions.map(({ name, sha256 }) => [name, sha256]))).toEqual(FUNCTIONS);
  expect(await faultsWhile()).toEqual([]);
});

const REFUSE = "before update or delete on decisions for each row";

describe("what no longer guards is named, and nothing else", () => {
  it.each<[string, string[], string[]]>([
    [
      "a trigger that is gone",
      ["drop trigger append_only_rows on decisions"],
      ["guards unguarded decisions.append_only_rows"],
    ],
    [
      "a trigger that is off",
      ["alter table trail_events disable trigger append_only_table"],
      ["guards unguarded trail_events.append_only_table", "guards unguarded trail_events"],
    ],
    [
      "a trigger that fires on replicas only",
      ["alter table trail_events enable replica trigger append_only_rows"],
      ["guards unguarded trail_events.append_only_rows", "guards unguarded trail_events"],
    ],
    [
      "a foreign key that is off",
      ["alter table audit_pending disable trigger all"],
      ["guards unguarded audit_pending"],
    ],
    [
      "a trigger with a condition that never holds",
      [
        "drop trigger append_only_rows on decisions",
        `create trigger append_only_rows ${REFUSE} when (false) execute function refuse_change()`,
      ],
      ["guards unguarded decisions.append_only_rows"],
    ],
    [
      "a trigger that runs another function",
      [
        "create function nothing() returns trigger language plpgsql as $$ begin return new; end $$",
        "drop trigger append_only_rows on decisions",
        `create trigger append_only_rows ${REFUSE} execute function nothing()`,
      ],
      ["guards unguarded decisions.append_only_rows"],
    ],
    [
      "a trigger that nobody knows",
      [
        "create function drop_it() returns trigger language plpgsql as $$ begin return null; end $$",
        "create trigger a_drop before insert on audit_events for each row execute function drop_it()",
      ],
      ["guards too-much audit_events.a_drop"],
    ],
    [
      "a rule that drops rows",
      ["create rule nothing as on insert to trail_events do instead nothing"],
      ["guards unguarded trail_events"],
    ],
    [
      "row security that hides rows",
      ["alter table decisions enable row level security", "create policy p on decisions using (true)"],
      ["guards unguarded decisions"],
    ],
    [
      "a right to change",
      ["grant update (comment) on decisions to halligan_web"],
      ["rights too-much decisions"],
    ],
    [
      "a right of a role that is none of ours",
      ["create role stranger", "grant insert on audit_events to stranger"],
      ["rights too-much audit_events"],
    ],
    [
      "a right of everybody to read",
      ["grant select on recording_ranges to public"],
      ["rights too-much recording_ranges"],
    ],
    [
      "a login in two groups",
      ["create role both_login login in role halligan_web, halligan_jobs"],
      ["rights too-much both_login"],
    ],
    [
      "a login that is a superuser",
      ["create role super_login login superuser in role halligan_web"],
      ["rights too-much super_login"],
    ],
    [
      "a login that can become the owner",
      ["create role owner_login login in role halligan_web, halligan_owner"],
      ["rights too-much owner_login"],
    ],
    [
      "a login that may write all data",
      ["create role writer_login login in role halligan_jobs, pg_write_all_data"],
      ["rights too-much writer_login"],
    ],
    [
      "a table with another owner",
      ["alter table trail_events owner to current_user"],
      [expect.stringMatching(/^rights too-much .*halligan_owner/) as unknown as string],
    ],
  ])("%s", async (_title, statements, expected) => {
    expect(await faultsWhile(...statements)).toEqual(expected);
  });

  it.each(["refuse_change", "accept_audit_event", "hand_to_sealer"])(
    "%s with a body that does nothing",
    async (name) => {
      const body = await database.asSuperuser(async (client) => {
        const { rows } = await client.query("select pg_get_functiondef($1::regproc) as body", [name]);
        return String(rows[0]?.body);
      });
      const nothing = body.replace(
        /\$function\$[\s\S]*\$function\$/,
        "$function$ begin return new; end $function$",
      );
      expect(await faultsWhile(nothing)).toEqual([`guards unguarded ${name}`]);
    },
  );
});
