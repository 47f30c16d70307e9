import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApprovedContent, requestHash, requestText } from "./request-hash";

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", '"', '","', "\\", "null", "i-1"));
const asked = fc.record({
  id: text,
  accountId: text,
  region: text,
  protection: fc.constantFrom("staging" as const, "production" as const),
});
const obligations = fc.record({
  approvals: fc.array(fc.record({ count: fc.nat(3), groups: fc.array(text, { maxLength: 3 }) }), {
    maxLength: 3,
  }),
  longestWindowSeconds: fc.nat(),
  stepUp: fc.constantFrom("none" as const, "sign-in" as const, "passkey" as const),
  watcher: fc.constantFrom("none" as const, "required" as const),
  inputRecording: fc.constantFrom("counted" as const, "kept" as const),
  missingAgentLog: fc.constantFrom("flag" as const, "end" as const),
  spool: fc.constantFrom("never" as const, "break-glass" as const),
});
const selector = fc.record({
  accountId: fc.option(text, { nil: undefined }),
  region: fc.option(text, { nil: undefined }),
  tags: fc.dictionary(text, text, { maxKeys: 3 }),
});
/** Every field, each with what changes it. */
const FIELDS = {
  id: text,
  kind: fc.constantFrom("regular" as const, "break-glass" as const),
  requesterId: text,
  justification: text,
  incident: fc.option(text),
  windowSeconds: fc.nat(),
  windowStart: fc.constantFrom("approval" as const, "first-use" as const),
  nodes: fc.uniqueArray(asked, { selector: ({ id }) => id, maxLength: 4 }),
  selector: fc.option(selector),
  mostNodes: fc.option(fc.nat(20)),
  osUsers: fc.uniqueArray(text, { maxLength: 3 }),
  ruleVersion: text,
  obligations,
  extension: fc.option(fc.record({ grantId: text, until: fc.date({ noInvalidDate: true }) })),
} satisfies { [F in keyof ApprovedContent]: fc.Arbitrary<ApprovedContent[F]> };
const content: fc.Arbitrary<ApprovedContent> = fc.record(FIELDS);
const version = fc.integer({ min: 1, max: 9 });

/** The content read back from its text: that this can be done shows that no two share one. */
function contentFrom(shown: string): { content: ApprovedContent; version: number } {
  const { encoding, version: seen, selector: chosen, extension: extended, ...rest } = JSON.parse(shown);
  const kind = encoding.startsWith("halligan-glass") ? "break-glass" : "regular";
  const name = kind === "regular" ? "request" : "glass";
  expect(encoding).toBe(`halligan-${name}-${rest.osUsers ? 2 : 1}`);
  const tags = chosen && Object.fromEntries(chosen.tags);
  const extension = extended ? { ...extended, until: new Date(extended.until) } : null;
  return {
    content: { osUsers: [], ...rest, kind, selector: chosen && { ...chosen, tags }, extension },
    version: seen,
  };
}

/** The same in one form: what is absent is null, nodes in the order of their ids. */
function plain(request: ApprovedContent): unknown {
  const { selector: chosen, nodes } = request;
  const { accountId = null, region = null } = chosen ?? {};
  return {
    ...request,
    nodes: [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1)),
    selector: chosen && { accountId, region, tags: { ...chosen.tags } },
  };
}

describe("the text that an approval is bound to", () => {
  it("can be read back whole, so that two different requests never share one", () => {
    fc.assert(
      fc.property(content, version, (request, seen) => {
        const back = contentFrom(requestText(request, seen));
        expect(back.version).toBe(seen);
        expect(plain(back.content)).toEqual(plain(request));
      }),
    );
  });

  it.each(Object.keys(FIELDS) as (keyof typeof FIELDS)[])("has another hash when %s is another", (field) => {
    fc.assert(
      fc.property(content, FIELDS[field] as fc.Arbitrary<unknown>, version, (request, other, seen) => {
        const changed = { ...request, [field]: other } as ApprovedContent;
        const isSame = JSON.stringify(plain(changed)) === JSON.stringify(plain(request));
        fc.pre(!isSame);
        expect(requestHash(changed, seen)).not.toBe(requestHash(request, seen));
      }),
    );
  });

  it("has another hash at another version, and the same whatever the order of nodes and tags", () => {
    fc.assert(
      fc.property(content, version, (request, seen) => {
        expect(requestHash(request, seen + 1)).not.toBe(requestHash(request, seen));
        const { nodes, selector: chosen } = request;
        const tags = Object.fromEntries(Object.entries(chosen?.tags ?? {}).reverse());
        const turned = { ...request, nodes: [...nodes].reverse(), selector: chosen && { ...chosen, tags } };
        expect(requestHash(turned, seen)).toBe(requestHash(request, seen));
      }),
    );
  });

  it("is the one of before users on nodes came, where none is named: what waited through that upgrade opens", () => {
    const request: ApprovedContent = {
      ...{
        id: "req_1",
        kind: "regular",
        requesterId: "per_ana",
        justification: "Disk full",
        incident: "INC-4711",
      },
      ...{ windowSeconds: 1800, windowStart: "first-use", selector: null, mostNodes: null },
      nodes: [{ id: "i-1", accountId: "111122223333", region: "eu-west-1", protection: "production" }],
      ...{ osUsers: [], ruleVersion: "built-in-2", extension: null },
      obligations: {
        ...{ approvals: [{ count: 1, groups: ["sre-leads"] }], longestWindowSeconds: 3600 },
        ...{ stepUp: "none", watcher: "none", inputRecording: "counted" },
        ...{ missingAgentLog: "flag", spool: "never" },
      },
    };
    expect(requestText(request, 1)).toBe(
      '{"encoding":"halligan-request-1","version":1,"id":"req_1","requesterId":"per_ana","justification":"Disk full",' +
        '"incident":"INC-4711","windowSeconds":1800,"windowStart":"first-use","nodes":[{"id":"i-1",' +
        '"accountId":"111122223333","region":"eu-west-1","protection":"production"}],"selector":null,"mostNodes":null,' +
        '"ruleVersion":"built-in-2","obligations":{"approvals":[{"count":1,"groups":["sre-leads"]}],' +
        '"longestWindowSeconds":3600,"stepUp":"none","watcher":"none","inputRecording":"counted",' +
        '"missingAgentLog":"flag","spool":"never"}}',
    );
    expect(requestText({ ...request, osUsers: ["reader"] }, 1)).toContain('"encoding":"halligan-request-2"');
  });
});
