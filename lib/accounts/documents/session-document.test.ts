import { describe, expect, it } from "vitest";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { readDocumentUser } from "./document-inputs";
import { documentHash, expectedDocument, isExpectedDocument, isNamedByContent } from "./session-document";

type Settings = AccountConfig["sessionDocument"];
const plain: Settings = { maxMinutes: 60, idleMinutes: 20, isLogEncrypted: false, isS3Encrypted: false };
const documentOf = (
  sessionDocument: Partial<Settings> = {},
  logGroupName = "/halligan/sessions",
  osUsers: string[] = [],
) => expectedDocument({ logGroupName, sessionDocument: { ...plain, ...sessionDocument }, osUsers });
const inputsOf = (content: string) => (JSON.parse(content) as { inputs: unknown }).inputs;

describe("the session document that an account's settings ask for", () => {
  it("is the one of the templates, by name", () => {
    expect(documentOf().name).toBe("Halligan-Shell-60m-b718b295");
  });

  it("runs as the least of the users that the account names", () => {
    const { content } = documentOf({}, "/halligan/sessions", ["reader", "operator"]);
    expect(inputsOf(content)).toMatchObject({ runAsEnabled: true, runAsDefaultUser: "reader" });
    expect(readDocumentUser(content)).toBe("reader");
    expect(readDocumentUser(documentOf().content)).toBeUndefined();
  });

  it("streams to the log group, ends an idle shell and any after its time", () => {
    expect(JSON.parse(documentOf().content)).toMatchObject({
      schemaVersion: "1.0",
      sessionType: "Standard_Stream",
      inputs: {
        cloudWatchLogGroupName: "/halligan/sessions",
        cloudWatchStreamingEnabled: true,
        idleSessionTimeout: "20",
        maxSessionDuration: "60",
      },
    });
  });

  it.each<[Partial<Settings>, object]>([
    [{ isLogEncrypted: true }, { cloudWatchEncryptionEnabled: true }],
    [
      { s3Bucket: "logs-of-core", s3Prefix: "sessions", isS3Encrypted: true },
      { s3BucketName: "logs-of-core", s3KeyPrefix: "sessions", s3EncryptionEnabled: true },
    ],
    [
      { kmsKeyId: "mrk-1234abcd12ab34cd56ef1234567890ab" },
      { kmsKeyId: "mrk-1234abcd12ab34cd56ef1234567890ab" },
    ],
    [{ runAs: "operator" }, { runAsEnabled: true, runAsDefaultUser: "operator" }],
    [{ idleMinutes: 5 }, { idleSessionTimeout: "5" }],
  ])("%j says %j, and is called otherwise", (settings, inputs) => {
    const { name, content } = documentOf(settings);
    expect(inputsOf(content)).toMatchObject(inputs);
    expect(name).toMatch(/^Halligan-Shell-60m-[0-9a-f]{8}$/);
    expect(name).not.toBe(documentOf().name);
  });

  it("carries its longest duration in its name", () => {
    expect(documentOf({ maxMinutes: 30 }).name).toMatch(/^Halligan-Shell-30m-/);
  });
});

describe("the hash of a document", () => {
  it("is the same with other spaces and another order of keys", () => {
    const { content, hash } = documentOf();
    const { inputs, ...rest } = JSON.parse(content) as Record<string, object>;
    const turned = Object.fromEntries(Object.entries(inputs ?? {}).reverse());
    expect(documentHash(JSON.stringify({ inputs: turned, ...rest }, null, 4))).toBe(hash);
  });

  it("is another when any value is", () => {
    const { name, content } = documentOf();
    expect(isNamedByContent(name, content)).toBe(true);
    expect(isNamedByContent(name, content.replace('"20"', '"60"'))).toBe(false);
    expect(isNamedByContent(name, content.replace("/halligan/sessions", "/elsewhere"))).toBe(false);
  });

  it("counts whole under the name that the settings ask for, however much another begins like it", () => {
    const { name, content, hash } = documentOf();
    expect(isExpectedDocument({ name, hash }, name, content)).toBe(true);
    const another = `${hash.slice(0, -1)}${hash.endsWith("0") ? "1" : "0"}`;
    expect(isNamedByContent(name, content)).toBe(true);
    expect(isExpectedDocument({ name, hash: another }, name, content)).toBe(false);
  });

  it("counts by its first digits under another name, which the settings no longer ask for", () => {
    const { name, content } = documentOf();
    const expected = documentOf({ maxMinutes: 30 });
    expect(isExpectedDocument(expected, name, content)).toBe(true);
    expect(isExpectedDocument(expected, name, expected.content)).toBe(false);
  });

  it("is none for what is no JSON", () => {
    expect(documentHash("schemaVersion: 1.0")).toBeUndefined();
    expect(isNamedByContent("Halligan-Shell-60m-b718b295", "")).toBe(false);
  });
});
