import { expect, it } from "vitest";
import type { AuditCode } from "../catalogue";
import { joinIntents } from "./join-intents";
import type { AuditRow } from "./views";

function event(second: number, code: AuditCode, more: Partial<AuditRow> = {}): AuditRow {
  const cursorAt = `2026-03-14T09:26:${String(second).padStart(2, "0")}.000000Z`;
  const nothing = { requestId: null, grantId: null, reviewId: null, nodeId: null, nodeName: null };
  return {
    ...{ id: `aud_${second}`, at: new Date(cursorAt), cursorAt, code, outcome: "done" },
    ...{ actorKind: "system", actorId: "gateway", actorName: "gateway", sessionId: "ses_1" },
    ...{ ...nothing, moreNodes: 0, personId: null, personName: null, ownerName: null, data: {} },
    ...{ origin: null, batchNumber: null, ...more },
  };
}
const shown = (rows: AuditRow[], others: AuditRow[] = []) =>
  joinIntents(rows, others).map(({ id, intent }) => [id, intent?.id ?? null]);

it("joins an intent with the result of its own session, also between those of another", () => {
  const rows = [
    event(5, "session.opened"),
    event(4, "session.opened", { sessionId: "ses_2" }),
    event(3, "session.starting", { sessionId: "ses_2" }),
    event(2, "session.starting"),
    event(1, "session.created"),
  ];
  expect(shown(rows)).toEqual([
    ["aud_5", "aud_2"],
    ["aud_4", "aud_3"],
    ["aud_1", null],
  ]);
  expect(shown([...rows].reverse())).toEqual([
    ["aud_1", null],
    ["aud_4", "aud_3"],
    ["aud_5", "aud_2"],
  ]);
});

it("keeps an intent that nothing answered, and one that was answered before it", () => {
  const rows = [event(3, "session.resuming"), event(2, "session.resumed"), event(1, "session.resuming")];
  expect(shown(rows)).toEqual([
    ["aud_3", null],
    ["aud_2", "aud_1"],
  ]);
});

it("joins over the edge of a page, so that each pair stands once", () => {
  const [result, intent] = [event(2, "session.role-assumed"), event(1, "session.role-assuming")];
  expect(shown([result], [intent])).toEqual([["aud_2", "aud_1"]]);
  expect(shown([intent], [result])).toEqual([]);
});

it("joins the export of a session by who asked for which format", () => {
  const by = (actorId: string, format: string) => ({
    actorKind: "person" as const,
    actorId,
    data: { format },
  });
  const rows = [
    event(5, "recording.exported", by("per_1", "text")),
    event(4, "recording.exported", by("per_2", "text")),
    event(3, "recording.export-begun", by("per_2", "text")),
    event(2, "recording.export-begun", by("per_1", "agent-log")),
    event(1, "recording.export-begun", by("per_1", "text")),
  ];
  expect(shown(rows)).toEqual([
    ["aud_5", "aud_1"],
    ["aud_4", "aud_3"],
    ["aud_2", null],
  ]);
});

it("joins an export by who asked for which list with which filters", () => {
  const export_ = { sessionId: null, actorKind: "person", actorId: "per_1" } as const;
  const rows = [
    event(3, "list.exported", { ...export_, data: { list: "nodes", filters: {}, rows: 3 } }),
    event(2, "list.export-begun", { ...export_, data: { list: "nodes", filters: { search: "a" } } }),
    event(1, "list.export-begun", { ...export_, data: { list: "nodes", filters: {} } }),
  ];
  expect(shown(rows)).toEqual([
    ["aud_3", "aud_1"],
    ["aud_2", null],
  ]);
});
