import { z } from "zod";
import { isoSeconds } from "../../clock";
import type { Demand } from "../../iam/authorize";
import type { IamAccount, IamRole, IamUser, ManagedPolicy } from "../../iam/model";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";

/** When the seeded entities were made. */
const CREATED = Date.UTC(2025, 10, 2, 8, 0, 0);

export const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/);
export const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/);
export const policyArn = z.string().min(20).max(2048);
export const path = z
  .string()
  .regex(/^(\/|\/[!-~]+\/)$/)
  .default("/");
export const tags = z
  .array(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
  .max(50)
  .default([]);
export const paging = {
  MaxItems: z.coerce.number().int().min(1).max(1000).default(100),
  Marker: z.string().min(1).optional(),
};

export function accountOf(call: Call): IamAccount {
  const account = call.world.accounts.get(call.accountId);
  if (!account) throw new TypeError(`no account ${call.accountId}`);
  return account;
}

/** One demand on a role; where there is none of that name, on the ARN that it would have. */
export function roleDemand(action: string, name: string, call: Call): Demand {
  const resource = accountOf(call).roles.get(name)?.arn ?? `arn:aws:iam::${call.accountId}:role/${name}`;
  return { action, resource };
}

/** @throws AwsError NoSuchEntity */
export function findRole(name: string, call: Call): IamRole {
  const role = accountOf(call).roles.get(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** @throws AwsError NoSuchEntity */
export function findPolicy(arn: string, call: Call): ManagedPolicy {
  const policy = accountOf(call).policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

export function describeRole(role: IamRole): object {
  return {
    ...describeListedRole(role),
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

/** ListRoles leaves out boundary and tags, as AWS does. */
export function describeListedRole(role: IamRole): object {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: isoSeconds(role.createdAt ?? CREATED),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

export function describeUser(user: IamUser): object {
  return {
    Path: user.path,
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: isoSeconds(CREATED),
  };
}

export function describePolicy(policy: ManagedPolicy, account: IamAccount): object {
  const identities = [...account.users.values(), ...account.roles.values()];
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: identities.filter(({ attachedPolicies }) => attachedPolicies.includes(policy.arn))
      .length,
    PermissionsBoundaryUsageCount: identities.filter(
      ({ permissionsBoundary }) => permissionsBoundary === policy.arn,
    ).length,
    IsAttachable: true,
    CreateDate: createdOf(policy),
    UpdateDate: createdOf(policy),
  };
}

export function createdOf({ createdAt = CREATED }: { createdAt?: number }): string {
  return isoSeconds(createdAt);
}

export function pageEnd(marker: string | undefined): object {
  return marker === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: marker };
}

/** IAM answers documents URL-encoded. */
export function encodeDocument(document: object): string {
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}
