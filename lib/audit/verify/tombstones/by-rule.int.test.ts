import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { compareWhile } from "../testing/compare-while";
import { fillWithEvidence } from "../testing/evidence-rows";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await fillWithEvidence(database);
});
afterAll(() => database.close());

const GONE = ["delete from recording_ranges", "delete from recordings"];
const DAYS_40 = "update audit_events set at = now() - interval '40 days' where code = 'session.ended'";

/** An event of a rule, or of the deletion by it, so many days ago. */
const event = (
  code: string,
  data: object,
  { by = "per_dov", days = 20, outcome = "done", session = "null" } = {},
) =>
  `insert into audit_events (id, at, code, outcome, actor_kind, actor_id, session_id, data) values ('aud_${code}',
     now() - interval '${days} days', '${code}', '${outcome}', '${by.startsWith("per_") ? "person" : "system"}', '${by}',
     ${session}, '${JSON.stringify(data)}')`;

const isoDaysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const RULE = { ruleId: "rtr_1", protection: "production", days: 30 };
const proposed = (data = {}, given = {}) => event("retention.proposed", { ...RULE, ...data }, given);
const confirmed = (data = {}, given = {}) =>
  event("retention.confirmed", { ...RULE, effectiveAt: isoDaysAgo(9), ...data }, { by: "per_fay", ...given });
const begun = (data = {}, given = {}) =>
  event(
    "recording.deletion-begun",
    { deletionId: "del_1", ruleId: "rtr_1", ...data },
    { by: "jobs", days: 0, session: "'ses_1'", ...given },
  );

const missing = async (statements: string[]) =>
  (await compareWhile(database, [...GONE, ...statements])).faults.filter((fault) =>
    fault.startsWith("recordings "),
  );

describe("a recording that a rule deleted", () => {
  it("is passed over where two people had set the rule and its time was over", async () => {
    expect(await missing([DAYS_40, proposed(), confirmed(), begun()])).toEqual([]);
    const named = `update audit_events set data = data || '{"protection": "production"}' where code = 'session.created'`;
    expect(await missing([DAYS_40, named, proposed(), confirmed(), begun()])).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["nobody confirmed the rule", [DAYS_40, proposed(), begun()]],
    ["nobody proposed it", [DAYS_40, confirmed(), begun()]],
    ["whoever proposed it confirmed it", [DAYS_40, proposed(), confirmed({}, { by: "per_dov" }), begun()]],
    ["a process confirmed it", [DAYS_40, proposed(), confirmed({}, { by: "jobs" }), begun()]],
    ["confirming it was refused", [DAYS_40, proposed(), confirmed({}, { outcome: "refused" }), begun()]],
    ["another rule was confirmed", [DAYS_40, proposed(), confirmed({ ruleId: "rtr_2" }), begun()]],
    ["other days were confirmed", [DAYS_40, proposed({ days: 31 }), confirmed(), begun()]],
    ["another class was confirmed", [DAYS_40, proposed({ protection: "staging" }), confirmed(), begun()]],
    ["the deletion names another rule", [DAYS_40, proposed(), confirmed(), begun({ ruleId: "rtr_2" })]],
    ["the deletion names none", [DAYS_40, proposed(), confirmed(), begun({ ruleId: null })]],
    ["a person says that it began", [DAYS_40, proposed(), confirmed(), begun({}, { by: "per_dov" })]],
    ["the rule applied later", [DAYS_40, proposed(), confirmed({ effectiveAt: isoDaysAgo(-1) }), begun()]],
    ["it says not when the rule applied", [DAYS_40, proposed(), confirmed({ effectiveAt: "" }), begun()]],
    ["it was confirmed afterwards", [DAYS_40, proposed(), confirmed({}, { days: -1 }), begun()]],
    ["the rule keeps without end", [DAYS_40, proposed({ days: null }), confirmed({ days: null }), begun()]],
    ["days that are none", [DAYS_40, proposed({ days: "x" }), confirmed({ days: "x" }), begun()]],
    ["the time was not over", [DAYS_40, proposed({ days: 41 }), confirmed({ days: 41 }), begun()]],
    [
      "the session ended again later",
      [
        DAYS_40,
        event("session.failed", {}, { outcome: "failed", session: "'ses_1'" }),
        proposed(),
        confirmed(),
        begun(),
      ],
    ],
    [
      "no event says that it ended",
      ["delete from audit_events where code = 'session.ended'", proposed(), confirmed(), begun()],
    ],
    [
      "the session was of another class",
      [
        DAYS_40,
        `update audit_events set data = data || '{"protection": "staging"}' where code = 'session.created'`,
        ...[proposed(), confirmed(), begun()],
      ],
    ],
    [
      "it was on hold",
      [
        DAYS_40,
        event("recording.held", { holdId: "hld_1" }, { session: "'ses_1'", days: 1 }),
        ...[proposed(), confirmed(), begun()],
      ],
    ],
  ])("is missing where %s", async (_title, statements) => {
    expect(await missing(statements)).toEqual([
      "recordings no-row recording ses_1",
      "recordings no-row gap ses_1 3-4",
    ]);
  });
});

describe("a rule's row", () => {
  const row = `insert into retention_rules (id, protection, days, state, reason, asked_by_id, confirmed_by_id,
    confirmed_at, version, effective_at) values ('rtr_9', 'staging', 30, 'confirmed', 'x', 'per_dov', 'per_fay', now(), 1, now())`;

  it("that no event speaks of is named, and so is one whose events have no row", async () => {
    const found = (await compareWhile(database, [row])).faults;
    expect(found).toEqual(["rows no-event retention rtr_9", "rows no-event retention-confirmed rtr_9"]);
    const without = (await compareWhile(database, [proposed(), confirmed()])).faults;
    expect(without).toEqual(["rows no-row retention rtr_1", "rows no-row retention-confirmed rtr_1"]);
  });
});
