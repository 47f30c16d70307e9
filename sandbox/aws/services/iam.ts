import { z } from "zod";
import { isoSeconds } from "../clock";
import type { IamAccount, IamRole, IamUser } from "../iam/model";
import { AwsError } from "../wire/aws-error";
import { type Call, operation, type Service } from "../wire/operation";
import { pageOf } from "../wire/paging";

const CREATED = Date.UTC(2025, 10, 2, 8, 0, 0);
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/);
const paging = {
  MaxItems: z.coerce.number().int().min(1).max(1000).default(100),
  Marker: z.string().min(1).optional(),
};

const operations = {
  GetRole: operation({
    input: z.object({ RoleName: roleName }),
    readOnly: true,
    demands: (input, call) => [roleDemand("iam:GetRole", input.RoleName, call)],
    run: (input, call) => ({ Role: describeRole(findRole(input.RoleName, call)) }),
  }),

  GetUser: operation({
    input: z.object({ UserName: roleName.optional() }),
    readOnly: true,
    demands: (input, call) => [
      {
        action: "iam:GetUser",
        resource: `arn:aws:iam::${call.accountId}:user/${ownName(input.UserName, call)}`,
      },
    ],
    run: (input, call) => {
      const user = accountOf(call).users.get(ownName(input.UserName, call));
      if (!user) throw noSuchEntity(`The user with name ${input.UserName} cannot be found.`);
      return { User: describeUser(user) };
    },
  }),

  GetRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyName: z.string().min(1).max(128) }),
    readOnly: true,
    demands: (input, call) => [roleDemand("iam:GetRolePolicy", input.RoleName, call)],
    run: (input, call) => {
      const document = findRole(input.RoleName, call).inlinePolicies[input.PolicyName];
      if (!document) throw noSuchEntity(`The role policy with name ${input.PolicyName} cannot be found.`);
      return {
        RoleName: input.RoleName,
        PolicyName: input.PolicyName,
        PolicyDocument: encodeDocument(document),
      };
    },
  }),

  ListRolePolicies: operation({
    input: z.object({ RoleName: roleName, ...paging }),
    readOnly: true,
    demands: (input, call) => [roleDemand("iam:ListRolePolicies", input.RoleName, call)],
    run: (input, call) => {
      const names = Object.keys(findRole(input.RoleName, call).inlinePolicies).sort();
      const page = pageOf(names, (name) => name, input.MaxItems, input.Marker, "ValidationError");
      return { PolicyNames: page.items, ...pageEnd(page.nextToken) };
    },
  }),

  ListAttachedRolePolicies: operation({
    input: z.object({ RoleName: roleName, ...paging }),
    readOnly: true,
    demands: (input, call) => [roleDemand("iam:ListAttachedRolePolicies", input.RoleName, call)],
    run: (input, call) => {
      const arns = [...findRole(input.RoleName, call).attachedPolicies].sort();
      const page = pageOf(arns, (arn) => arn, input.MaxItems, input.Marker, "ValidationError");
      return {
        AttachedPolicies: page.items.map((PolicyArn) => ({
          PolicyName: accountOf(call).policies.get(PolicyArn)?.name,
          PolicyArn,
        })),
        ...pageEnd(page.nextToken),
      };
    },
  }),

  GetPolicy: operation({
    input: z.object({ PolicyArn: z.string().min(20) }),
    readOnly: true,
    demands: (input) => [{ action: "iam:GetPolicy", resource: input.PolicyArn }],
    run: (input, call) => {
      const policy = findPolicy(input.PolicyArn, call);
      return {
        Policy: {
          PolicyName: policy.name,
          PolicyId: policy.policyId,
          Arn: policy.arn,
          Path: policy.path,
          DefaultVersionId: policy.defaultVersionId,
          AttachmentCount: attachments(policy.arn, accountOf(call)),
          PermissionsBoundaryUsageCount: 0,
          IsAttachable: true,
          CreateDate: isoSeconds(CREATED),
          UpdateDate: isoSeconds(CREATED),
        },
      };
    },
  }),

  GetPolicyVersion: operation({
    input: z.object({ PolicyArn: z.string().min(20), VersionId: z.string().regex(/^v\d+$/) }),
    readOnly: true,
    demands: (input) => [{ action: "iam:GetPolicyVersion", resource: input.PolicyArn }],
    run: (input, call) => {
      const policy = findPolicy(input.PolicyArn, call);
      const document = policy.versions[input.VersionId];
      if (!document)
        throw noSuchEntity(
          `Policy ${input.PolicyArn} version ${input.VersionId} does not exist or is not attachable.`,
        );
      return {
        PolicyVersion: {
          Document: encodeDocument(document),
          VersionId: input.VersionId,
          IsDefaultVersion: input.VersionId === policy.defaultVersionId,
          CreateDate: isoSeconds(CREATED),
        },
      };
    },
  }),
};

export const iam: Service = {
  name: "iam",
  protocol: "query",
  eventSource: "iam.amazonaws.com",
  xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  operations: new Map(Object.entries(operations)),
};

function accountOf(call: Call): IamAccount {
  const account = call.world.accounts.get(call.accountId);
  if (!account) throw new TypeError(`no account ${call.accountId}`);
  return account;
}

function ownName(name: string | undefined, call: Call): string {
  if (name !== undefined) return name;
  if (call.caller.kind === "user") return call.caller.user.userName;
  throw new AwsError("ValidationError", "Must specify userName when calling with non-User credentials");
}

function roleDemand(action: string, name: string, call: Call) {
  return { action, resource: `arn:aws:iam::${call.accountId}:role/${name}` };
}

function findRole(name: string, call: Call): IamRole {
  const role = accountOf(call).roles.get(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function findPolicy(arn: string, call: Call) {
  const policy = accountOf(call).policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function describeRole(role: IamRole): object {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: isoSeconds(CREATED),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.permissionsBoundary
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: "Policy",
            PermissionsBoundaryArn: role.permissionsBoundary,
          },
        }
      : {}),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function describeUser(user: IamUser): object {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: isoSeconds(CREATED),
  };
}

function attachments(arn: string, account: IamAccount): number {
  return [...account.users.values(), ...account.roles.values()].filter((identity) =>
    identity.attachedPolicies.includes(arn),
  ).length;
}

function pageEnd(marker: string | undefined): object {
  return marker === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: marker };
}

/** IAM answers documents URL-encoded. */
function encodeDocument(document: object): string {
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}
