import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const policy = z.object({ Version: z.string(), Statement: z.unknown() });
const context = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const call = z.discriminatedUnion("operation", [
  z.object({
    operation: z.literal("StartSession"),
    target: z.string(),
    documentName: z.string().optional(),
    region: z.string().optional(),
  }),
  z.object({ operation: z.enum(["ResumeSession", "TerminateSession"]), session: z.enum(["own", "other"]) }),
  z.object({
    operation: z.enum([
      "DescribeSessions",
      "DescribeInstanceInformation",
      "ListDocuments",
      "GetDocument",
      "UpdateDocument",
      "DeleteDocument",
      "GetConnectionStatus",
    ]),
  }),
]);

const row = z.object({
  name: z.string(),
  action: z.string(),
  resources: z.array(z.object({ arn: z.string(), context: context.optional() })).min(1),
  context,
  identityPolicies: z.array(z.string()),
  permissionsBoundary: z.string().optional(),
  sessionPolicy: z.string().optional(),
  call: call.optional(),
  expected: z.enum(["Allowed", "AccessDenied"]),
  deniedBy: z.string().optional(),
  source: z.string().optional(),
});

const table = z.object({
  about: z.string(),
  principal: z.string(),
  accountId: z.string(),
  region: z.string(),
  roleSessionName: z.string(),
  nodeId: z.string(),
  documentName: z.string(),
  otherDocumentName: z.string(),
  identityPolicies: z.record(z.string(), policy),
  permissionsBoundaries: z.record(z.string(), policy),
  sessionPolicies: z.record(z.string(), policy),
  rows: z.array(row).min(60),
});

export type TableRow = z.infer<typeof row>;
export type TableCall = z.infer<typeof call>;

/** The hand-written table of request and answer. */
export const IAM_TABLE = table.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../../fixtures/iam-table.json"), "utf8")),
);

/** A policy of the table by name; a name it does not have is a mistake in the table. */
export function policyOf(
  kind: "identityPolicies" | "permissionsBoundaries" | "sessionPolicies",
  name: string,
) {
  const found = IAM_TABLE[kind][name];
  if (!found) throw new TypeError(`the table has no ${kind} named ${name}`);
  return found;
}
