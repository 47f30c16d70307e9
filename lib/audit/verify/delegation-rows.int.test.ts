import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../row-content";
import { compareWhile } from "./testing/compare-while";

const AT = "'2026-03-14T09:26:53Z'";
const event = (id: string, kind: ContentKind, code: string) =>
  `insert into audit_events (id, code, outcome, actor_kind, actor_id, data)
   select '${id}', '${code}', 'done', 'person', 'per_fay',
     jsonb_build_object('delegationId', 'dlg_1', 'contentSha256', ${CONTENT_SHA256})
   from (${CONTENTS[kind].rows}) c where key = 'dlg_1'`;
const ROWS = [
  `insert into people (id, issuer, subject, name, groups_read_at) values ('per_ben', 'i', 'ben', 'Ben', ${AT}),
     ('per_fay', 'i', 'fay', 'Fay', ${AT}), ('per_gus', 'i', 'gus', 'Gus', ${AT})`,
  `insert into delegations (id, delegator_id, delegate_id, created_at, ends_at, withdrawn_at)
     values ('dlg_1', 'per_fay', 'per_ben', ${AT}, ${AT}::timestamptz + interval '1 day', ${AT})`,
  event("aud_1", "delegation", "delegation.made"),
  event("aud_2", "delegation-end", "delegation.withdrawn"),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it.each<[string, string, string[]]>([
  ["as it was written", "select 1", []],
  ["to another", "update delegations set delegate_id = 'per_gus'", ["rows differs delegation dlg_1"]],
  ["of another", "update delegations set delegator_id = 'per_gus'", ["rows differs delegation dlg_1"]],
  [
    "that runs longer",
    "update delegations set ends_at = ends_at + interval '1 day'",
    ["rows differs delegation dlg_1"],
  ],
  [
    "that was not withdrawn after all",
    "update delegations set withdrawn_at = null",
    ["rows no-row delegation-end dlg_1"],
  ],
  [
    "that is gone",
    "delete from delegations",
    ["rows no-row delegation dlg_1", "rows no-row delegation-end dlg_1"],
  ],
  ["that nobody reported", "delete from audit_events where id = 'aud_1'", ["rows no-event delegation dlg_1"]],
])("a delegation %s", async (_, statement, faults) => {
  const found = await compareWhile(database, [...ROWS, statement]);
  expect([...found.faults].sort()).toEqual([...faults].sort());
});
