import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { openJournal } from "./journal";

const version = z.object({
  version: z.string(),
  content: z.string(),
  /** SHA-256 of the content, hex. */
  hash: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
});

const documentSchema = z.object({
  /** Account that owns it, or "Amazon" for AWS's own, which exist in every region. */
  owner: z.string(),
  region: z.string(),
  name: z.string(),
  documentType: z.string(),
  versions: z.array(version).min(1),
  defaultVersion: z.string(),
  tags: z.record(z.string(), z.string()),
});

export type StoredDocument = z.infer<typeof documentSchema>;

const entry = z.union([
  z.object({ put: documentSchema }),
  z.object({ delete: z.object({ owner: z.string(), region: z.string(), name: z.string() }) }),
]);

/** The Systems Manager documents of all accounts and regions. */
export interface DocumentStore {
  /** A document visible in an account and region: its own or AWS's. */
  find(accountId: string, region: string, name: string): StoredDocument | undefined;
  list(accountId: string, region: string): StoredDocument[];
  put(document: StoredDocument): void;
  remove(document: StoredDocument): void;
  close(): void;
}

export function openDocumentStore(stateDir: string, awsOwned: StoredDocument[]): DocumentStore {
  const journal = openJournal(join(stateDir, "documents.jsonl"), (raw) => entry.parse(raw));
  const documents = new Map<string, StoredDocument>();
  for (const found of journal.found) {
    if ("put" in found) documents.set(keyOf(found.put), found.put);
    else documents.delete(keyOf(found.delete));
  }
  if (documents.size < journal.found.length) journal.compact([...documents.values()].map((put) => ({ put })));
  const shared = new Map(awsOwned.map((document) => [document.name, document]));
  return {
    find: (accountId, region, name) =>
      documents.get(keyOf({ owner: accountId, region, name })) ?? shared.get(name),
    list: (accountId, region) => [
      ...[...documents.values()].filter(
        (document) => document.owner === accountId && document.region === region,
      ),
      ...shared.values(),
    ],
    put(document) {
      journal.append({ put: document }, { durable: true });
      documents.set(keyOf(document), document);
    },
    remove(document) {
      const { owner, region, name } = document;
      journal.append({ delete: { owner, region, name } }, { durable: true });
      documents.delete(keyOf(document));
    },
    close: () => journal.close(),
  };
}

/** A version of a document; undefined for one it does not have. `$LATEST` and `$DEFAULT` are understood. */
export function documentVersion(
  document: StoredDocument,
  wanted = "$DEFAULT",
): z.infer<typeof version> | undefined {
  if (wanted === "$LATEST") return document.versions.at(-1);
  const number = wanted === "$DEFAULT" ? document.defaultVersion : wanted;
  return document.versions.find((candidate) => candidate.version === number);
}

export function newVersion(number: number, content: string, createdAt: number): z.infer<typeof version> {
  const hash = createHash("sha256").update(content).digest("hex");
  return { version: String(number), content, hash, createdAt };
}

/** The ARN that IAM judges; AWS's own documents have no account in theirs. */
export function documentArn(accountId: string, region: string, name: string): string {
  const owner = /^(AWS|AWSEC2|AWSConfigRemediation|AWSSupport)-/.test(name) ? "" : accountId;
  return `arn:aws:ssm:${region}:${owner}:document/${name}`;
}

function keyOf({ owner, region, name }: { owner: string; region: string; name: string }): string {
  return `${owner}/${region}/${name}`;
}
