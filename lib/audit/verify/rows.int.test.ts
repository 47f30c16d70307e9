import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { compareWhile as compare } from "./testing/compare-while";
import { fillWithEvidence } from "./testing/evidence-rows";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await fillWithEvidence(database);
});
afterAll(() => database.close());

const compareWhile = (statements: readonly string[], firstBoundAt?: string | null) =>
  compare(database, statements, firstBoundAt);

it("rows that are as their events say are compared, every one", async () => {
  // Fourteen events, and the states of two requests.
  expect(await compareWhile([])).toMatchObject({ compared: 17, unbound: 0, deleted: 0, faults: [] });
});

describe("what was done to a row is named, and nothing else", () => {
  it.each<[string, string, string[]]>([
    [
      "a reason",
      "update requests set justification = 'x' where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a window",
      "update requests set window_seconds = 3600 where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a requester",
      "update requests set requester_id = 'per_ben' where id = 'req_1'",
      ["rows differs request req_1"],
    ],
    [
      "a node more",
      "insert into request_nodes values ('req_1', 'i-2', '111122223333', 'eu-west-1', 'staging')",
      ["rows differs request req_1"],
    ],
    ["a node less", "delete from request_nodes where request_id = 'req_1'", ["rows differs request req_1"]],
    [
      "a request gone",
      "delete from requests where id = 'req_2'",
      ["rows no-row request req_2", "rows no-row request-state req_2"],
    ],
    [
      "a request made",
      `insert into requests (id, requester_id, justification, window_seconds, state, rule_version,
      obligations, lapses_at) values ('req_3', 'per_ana', 'x', 1, 'waiting', 'v', '{}', now())`,
      ["rows no-event request req_3", "rows no-event request-state req_3"],
    ],
    [
      "a state",
      "update requests set state = 'approved' where id = 'req_2'",
      ["rows differs request-state req_2"],
    ],
    [
      "a verdict",
      "update decisions set verdict = 'approve' where id = 'dec_2'",
      ["rows differs decision req_2 per_ben"],
    ],
    [
      "a comment",
      "update decisions set comment = 'yes' where id = 'dec_1'",
      ["rows differs decision req_1 per_ben"],
    ],
    [
      "a narrowing",
      "update decisions set node_ids = '{i-1}' where id = 'dec_1'",
      ["rows differs decision req_1 per_ben"],
    ],
    ["a decision gone", "delete from decisions where id = 'dec_1'", ["rows no-row decision req_1 per_ben"]],
    [
      "a decision made",
      `insert into decisions (id, request_id, person_id, verdict, request_version, request_hash, rule_version)
      values ('dec_3', 'req_2', 'per_cleo', 'approve', 1, repeat('0', 64), 'v1')`,
      ["rows no-event decision req_2 per_cleo"],
    ],
    ["a grant's time", "update grants set window_seconds = 1801", ["rows differs grant grt_1"]],
    ["a grant's node", "update grant_nodes set node_id = 'i-2'", ["rows differs grant grt_1"]],
    [
      "a grant's window",
      "update grants set ends_at = ends_at + interval '1 second'",
      ["rows differs grant-use grt_1"],
    ],
    ["a grant's first use", "update grants set first_used_at = null", ["rows no-row grant-use grt_1"]],
    ["a grant's end", "update grants set end_reason = 'never-used'", ["rows differs grant-end grt_1"]],
    [
      "a grant that runs again",
      "update grants set ended_at = null, end_reason = null",
      ["rows no-row grant-end grt_1"],
    ],
    ["whose session it was", "update sessions set person_id = 'per_ben'", ["rows differs session ses_1"]],
    [
      "how a session ended",
      "update sessions set end_reason = 'aws-ended'",
      ["rows differs session-end ses_1"],
    ],
    [
      "a session that is open again",
      `update sessions set state = 'open', ended_at = null, end_reason = null, gateway_id = 'prc_1', opened_at = now(),
        aws_session_id = 'ses_1-1', stream_url = 'wss://x.test/', client_id = 'c', window_ends_at = now()`,
      ["rows no-row session-end ses_1"],
    ],
    ["when a review is due", "update reviews set due_at = now()", ["rows differs review rev_1"]],
    ["a review's verdict", "update reviews set verdict = 'violation'", ["rows differs review-end rev_1"]],
    ["a review's notes", "update reviews set notes = 'finer'", ["rows differs review-end rev_1"]],
    [
      "a review that is open again",
      "update reviews set state = 'open', closed_at = null, verdict = null, closed_by_id = null",
      ["rows no-row review-end rev_1"],
    ],
    ["a review gone", "delete from reviews", ["rows no-row review rev_1", "rows no-row review-end rev_1"]],
    [
      "recorded bytes",
      "update recording_ranges set bytes = 'xb' where bytes = 'ab'",
      ["recordings differs recording ses_1"],
    ],
    [
      "a range's place",
      "update recording_ranges set first_sequence = 0 where bytes = 'cd'",
      ["recordings differs recording ses_1"],
    ],
    [
      "when a range was written",
      "update recording_ranges set at = now() - interval '1 hour' where bytes = 'cd'",
      ["recordings differs recording ses_1"],
    ],
    ["a range gone", "delete from recording_ranges where kind = 'i'", ["recordings differs recording ses_1"]],
    [
      "a range made",
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count)
      values ('ses_1', 1, 'i', 1, 1, 1)`,
      ["recordings differs recording ses_1"],
    ],
    [
      "two ranges that changed places",
      `update recording_ranges set first_sequence = 1 - first_sequence,
      last_sequence = 1 - last_sequence where kind = 'o'`,
      ["recordings differs recording ses_1"],
    ],
    ["a recording gone", "delete from recordings", ["recordings no-row recording ses_1"]],
    [
      "a gap that is not named",
      "delete from recording_ranges where kind = 'g'",
      ["recordings differs recording ses_1", "recordings no-row gap ses_1 3-4"],
    ],
    [
      "a gap that was none",
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
      values ('ses_1', 1, 'g', 9, 9, 0, 'not-resent')`,
      ["recordings differs recording ses_1", "recordings no-event gap ses_1 9-9"],
    ],
    [
      "a gap's cause",
      "update recording_ranges set bytes = 'channel-closed' where kind = 'g'",
      ["recordings differs recording ses_1", "recordings differs gap ses_1 3-4"],
    ],
    [
      "a gap without a cause that there is",
      `alter table recording_ranges drop constraint recording_ranges_gap_cause;
      update recording_ranges set bytes = 'lost' where kind = 'g'`,
      [
        "recordings differs recording ses_1",
        "recordings differs gap ses_1 3-4",
        "recordings unreadable recording ses_1",
      ],
    ],
    [
      "a mark that says nothing",
      "update recording_ranges set bytes = '{}' where kind = 'm'",
      ["recordings differs recording ses_1", "recordings unreadable recording ses_1"],
    ],
    [
      "a line of the agent's log",
      "update agent_log_events set message = 'x' where event_id = 'l1'",
      ["fetched differs fetched ses_1"],
    ],
    ["a line less", "delete from agent_log_events where event_id = 'l2'", ["fetched differs fetched ses_1"]],
    [
      "a piece of an object",
      "update agent_log_chunks set bytes = 'x'",
      ["fetched differs log-object ses_1 v1"],
    ],
    ["an object less", "delete from agent_log_objects", ["fetched no-row log-object ses_1 v1"]],
    ["a trail record", `update trail_events set record = '{"a": 2}'`, ["fetched differs fetched ses_1"]],
    [
      "all that was fetched",
      "delete from trail_events; delete from agent_log_events",
      ["fetched no-row fetched ses_1"],
    ],
    [
      "a trail record made",
      `insert into trail_events (event_id, session_id, account_id, region, name, at, record)
      values ('t2', 'ses_2', '1', 'r', 'n', now(), '{}')`,
      ["fetched no-event fetched ses_2"],
    ],
    [
      "an event that says it again",
      `insert into audit_events (id, code, outcome, actor_kind, actor_id, request_id, data)
      values ('aud_z', 'request.created', 'done', 'person', 'per_ana', 'req_1', '{}')`,
      ["rows inserted request req_1", "rows differs request-state req_1"],
    ],
    [
      "an event without a hash",
      "update audit_events set data = '{}' where code = 'review.opened'",
      ["rows no-hash review rev_1"],
    ],
  ])("%s", async (_title, statement, faults) => {
    expect((await compareWhile(statement.split(/;\s/))).faults.sort()).toEqual([...faults].sort());
  });
});

