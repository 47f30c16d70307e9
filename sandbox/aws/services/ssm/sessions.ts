import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { callerArn, callerName, callerUserId } from "../../iam/caller";
import { type Context, tagContext } from "../../iam/context";
import type { IamAccount } from "../../iam/model";
import { DEFAULT_DOCUMENT_CONTENT, DEFAULT_DOCUMENT_NAME } from "../../seed/documents";
import type { NodeRow, SessionDocument, SessionRow } from "../../sessions/session-port";
import { documentArn, documentVersion } from "../../stores/document-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import { readSessionDocument, resolveParameters } from "./session-document";
import { checkSessionFilters, matchesSession, sessionFilters } from "./session-filters";

const sessionId = z.string().min(1).max(96);
const target = z.string().min(1).max(400);

const startInput = z.object({
  Target: target,
  DocumentName: z
    .string()
    .regex(/^[a-zA-Z0-9_\-.:/]{3,128}$/)
    .optional(),
  Reason: z.string().min(1).max(256).optional(),
  Parameters: z.record(z.string().min(1).max(255), z.array(z.string().max(65_535))).optional(),
});

/**
 * The user on the node by the principal's tag: the session's own, else the role's or user's.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
 */
function runAsTag({ caller }: Call): string | undefined {
  const principal =
    caller.kind === "user" ? caller.user.tags : { ...caller.role.tags, ...caller.session.tags };
  return principal.SSMSessionRunAs;
}

const HIDDEN = "Value hidden due to security reasons.";
const hideToken = (output: {
  SessionId: string;
  TokenValue?: string | undefined;
  StreamUrl?: string | undefined;
}) => ({
  sessionId: output.SessionId,
  ...(output.TokenValue === undefined ? {} : { tokenValue: HIDDEN }),
  ...(output.StreamUrl === undefined ? {} : { streamUrl: output.StreamUrl }),
});

export const sessionOperations = {
  StartSession: operation({
    input: startInput,
    readOnly: false,
    // Node and document, each judged on its own: both must be allowed.
    demands: (input, call): Demand[] => {
      const check = { "ssm:SessionDocumentAccessCheck": "true" };
      const name = input.DocumentName ?? DEFAULT_DOCUMENT_NAME;
      const document = call.world.documents.find(call.accountId, call.region, name);
      return [
        {
          action: "ssm:StartSession",
          resource: nodeArn(input.Target, call),
          context: { ...nodeContext(input.Target, call), ...check },
        },
        {
          action: "ssm:StartSession",
          resource: documentArn(call.accountId, call.region, name),
          context: { ...tagContext(document?.tags ?? {}, "aws:ResourceTag/", "ssm:resourceTag/"), ...check },
        },
      ];
    },
    run: async (input, call) => {
      const document = findSessionDocument(input.DocumentName, call);
      const parameters = resolveParameters(document, input.Parameters);
      if (!ownNode(input.Target, call)) throw notConnected(input.Target);
      const runAsUser = runAsTag(call);
      const started = await call.world.sessions.start({
        accountId: call.accountId,
        region: call.region,
        target: input.Target,
        document,
        owner: {
          arn: callerArn(call.caller),
          userId: callerUserId(call.caller),
          sessionName: callerName(call.caller),
        },
        ...(input.Reason === undefined ? {} : { reason: input.Reason }),
        ...(parameters === undefined ? {} : { parameters }),
        ...(runAsUser === undefined ? {} : { runAsUser }),
      });
      return { SessionId: started.sessionId, TokenValue: started.tokenValue, StreamUrl: started.streamUrl };
    },
    trail: {
      request: (input) => ({
        target: input.Target,
        ...(input.DocumentName === undefined ? {} : { documentName: input.DocumentName }),
        ...(input.Reason === undefined ? {} : { reason: input.Reason }),
        ...(input.Parameters === undefined ? {} : { parameters: input.Parameters }),
      }),
      response: hideToken,
    },
  }),

  ResumeSession: operation({
    input: z.object({ SessionId: sessionId }),
    readOnly: false,
    demands: (input, call) => [sessionDemand("ssm:ResumeSession", input.SessionId, call)],
    run: (input, call) => {
      if (!ownSession(input.SessionId, call))
        throw new AwsError("DoesNotExistException", `Session ${input.SessionId} does not exist`);
      const resumed = call.world.sessions.resume(input.SessionId);
      return { SessionId: resumed.sessionId, TokenValue: resumed.tokenValue, StreamUrl: resumed.streamUrl };
    },
    trail: { response: hideToken },
  }),

  TerminateSession: operation({
    input: z.object({ SessionId: sessionId }),
    readOnly: false,
    demands: (input, call) => [sessionDemand("ssm:TerminateSession", input.SessionId, call)],
    run: (input, call) => {
      if (!ownSession(input.SessionId, call)) return { SessionId: input.SessionId };
      return { SessionId: call.world.sessions.terminate(input.SessionId).sessionId };
    },
  }),

  DescribeSessions: operation({
    input: z.object({
      State: z.enum(["Active", "History"]),
      Filters: sessionFilters,
      MaxResults: z.int().min(1).max(200).default(50),
      NextToken: z.string().optional(),
    }),
    readOnly: true,
    demands: () => [{ action: "ssm:DescribeSessions", resource: "*" }],
    run: (input, call) => {
      checkSessionFilters(input.Filters ?? []);
      const rows = call.world.sessions
        .list({ state: input.State })
        .filter((row) => row.accountId === call.accountId && row.region === call.region)
        .filter((row) => (input.Filters ?? []).every((filter) => matchesSession(filter, row)))
        .sort((a, b) => b.startDate - a.startDate || (a.sessionId < b.sessionId ? -1 : 1));
      const page = pageOf(
        rows,
        (row) => `${row.startDate}/${row.sessionId}`,
        input.MaxResults,
        input.NextToken,
      );
      return {
        Sessions: page.items.map(describeSession),
        ...(page.nextToken ? { NextToken: page.nextToken } : {}),
      };
    },
  }),

  GetConnectionStatus: operation({
    input: z.object({ Target: target }),
    readOnly: true,
    demands: (input, call) => [
      {
        action: "ssm:GetConnectionStatus",
        resource: nodeArn(input.Target, call),
        context: nodeContext(input.Target, call),
      },
    ],
    run: (input, call) => {
      const isConnected =
        ownNode(input.Target, call) !== undefined && call.world.sessions.isConnected(input.Target);
      return { Target: input.Target, Status: isConnected ? "connected" : "notconnected" };
    },
  }),
};

