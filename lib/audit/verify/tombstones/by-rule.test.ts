import { expect, it } from "vitest";
import { isOfTombstone, Tombstone } from "./tombstones";

const at = (days: number) => new Date(Date.parse("2026-03-14T09:26:53Z") - days * 86_400_000).toISOString();
const RULE = { ruleId: "rtr_1", protection: "production", days: 30 };
const event = (code: string, data: object, { by = "per_dov", days = 20, outcome = "done" } = {}) => ({
  ...{ code, outcome, actorKind: by.startsWith("per_") ? "person" : "system", actorId: by },
  ...{ at: at(days), data: JSON.stringify(data) },
});
const created = (data = {}) => event("session.created", { protection: "production", ...data }, { days: 41 });
const ended = (days = 40) => event("session.ended", {}, { by: "gateway", days });
const proposed = (data = {}, given = {}) => event("retention.proposed", { ...RULE, ...data }, given);
const confirmed = (data = {}, given = {}) =>
  event("retention.confirmed", { ...RULE, effectiveAt: at(9), ...data }, { by: "per_fay", ...given });
const begun = (data = {}, given = {}) =>
  event(
    "recording.deletion-begun",
    { deletionId: "del_1", ruleId: "rtr_1", ...data },
    { by: "jobs", days: 0, ...given },
  );

it.each<[boolean, string, ReturnType<typeof event>[]]>([
  [true, "two people had set the rule", [created(), ended(), proposed(), confirmed(), begun()]],
  [true, "no class was noted when it was made", [ended(), proposed(), confirmed(), begun()]],
  [true, "its time is just over", [ended(30), proposed(), confirmed(), begun()]],
  [false, "its time is not over", [ended(29.9), proposed(), confirmed(), begun()]],
  [false, "it never ended", [proposed(), confirmed(), begun()]],
  [false, "it ended again", [ended(), ended(3), proposed(), confirmed(), begun()]],
  [
    false,
    "it was of another class",
    [created({ protection: "staging" }), ended(), proposed(), confirmed(), begun()],
  ],
  [false, "nobody confirmed the rule", [ended(), proposed(), begun()]],
  [false, "nobody proposed it", [ended(), confirmed(), begun()]],
  [false, "one person did both", [ended(), proposed(), confirmed({}, { by: "per_dov" }), begun()]],
  [false, "a process confirmed it", [ended(), proposed(), confirmed({}, { by: "jobs" }), begun()]],
  [false, "that was refused", [ended(), proposed(), confirmed({}, { outcome: "refused" }), begun()]],
  [false, "it is another rule", [ended(), proposed(), confirmed(), begun({ ruleId: "rtr_2" })]],
  [false, "the days are others", [ended(), proposed({ days: 31 }), confirmed(), begun()]],
  [false, "the class is another", [ended(), proposed({ protection: "staging" }), confirmed(), begun()]],
  [false, "days are below none", [ended(), proposed({ days: -1 }), confirmed({ days: -1 }), begun()]],
  [false, "it applied later", [ended(), proposed(), confirmed({ effectiveAt: at(-1) }), begun()]],
  [false, "a person says that it began", [ended(), proposed(), confirmed(), begun({}, { by: "per_dov" })]],
  [false, "the order is another", [ended(), confirmed(), proposed(), begun()]],
  [
    false,
    "it was on hold",
    [ended(), proposed(), confirmed(), event("recording.held", { holdId: "h" }), begun()],
  ],
])("counts: %s, where %s", (isThere, _title, events) => {
  const tombstone = new Tombstone();
  for (const one of events) tombstone.take(one);
  expect(tombstone.isThere).toBe(isThere);
});

it("takes events of its session and of rules, and of nothing else that is of no session", () => {
  expect(isOfTombstone({ sessionId: "ses_1", code: "recording.held" }, "ses_1")).toBe(true);
  expect(isOfTombstone({ sessionId: null, code: "retention.confirmed" }, "ses_1")).toBe(true);
  expect(isOfTombstone({ sessionId: null, code: "recording.deletion-asked" }, "ses_1")).toBe(false);
  expect(isOfTombstone({ sessionId: "ses_2", code: "retention.confirmed" }, "ses_1")).toBe(false);
});