it.each([
  ["carries no cause", `update audit_events set data = data - 'cause' where code = 'recording.gap-found'`],
  ["is missing", "delete from audit_events where code = 'recording.gap-found'"],
])("a gap whose event, of an earlier version, %s, is counted, and no fault", async (_title, statement) => {
  expect(await compareWhile([statement])).toMatchObject({ compared: 16, unbound: 1, faults: [] });
});

it("a row whose event is of an earlier version is counted, and no fault", async () => {
  const old = ["update audit_events set data = '{}' where code = 'review.opened'"];
  expect(await compareWhile(old, null)).toMatchObject({ compared: 16, unbound: 1, faults: [] });
  expect(await compareWhile(old, "9999")).toMatchObject({ compared: 16, unbound: 1, faults: [] });
});

describe("a recording that was deleted", () => {
  const gone = ["delete from recording_ranges", "delete from recordings"];
  /** What stands in the audit of a deletion: each event as it is, unless the test says otherwise. */
  const tombstone = (
    session = "ses_1",
    given: { outcome?: string; by?: string; asks?: string; without?: string; last?: string } = {},
  ) => {
    const { outcome = "done", by = "per_ben", asks = "del_1", without, last = "recording.deleted" } = given;
    const event = (code: string, actor: string, deletionId = "del_1") =>
      code === without
        ? []
        : [
            `insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
             values ('aud_${code}', '${code}', '${code.endsWith("confirmed") ? "done" : outcome}',
               '${actor.startsWith("per_") ? "person" : "system"}', '${actor}', '${session}', '{"deletionId": "${deletionId}"}')`,
          ];
    return [
      ...event("recording.deletion-asked", "per_cleo", asks),
      ...event("recording.deletion-confirmed", by),
      ...event(last, "jobs"),
    ];
  };
  /** A tombstone that somebody made up has faults of its own: no row, and nothing fetched that it speaks of. */
  const rowsOf = (found: string[]) => found.filter((fault) => fault.startsWith("recordings "));
  const faults = ["recordings no-row gap ses_1 3-4", "recordings no-row recording ses_1"];

  it.each(["recording.deletion-begun", "recording.deleted"])(
    "is passed over, with its gaps and log, where two people had it deleted and %s says so",
    async (last) => {
      const all = [
        ...gone,
        "delete from agent_log_objects",
        "delete from agent_log_events",
        "delete from trail_events",
      ];
      const found = await compareWhile([...all, ...tombstone("ses_1", { last })]);
      expect([found.deleted, rowsOf(found.faults)]).toEqual([4, []]);
    },
  );

  it.each([
    ["no event says so", []],
    ["the event is of another session", tombstone("ses_2")],
    ["the events are of attempts that were refused", tombstone("ses_1", { outcome: "refused" })],
    ["whoever asked confirmed it", tombstone("ses_1", { by: "per_cleo" })],
    ["a process confirmed it", tombstone("ses_1", { by: "jobs" })],
    ["another deletion was asked for", tombstone("ses_1", { asks: "del_2" })],
    ["nobody asked", tombstone("ses_1", { without: "recording.deletion-asked" })],
    ["nobody confirmed", tombstone("ses_1", { without: "recording.deletion-confirmed" })],
    ["it never began", tombstone("ses_1", { without: "recording.deleted" })],
  ])("is missing where %s", async (_title, statements) => {
    const found = await compareWhile([...gone, ...statements]);
    expect(rowsOf(found.faults).sort()).toEqual(faults);
  });

  /** Events about a hold, at so many minutes before the tombstone's. */
  const about = (code: string, by: string, { minutes = 1, id = "hld_1", lifting = "lft_1" } = {}) =>
    `insert into audit_events (id, at, code, outcome, actor_kind, actor_id, session_id, data)
       values ('aud_${code}', clock_timestamp() - interval '${minutes} minutes', '${code}', 'done', 'person', '${by}',
         'ses_1', '{"holdId": "${id}", "liftingId": "${lifting}"}')`;
  const held = about("recording.held", "per_cleo", { minutes: 9 });
  const asked = about("recording.hold-lift-asked", "per_cleo");
  const lifted = about("recording.hold-lifted", "per_ben");

  it.each<[string, string[]]>([
    ["it was on hold", [held]],
    ["one person lifted the hold", [held, asked, about("recording.hold-lifted", "per_cleo")]],
    ["nobody asked to lift the hold", [held, lifted]],
    [
      "another hold was lifted",
      [held, about("recording.hold-lift-asked", "per_cleo", { id: "hld_2" }), lifted],
    ],
    [
      "the two lifted it in two ways",
      [held, asked, about("recording.hold-lifted", "per_ben", { lifting: "lft_2" })],
    ],
    [
      "the hold was lifted afterwards",
      [held, asked, about("recording.hold-lifted", "per_ben", { minutes: -9 })],
    ],
  ])("is missing where %s", async (_title, statements) => {
    const found = await compareWhile([...gone, ...statements, ...tombstone()]);
    expect(rowsOf(found.faults).sort()).toEqual(faults);
  });

  it.each<[string, string[]]>([
    ["two people had lifted the hold", [held, asked, lifted]],
    ["it was put on hold afterwards", [about("recording.held", "per_cleo", { minutes: -9 })]],
  ])("is passed over where %s", async (_title, statements) => {
    const found = await compareWhile([...gone, ...statements, ...tombstone()]);
    expect(rowsOf(found.faults)).toEqual([]);
  });

  it("is no excuse for what is still there and differs", async () => {
    const changed = "update recording_ranges set bytes = 'xb' where bytes = 'ab'";
    expect(rowsOf((await compareWhile([changed, ...tombstone()])).faults)).toEqual([
      "recordings differs recording ses_1",
    ]);
  });
});
