import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { tagContext } from "../../iam/context";
import { documentArn, documentVersion, newVersion, type StoredDocument } from "../../stores/document-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { describeForTrail, describeVersion, matches, noVersion, refuse, unknown } from "./document-view";
import { readSessionDocument } from "./session-document";

const name = z.string().regex(/^[a-zA-Z0-9_\-.:/]{3,128}$/);
const newName = z.string().regex(/^[a-zA-Z0-9_\-.]{3,128}$/);
const content = z.string().min(1).max(65_536);
const format = z.enum(["JSON", "YAML", "TEXT"]).default("JSON");
const tags = z
  .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(1000)
  .default([]);
const filters = z
  .array(z.object({ Key: z.string().min(1).max(64), Values: z.array(z.string().min(1).max(512)).min(1) }))
  .max(10)
  .default([]);

export const documentOperations = {
  CreateDocument: operation({
    input: z.object({
      Name: newName,
      Content: content,
      DocumentType: z.string().default("Command"),
      DocumentFormat: format,
      Tags: tags,
    }),
    readOnly: false,
    demands: (input, call): Demand[] => [
      {
        ...documentDemand("ssm:CreateDocument", input.Name, call),
        context: {
          "ssm:DocumentType": input.DocumentType,
          ...(input.Tags.length > 0 ? { "aws:TagKeys": input.Tags.map(({ Key }) => Key) } : {}),
          ...tagContext(tagRecord(input.Tags), "aws:RequestTag/"),
        },
      },
    ],
    run: (input, call) => {
      if (call.world.documents.find(call.accountId, call.region, input.Name)) {
        throw new AwsError("DocumentAlreadyExists", `Document with same name ${input.Name} already exists`);
      }
      checkContent(input.Name, input.DocumentType, input.DocumentFormat, input.Content);
      const document: StoredDocument = {
        owner: call.accountId,
        region: call.region,
        name: input.Name,
        documentType: input.DocumentType,
        versions: [newVersion(1, input.Content, call.now)],
        defaultVersion: "1",
        tags: tagRecord(input.Tags),
      };
      call.world.documents.put(document);
      return { DocumentDescription: describeVersion(document, "$LATEST") };
    },
    trail: {
      request: ({ Name, DocumentType, DocumentFormat }) => ({
        name: Name,
        documentType: DocumentType,
        documentFormat: DocumentFormat,
      }),
      response: describeForTrail,
    },
  }),

  UpdateDocument: operation({
    input: z.object({
      Name: name,
      Content: content,
      DocumentVersion: z.string().optional(),
      DocumentFormat: format,
    }),
    readOnly: false,
    demands: (input, call) => [documentDemand("ssm:UpdateDocument", input.Name, call)],
    run: (input, call) => {
      const document = ownDocument(input.Name, call);
      checkContent(document.name, document.documentType, input.DocumentFormat, input.Content);
      const next = newVersion(document.versions.length + 1, input.Content, call.now);
      if (document.versions.some(({ hash }) => hash === next.hash)) {
        throw new AwsError(
          "DuplicateDocumentContent",
          "The content of the association document matches another document.",
        );
      }
      const updated = { ...document, versions: [...document.versions, next] };
      call.world.documents.put(updated);
      return { DocumentDescription: describeVersion(updated, "$LATEST") };
    },
    trail: {
      request: ({ Name, DocumentVersion }) => ({
        name: Name,
        ...(DocumentVersion ? { documentVersion: DocumentVersion } : {}),
      }),
      response: describeForTrail,
    },
  }),

  UpdateDocumentDefaultVersion: operation({
    input: z.object({ Name: name, DocumentVersion: z.string().regex(/^\d+$/) }),
    readOnly: false,
    demands: (input, call) => [documentDemand("ssm:UpdateDocumentDefaultVersion", input.Name, call)],
    run: (input, call) => {
      const document = ownDocument(input.Name, call);
      if (!documentVersion(document, input.DocumentVersion)) throw noVersion();
      call.world.documents.put({ ...document, defaultVersion: input.DocumentVersion });
      return { Description: { Name: document.name, DefaultVersion: input.DocumentVersion } };
    },
  }),

  DeleteDocument: operation({
    input: z.object({ Name: name }),
    readOnly: false,
    demands: (input, call) => [documentDemand("ssm:DeleteDocument", input.Name, call)],
    run: (input, call) => {
      call.world.documents.remove(ownDocument(input.Name, call));
      return {};
    },
  }),

  GetDocument: operation({
    input: z.object({ Name: name, DocumentVersion: z.string().optional(), DocumentFormat: format }),
    readOnly: true,
    demands: (input, call) => [documentDemand("ssm:GetDocument", input.Name, call)],
    run: (input, call) => {
      const document = visibleDocument(input.Name, call);
      const version = documentVersion(document, input.DocumentVersion) ?? refuse(noVersion());
      return {
        Name: document.name,
        CreatedDate: version.createdAt / 1000,
        DocumentVersion: version.version,
        Status: "Active",
        Content: version.content,
        DocumentType: document.documentType,
        DocumentFormat: "JSON",
      };
    },
  }),

  DescribeDocument: operation({
    input: z.object({ Name: name, DocumentVersion: z.string().optional() }),
    readOnly: true,
    demands: (input, call) => [documentDemand("ssm:DescribeDocument", input.Name, call)],
    run: (input, call) => ({
      Document: describeVersion(visibleDocument(input.Name, call), input.DocumentVersion),
    }),
  }),

  ListDocuments: operation({
    input: z.object({
      Filters: filters,
      MaxResults: z.int().min(1).max(50).default(50),
      NextToken: z.string().optional(),
    }),
    readOnly: true,
    demands: () => [{ action: "ssm:ListDocuments", resource: "*" }],
    run: (input, call) => {
      const documents = call.world.documents
        .list(call.accountId, call.region)
        .filter((document) => input.Filters.every((filter) => matches(filter, document)))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = pageOf(
        documents,
        ({ owner, name: own }) => `${owner}/${own}`,
        input.MaxResults,
        input.NextToken,
      );
      return {
        DocumentIdentifiers: page.items.map((document) => {
          const {
            Name,
            Owner,
            CreatedDate,
            PlatformTypes,
            DocumentVersion,
            DocumentType,
            SchemaVersion,
            DocumentFormat,
          } = describeVersion(document);
          return {
            Name,
            CreatedDate,
            Owner,
            PlatformTypes,
            DocumentVersion,
            DocumentType,
            SchemaVersion,
            DocumentFormat,
          };
        }),
        ...(page.nextToken ? { NextToken: page.nextToken } : {}),
      };
    },
  }),
};

function checkContent(documentName: string, type: string, documentFormat: string, text: string): void {
  if (documentFormat !== "JSON")
    throw new AwsError("InvalidDocumentContent", "The sandbox stores documents in JSON format only.");
  if (type === "Session") readSessionDocument(documentName, text);
}

function documentDemand(action: string, documentName: string, call: Call): Demand {
  const document = call.world.documents.find(call.accountId, call.region, documentName);
  return {
    action,
    resource: documentArn(call.accountId, call.region, documentName),
    ...(document
      ? {
          context: {
            "ssm:DocumentType": document.documentType,
            ...tagContext(document.tags, "aws:ResourceTag/", "ssm:resourceTag/"),
          },
        }
      : {}),
  };
}

function visibleDocument(documentName: string, call: Call): StoredDocument {
  return (
    call.world.documents.find(call.accountId, call.region, documentName) ?? refuse(unknown(documentName))
  );
}

function ownDocument(documentName: string, call: Call): StoredDocument {
  const document = visibleDocument(documentName, call);
  return document.owner === call.accountId ? document : refuse(unknown(documentName));
}

function tagRecord(list: { Key: string; Value: string }[]): Record<string, string> {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}
