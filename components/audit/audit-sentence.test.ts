import { expect, it } from "vitest";
import { AUDIT_CODES } from "@/lib/audit/catalogue";
import type { AuditSentence } from "@/lib/overview/views";
import { hrefOf, sentenceOf } from "./audit-sentence";

const event: AuditSentence = {
  id: "aud_1",
  at: new Date("2026-03-14T09:26:53Z"),
  code: "request.approved",
  outcome: "done",
  actorKind: "person",
  actorName: "Ben Okafor",
  requestId: "req_1",
  grantId: null,
  sessionId: null,
  reviewId: null,
  nodeId: "i-0f3a9c41d7e25b91c",
  nodeName: "payments-api-2",
  moreNodes: 0,
  personId: null,
  personName: null,
  data: {
    windowSeconds: 1800,
    account: "core",
    region: "eu-west-1",
    document: "Halligan-Shell-60m-0a1b2c3d",
  },
};

it("says who did what, to what, for how long", () => {
  expect(sentenceOf(event)).toBe("Ben Okafor approved a shell on payments-api-2 for 30 min");
});

it("says how many more nodes, and all of what happened together", () => {
  expect(sentenceOf({ ...event, moreNodes: 2 })).toBe(
    "Ben Okafor approved a shell on payments-api-2 +2 for 30 min",
  );
  const roles = {
    ...event,
    code: "person.roles-changed",
    data: { roles: ["engineer", "approver"] },
  } as const;
  expect(sentenceOf({ ...roles, personName: "Ana Duarte" })).toBe(
    "The roles of Ana Duarte changed to engineer, approver",
  );
});

it("says a refusal as a refusal, never as what was refused", () => {
  expect(
    sentenceOf({ ...event, outcome: "refused", actorName: "Ana Duarte", data: { code: "SELF_APPROVAL" } }),
  ).toBe("Ana Duarte was refused: approving a request");
});

it("names the process that acted, and a word of the end that it knows", () => {
  expect(
    sentenceOf({
      ...event,
      code: "session.ended",
      actorKind: "system",
      actorName: "gateway",
      data: { reason: "window-ended" },
    }),
  ).toBe("The session on payments-api-2 ended: time ran out");
});

it("says why output is missing", () => {
  const gap = { from: 3, to: 4, cause: "not-resent" };
  expect(sentenceOf({ ...event, code: "recording.gap-found", data: gap })).toBe(
    "The recording of the session on payments-api-2 has a gap: the agent no longer had them",
  );
});

it("shows a word it doesn't know as it is", () => {
  expect(sentenceOf({ ...event, code: "session.ended", data: { reason: "{actor}" } })).toBe(
    "The session on payments-api-2 ended: {actor}",
  );
});

it("leads to the session before the request before the node", () => {
  expect(hrefOf({ ...event, sessionId: "ses_1" })).toBe("/sessions/ses_1");
  expect(hrefOf(event)).toBe("/requests/req_1");
  expect(hrefOf({ ...event, requestId: null })).toBe("/nodes/i-0f3a9c41d7e25b91c");
  expect(hrefOf({ ...event, requestId: null, nodeId: null })).toBeUndefined();
});

it.each(AUDIT_CODES)("has a sentence for %s, done and refused", (code) => {
  expect(sentenceOf({ ...event, code, personName: "Eve Novak" })).not.toContain("–");
  expect(sentenceOf({ ...event, code, outcome: "refused" })).not.toContain(code);
});
