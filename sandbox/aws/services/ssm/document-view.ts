import { documentVersion, type StoredDocument } from "../../stores/document-store";
import { trailDate } from "../../trail-record";
import { AwsError } from "../../wire/aws-error";
import { readSessionDocument } from "./session-document";

/** The content is left out of the trail, as AWS does; dates are US text there. */
export const describeForTrail = (output: { DocumentDescription: ReturnType<typeof describeVersion> }) => {
  const { Name, Hash, HashType, DocumentVersion, Owner, DocumentType, Status, CreatedDate } =
    output.DocumentDescription;
  return {
    documentDescription: {
      name: Name,
      hash: Hash,
      hashType: HashType,
      documentVersion: DocumentVersion,
      owner: Owner,
      documentType: DocumentType,
      status: Status,
      createdDate: trailDate(CreatedDate * 1000),
    },
  };
};

/** The description of a document at a version. */
export function describeVersion(document: StoredDocument, wanted?: string) {
  const version = documentVersion(document, wanted) ?? refuse(noVersion());
  const parsed =
    document.documentType === "Session" ? readSessionDocument(document.name, version.content) : undefined;
  return {
    Hash: version.hash,
    HashType: "Sha256",
    Name: document.name,
    Owner: document.owner,
    CreatedDate: version.createdAt / 1000,
    Status: "Active",
    DocumentVersion: version.version,
    PlatformTypes: ["Windows", "Linux", "MacOS"],
    DocumentType: document.documentType,
    ...(parsed ? { SchemaVersion: parsed.content.schemaVersion } : {}),
    LatestVersion: document.versions.at(-1)?.version,
    DefaultVersion: document.defaultVersion,
    DocumentFormat: "JSON",
    Tags: Object.entries(document.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** Whether a document passes one filter of ListDocuments. */
export function matches(
  { Key, Values }: { Key: string; Values: string[] },
  document: StoredDocument,
): boolean {
  switch (Key) {
    case "Name":
      return Values.some((value) => document.name.startsWith(value));
    case "DocumentType":
      return Values.includes(document.documentType);
    case "Owner":
      return Values.some((value) =>
        value === "Self"
          ? document.owner !== "Amazon"
          : value === "All" || value === "Public" || document.owner === value,
      );
    case "PlatformTypes":
      return true;
    default: {
      if (!Key.startsWith("tag:"))
        throw new AwsError("InvalidFilterKey", `The filter key ${Key} is not valid.`);
      const value = document.tags[Key.slice(4)];
      return value !== undefined && Values.includes(value);
    }
  }
}

export function refuse(error: AwsError): never {
  throw error;
}

export function unknown(documentName: string): AwsError {
  return new AwsError("InvalidDocument", `Document with name ${documentName} does not exist.`);
}

export function noVersion(): AwsError {
  return new AwsError("InvalidDocumentVersion", "The document version is not valid or does not exist.");
}
