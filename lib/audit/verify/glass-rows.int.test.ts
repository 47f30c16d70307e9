import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../row-content";
import { compareWhile } from "./testing/compare-while";

const AT = "'2026-03-14T09:26:53Z'";
const event = (id: string, kind: ContentKind, code: string, actor: string) =>
  `insert into audit_events (id, code, outcome, actor_kind, actor_id, request_id, data)
   select '${id}', '${code}', 'done', 'person', '${actor}', 'req_1', jsonb_build_object('contentSha256', ${CONTENT_SHA256})
   from (${CONTENTS[kind].rows}) c where key = 'req_1'`;
const ROWS = [
  `insert into people (id, issuer, subject, name, groups_read_at) values ('per_ana', 'i', 'ana', 'Ana', ${AT}),
     ('per_fay', 'i', 'fay', 'Fay', ${AT})`,
  `insert into requests (id, requester_id, justification, window_seconds, state, rule_version, obligations, created_at,
     lapses_at) values ('req_1', 'per_ana', 'TLS fails', 900, 'waiting', 'v1', '{}', ${AT}, ${AT})`,
  event("aud_1", "request", "request.created", "per_ana"),
  `insert into break_glasses (request_id, person_id, month, unit, budget, created_at, broken_at, note_due_at, note, noted_at,
     verdict, verdict_reason, judged_by_id, judged_at) values ('req_1', 'per_ana', '2026-03-01', 1, 2, ${AT}, ${AT}, ${AT},
     'Put the chain back', ${AT}, 'disowned', 'No emergency', 'per_fay', ${AT})`,
  event("aud_2", "glass", "glass.broken", "per_ana"),
  event("aud_3", "glass-note", "glass.noted", "per_ana"),
  event("aud_4", "glass-verdict", "glass.disowned", "per_fay"),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What the verifier says while something is so, which is then taken back. */
const faultsWhile = async (statements: readonly string[]) =>
  (await compareWhile(database, [...ROWS, ...statements])).faults;

it.each<[string, string, string[]]>([
  ["as it was written", "select 1", []],
  ["of another unit", "update break_glasses set unit = 2", ["rows differs glass req_1"]],
  ["of another person", "update break_glasses set person_id = 'per_cleo'", ["rows differs glass req_1"]],
  ["with a bigger budget", "update break_glasses set budget = 9", ["rows differs glass req_1"]],
  ["with a finer note", "update break_glasses set note = 'All fine'", ["rows differs glass-note req_1"]],
  [
    "that is ratified instead",
    "update break_glasses set verdict = 'ratified'",
    ["rows differs glass-verdict req_1"],
  ],
  [
    "judged by another",
    "update break_glasses set judged_by_id = 'per_cleo'",
    ["rows differs glass-verdict req_1"],
  ],
  [
    "without its verdict",
    "update break_glasses set verdict = null, verdict_reason = null, judged_by_id = null, judged_at = null",
    ["rows no-row glass-verdict req_1"],
  ],
  [
    "that is gone",
    "delete from break_glasses",
    ["rows no-row glass req_1", "rows no-row glass-note req_1", "rows no-row glass-verdict req_1"],
  ],
  ["that nobody reported", "delete from audit_events where id = 'aud_2'", ["rows no-event glass req_1"]],
])("a broken glass %s", async (_, statement, faults) => {
  expect((await faultsWhile([statement])).sort()).toEqual([...faults].sort());
});
