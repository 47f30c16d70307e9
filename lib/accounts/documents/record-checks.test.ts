import { describe, expect, it } from "vitest";
import { differingPaths, readDocumentInputs, readDocumentKey } from "./document-inputs";
import {
  type FoundDestinations,
  judgeDestinations,
  parseRecordChecks,
  type RecordFinding,
} from "./record-checks";

const inputsOf = (inputs: object) => {
  const read = readDocumentInputs(JSON.stringify({ inputs }));
  if (!read) throw new TypeError("these are no inputs");
  return read;
};
const BOTH = {
  ...{ cloudWatchLogGroupName: "/halligan/sessions", cloudWatchEncryptionEnabled: true },
  ...{ cloudWatchStreamingEnabled: true, s3BucketName: "logs", s3EncryptionEnabled: "true" },
};
const FINE: FoundDestinations = { logGroup: { hasKey: true }, bucket: { isEncrypted: true } };

describe("where a session is to be logged", () => {
  it.each<[string, object, Partial<FoundDestinations>, RecordFinding[]]>([
    ["all is as the document says", BOTH, {}, []],
    ["the group is missing", BOTH, { logGroup: null }, ["log-group-missing"]],
    ["the group has no key", BOTH, { logGroup: { hasKey: false } }, ["log-group-unencrypted"]],
    [
      "nobody asks for a key",
      { ...BOTH, cloudWatchEncryptionEnabled: false },
      { logGroup: { hasKey: false } },
      [],
    ],
    ["the bucket is missing", BOTH, { bucket: null }, ["bucket-missing"]],
    ["the bucket encrypts nothing", BOTH, { bucket: { isEncrypted: false } }, ["bucket-unencrypted"]],
    ["nobody asks for that", { ...BOTH, s3EncryptionEnabled: false }, { bucket: { isEncrypted: false } }, []],
    [
      "AWS says nothing",
      BOTH,
      { logGroup: "unread", bucket: "unread" },
      ["log-group-unread", "bucket-unread"],
    ],
    ["it has no bucket", { ...BOTH, s3BucketName: "" }, { bucket: null }, []],
    ["it has neither", {}, { logGroup: null, bucket: null }, ["no-log"]],
  ])("has its findings when %s", (_, inputs, found, findings) => {
    expect(judgeDestinations(inputsOf(inputs), { ...FINE, ...found }).findings).toEqual(findings);
  });

  it.each([
    ["streamed", BOTH],
    ["at-end", { ...BOTH, cloudWatchStreamingEnabled: false }],
    // A word, which the agent takes for false.
    ["at-end", { ...BOTH, cloudWatchStreamingEnabled: "true" }],
    ["at-end", { s3BucketName: "logs" }],
    ["none", {}],
  ])("is written %s with %j", (log, inputs) => {
    const checks = judgeDestinations(inputsOf(inputs), FINE);
    expect(checks.log).toBe(log);
    expect(parseRecordChecks(JSON.parse(JSON.stringify(checks)))).toEqual(checks);
  });

  it("is not known where the column has nothing, or what is none of it", () => {
    expect([null, {}, { log: "x", findings: [] }].map(parseRecordChecks)).toEqual([null, null, null]);
  });
});

describe("what differs between two documents", () => {
  it("is named by where it stands", () => {
    const expected = JSON.stringify({ schemaVersion: "1.0", inputs: { a: 1, b: { c: "x" } } });
    const found = JSON.stringify({ inputs: { b: { c: "y" }, a: 1, d: [] }, schemaVersion: "1.0" });
    expect(differingPaths(expected, found)).toEqual(["inputs.b.c", "inputs.d"]);
  });

  it("is bounded, and shows no name that is none", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, at]));
    expect(differingPaths("{}", JSON.stringify(many))).toHaveLength(8);
    expect(differingPaths("{}", JSON.stringify({ "\u001b]0;x\u0007": 1 }))).toEqual(["…"]);
    expect(differingPaths("{}", "no JSON")).toEqual(["…"]);
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const)
      expect(differingPaths("{}", `{"x":${open.repeat(10_000)}1${close.repeat(10_000)}}`)).toEqual(["…"]);
    expect(differingPaths('{"x":[1,2]}', '{"x":[1,3]}')).toEqual(["x.1"]);
  });
});

describe("the key that a document names", () => {
  it.each([
    [{ inputs: { kmsKeyId: "mrk-1" } }, "mrk-1"],
    [{ inputs: { kmsKeyId: "" } }, ""],
    [{ inputs: {} }, ""],
    [{ inputs: { kmsKeyId: null } }, ""],
    [{ inputs: { kmsKeyId: ["mrk-1"] } }, "…"],
    // What else in it can't be read hides no key.
    [{ inputs: { kmsKeyId: "mrk-1", s3BucketName: 7 } }, "mrk-1"],
    [{}, ""],
  ])("%j is %j", (content, key) => {
    expect(readDocumentKey(JSON.stringify(content))).toBe(key);
  });
});
