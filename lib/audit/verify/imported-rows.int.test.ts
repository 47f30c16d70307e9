import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { CONTENT_SHA256, CONTENTS, type ContentKind } from "../row-content";
import { compareWhile } from "./testing/compare-while";

const AT = "'2026-03-14T09:26:53Z'";
const event = (id: string, kind: ContentKind, code: string) =>
  `insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
   select '${id}', '${code}', 'done', 'system', 'jobs', 'ses_1', jsonb_build_object('contentSha256', ${CONTENT_SHA256})
   from (${CONTENTS[kind].rows}) c where key = 'ses_1'`;
const ROWS = [
  "insert into accounts (id, name, protection, regions) values ('111122223333', 'a', 'staging', '{}')",
  `insert into nodes (id, account_id, region, name, host_name, platform, agent_version, tags, protection, is_online, read_at)
   values ('i-1', '111122223333', 'eu-west-1', 'n', 'n', 'Linux', '3', '{}', 'staging', true, ${AT})`,
  `insert into sessions (id, kind, account_id, region, node_id, document_name, state, created_at, opened_at, ended_at,
     end_reason, aws_session_id) values ('ses_1', 'imported', '111122223333', 'eu-west-1', 'i-1', 'd', 'ended', ${AT},
     ${AT}, ${AT}, 'ended-outside', 'mallory-1')`,
  `insert into imported_sessions (session_id, owner, is_before_watch)
   values ('ses_1', 'arn:aws:iam::111122223333:user/mallory', false)`,
  event("aud_1", "session-import", "session.imported"),
  event("aud_2", "session-end", "session.ended"),
];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** What the verifier says while something is so, which is then taken back. */
const faultsWhile = async (statements: readonly string[]) =>
  (await compareWhile(database, [...ROWS, ...statements])).faults;

it.each<[string, string[], string[]]>([
  ["as it was imported", [], []],
  [
    "whose owner is another",
    ["update imported_sessions set owner = 'arn:aws:iam::111122223333:user/ana'"],
    ["rows differs session-import ses_1"],
  ],
  [
    "that is made history",
    ["update imported_sessions set is_before_watch = true"],
    ["rows differs session-import ses_1"],
  ],
  ["that ended earlier", ["update sessions set ended_at = now()"], ["rows differs session-end ses_1"]],
  [
    "that is gone",
    ["delete from imported_sessions"],
    ["rows no-row session-import ses_1", "rows no-row session-end ses_1"],
  ],
  [
    "that nobody reported",
    ["delete from audit_events where id = 'aud_1'"],
    ["rows no-event session-import ses_1"],
  ],
])("a session past the portal %s", async (_, statements, faults) => {
  expect((await faultsWhile(statements)).sort()).toEqual([...faults].sort());
});
