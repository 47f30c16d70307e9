import { expect, it } from "vitest";
import { AUDIT_CODES } from "@/lib/audit/catalogue";
import type { AuditSentence } from "@/lib/overview/views";
import { actorNameOf, objectOf, refusalCodeOf, sentenceOf } from "./audit-sentence";

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
  ownerName: "Ana Duarte",
  data: {
    windowSeconds: 1800,
    account: "core",
    region: "eu-west-1",
    document: "Halligan-Shell-60m-0a1b2c3d",
    name: "Staging",
    protection: "staging",
    list: "nodes",
    text: "rm -rf /var",
    hits: 2,
    more: "yes",
    corroboration: "agreed",
    alarm: "added-lines",
    justification: "Incident 4711",
    findings: ["no-log"],
    format: "asciicast-v3",
    key: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  },
};

it("says what was done and for whom, after the name of who did it", () => {
  expect(sentenceOf(event)).toBe("approved 30 min for Ana Duarte");
});

it("does not say whose it is where it is one's own", () => {
  const own = { ...event, code: "grant.ended", actorName: "Ana Duarte", data: {} } as const;
  expect(sentenceOf(own)).toBe("ended the access");
  expect(sentenceOf({ ...own, actorName: "Ben Okafor" })).toBe("ended Ana Duarte’s access");
});

it("says all of what happened together", () => {
  const roles = {
    ...event,
    code: "person.roles-changed",
    data: { roles: ["engineer", "approver"] },
  } as const;
  expect(sentenceOf({ ...roles, personName: "Ana Duarte" })).toBe(
    "updated Ana Duarte’s roles: engineer, approver",
  );
});

it("says a refusal as what was tried, with its code, and never as what was refused", () => {
  const refused = { ...event, outcome: "refused", data: { code: "SELF_APPROVAL" } } as const;
  expect(sentenceOf(refused)).toBe("tried to approve a request");
  expect(refusalCodeOf(refused)).toBe("SELF_APPROVAL");
  expect(refusalCodeOf({ ...refused, data: { error: "NOT_ALLOWED", code: "request.created" } })).toBe(
    "NOT_ALLOWED",
  );
  expect(refusalCodeOf({ ...event, data: { code: "SELF_APPROVAL" } })).toBeNull();
});

it("names the process that acted, and a word of the end that it knows", () => {
  const ended: AuditSentence = {
    ...{ ...event, code: "session.ended", actorKind: "system", actorName: "gateway" },
    data: { reason: "window-ended" },
  };
  expect(actorNameOf(ended)).toBe("Gateway");
  expect(actorNameOf({ ...ended, actorName: "a-process-of-the-next-release" })).toBe(
    "a-process-of-the-next-release",
  );
  expect(sentenceOf(ended)).toMatch(/^closed Ana Duarte’s session: (?!window-ended)\S/);
});

it("shows a word it doesn't know as it is", () => {
  expect(sentenceOf({ ...event, code: "session.ended", ownerName: null, data: { reason: "{actor}" } })).toBe(
    "closed the session: {actor}",
  );
});

it("is about its node before its person", () => {
  expect(objectOf({ ...event, moreNodes: 2 })).toEqual({
    ...{ id: "i-0f3a9c41d7e25b91c", name: "payments-api-2", more: 2 },
  });
  expect(objectOf({ ...event, nodeId: null, nodeName: null, personId: "per_1", personName: "Ana" })).toEqual({
    ...{ id: "per_1", name: "Ana", more: 0 },
  });
  expect(objectOf({ ...event, nodeId: null })).toBeNull();
});

it.each(AUDIT_CODES)("has a sentence for %s, done, refused and failed", (code) => {
  for (const ownerName of ["Ana Duarte", null])
    expect(sentenceOf({ ...event, code, ownerName, personName: "Eve Novak" })).not.toContain("–");
  expect(sentenceOf({ ...event, code, outcome: "refused" })).not.toContain(code);
  expect(sentenceOf({ ...event, code, outcome: "failed" })).not.toContain(code);
});