function describeSession(row: SessionRow): object {
  return {
    SessionId: row.sessionId,
    Target: row.target,
    Status: row.status,
    StartDate: row.startDate / 1000,
    ...(row.endDate === undefined ? {} : { EndDate: row.endDate / 1000 }),
    DocumentName: row.documentName,
    Owner: row.owner,
    ...(row.reason === undefined ? {} : { Reason: row.reason }),
    ...(row.details === undefined ? {} : { Details: row.details }),
    OutputUrl: {},
    ...(row.maxSessionDuration === undefined ? {} : { MaxSessionDuration: row.maxSessionDuration }),
    AccessType: row.accessType,
  };
}

function findSessionDocument(name: string | undefined, call: Call): SessionDocument {
  const stored = call.world.documents.find(call.accountId, call.region, name ?? DEFAULT_DOCUMENT_NAME);
  if (!stored && name === undefined)
    return readSessionDocument(DEFAULT_DOCUMENT_NAME, DEFAULT_DOCUMENT_CONTENT);
  const version = stored && documentVersion(stored);
  if (!version || stored.documentType !== "Session") {
    throw new AwsError(
      "InvalidDocument",
      `Document with name ${name ?? DEFAULT_DOCUMENT_NAME} does not exist.`,
    );
  }
  return readSessionDocument(stored.name, version.content);
}

function ownNode(id: string, call: Call): NodeRow | undefined {
  return call.world.sessions
    .nodes()
    .find((node) => node.id === id && node.accountId === call.accountId && node.region === call.region);
}

function ownSession(id: string, call: Call): SessionRow | undefined {
  const row = call.world.sessions.get(id);
  return row && row.accountId === call.accountId && row.region === call.region ? row : undefined;
}

/** The ARN a target stands for; of an instance, in EC2's name space. */
function nodeArn(id: string, call: Call): string {
  if (/^mi-[0-9a-f]{17}$/.test(id))
    return `arn:aws:ssm:${call.region}:${call.accountId}:managed-instance/${id}`;
  if (/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id))
    return `arn:aws:ec2:${call.region}:${call.accountId}:instance/${id}`;
  throw new AwsError("ValidationError", `Target ${id} is neither an instance nor a managed instance.`);
}

function nodeContext(id: string, call: Call): Context {
  return tagContext(ownNode(id, call)?.tags ?? {}, "aws:ResourceTag/", "ssm:resourceTag/");
}

/** Session Manager tags each session with its starter's `aws:userid` and its node. */
function sessionDemand(action: string, id: string, call: Call): Demand {
  const row = ownSession(id, call);
  const context: Context = row
    ? {
        "ssm:resourceTag/aws:ssmmessages:session-id": ownerUserId(
          row.owner,
          call.world.accounts.get(row.accountId),
        ),
        "ssm:resourceTag/aws:ssmmessages:target-id": row.target,
      }
    : {};
  return { action, resource: `arn:aws:ssm:${call.region}:${call.accountId}:session/${id}`, context };
}

function ownerUserId(ownerArn: string, account: IamAccount | undefined): string {
  const [kind, name = "", sessionName = ""] = (ownerArn.split(":")[5] ?? "").split("/");
  if (kind === "assumed-role") return `${account?.roles.get(name)?.roleId}:${sessionName}`;
  return account?.users.get(name)?.userId ?? "";
}

function notConnected(id: string): AwsError {
  return new AwsError("TargetNotConnected", `${id} is not connected.`);
}
