import { describe, expect, it } from "vitest";
import { requestHash } from "@/lib/requests/request-hash";
import { type BindingFacts, checkBinding } from "./approval-binding";

const NODE = { id: "i-1", accountId: "111122223333", region: "eu-west-1" };
const obligations: BindingFacts["grant"]["obligations"] = {
  approvals: [{ count: 1, groups: ["sre-leads"] }],
  longestWindowSeconds: 3600,
  ...{ stepUp: "none", watcher: "none", inputRecording: "counted", missingAgentLog: "flag", spool: "never" },
};
const request: BindingFacts["request"] = {
  ...{ id: "req_1", requesterId: "per_ana", justification: "Disk full", incident: "INC-1" },
  ...{ windowSeconds: 1800, windowStart: "approval", selector: null, mostNodes: null, osUsers: [] },
  nodes: [{ ...NODE, protection: "production" }],
  kind: "regular",
  ruleVersion: "built-in-3",
  ...{ obligations, extension: null },
};
const AS_ASKED = { windowSeconds: null, nodeIds: [], mostNodes: null, osUser: null };
const yes = (version: number, of = request) => ({
  ...AS_ASKED,
  requestVersion: version,
  requestHash: requestHash(of, version),
});
const FACTS: BindingFacts = {
  request,
  decisions: [yes(1), yes(2)],
  grant: { windowSeconds: 1800, selector: null, mostNodes: null, osUser: null, obligations },
  node: NODE,
};
const { grant } = FACTS;

describe("what an approval is bound to", () => {
  it("is there while request, grant and node are what was approved", () => {
    expect(checkBinding(FACTS)).toEqual({ ok: true, value: null });
  });

  const asOperator = { ...request, osUsers: ["reader", "operator"] };
  const byTags = { ...request, selector: { tags: { Team: "payments" } }, mostNodes: 2 };
  it("is there for a selector's node of any region, and with less where an approver gave less", () => {
    const less = { ...yes(1, byTags), windowSeconds: 900, mostNodes: 1 };
    const left = { ...grant, selector: byTags.selector, windowSeconds: 900, mostNodes: 1 };
    const elsewhere = { ...NODE, id: "i-2", region: "us-east-1" };
    expect(checkBinding({ request: byTags, decisions: [less], grant: left, node: elsewhere }).ok).toBe(true);
  });

  it.each<[string, Partial<BindingFacts>, string]>([
    ["the request's window is longer", { request: { ...request, windowSeconds: 3600 } }, "request"],
    [
      "the request has one node more",
      { request: { ...request, nodes: [...request.nodes, { ...NODE, id: "i-2", protection: "staging" }] } },
      "request",
    ],
    [
      "the request asks for fewer approvals",
      { request: { ...request, obligations: { ...obligations, approvals: [] } } },
      "request",
    ],
    [
      "the first of two decisions was for another request",
      { decisions: [yes(1, { ...request, justification: "x" }), yes(2)] },
      "request",
    ],
    [
      "the second of two decisions was for another request",
      { decisions: [yes(1), yes(2, { ...request, justification: "x" })] },
      "request",
    ],
    [
      "a decision names another version than it saw",
      { decisions: [{ ...yes(1), requestVersion: 2 }] },
      "request",
    ],
    [
      "a decision is of before approvals were bound",
      { decisions: [yes(1), { ...yes(2), requestHash: null }] },
      "unbound",
    ],
    ["the grant's window is longer", { grant: { ...grant, windowSeconds: 1801 } }, "grant"],
    ["the grant is for another user", { grant: { ...grant, osUser: "operator" } }, "grant"],
    [
      "an approver gave a lesser user than the grant has",
      {
        request: asOperator,
        decisions: [{ ...yes(1, asOperator), osUser: "reader" }],
        grant: { ...grant, osUser: "operator" },
      },
      "grant",
    ],
    [
      "the users were others",
      {
        request: { ...asOperator, osUsers: ["operator"] },
        decisions: [yes(1, asOperator)],
        grant: { ...grant, osUser: "operator" },
      },
      "request",
    ],
    ["the grant has a selector", { grant: { ...grant, selector: { tags: { a: "b" } } } }, "grant"],
    ["the grant is for more nodes at a time", { grant: { ...grant, mostNodes: 2 } }, "grant"],
    [
      "the grant's obligations are others",
      { grant: { ...grant, obligations: { ...obligations, inputRecording: "kept" } } },
      "grant",
    ],
    ["an approver gave less than the grant has", { decisions: [{ ...yes(1), windowSeconds: 900 }] }, "grant"],
    ["the node is in another account", { node: { ...NODE, accountId: "444455556666" } }, "node"],
    ["the node is in another region", { node: { ...NODE, region: "us-east-1" } }, "node"],
  ])("is gone when %s", (_title, change, why) => {
    expect(checkBinding({ ...FACTS, ...change })).toMatchObject({
      ok: false,
      code: "APPROVAL_MISMATCH",
      params: { requestId: "req_1", why },
    });
  });
});
