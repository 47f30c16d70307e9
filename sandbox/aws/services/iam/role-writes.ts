import { z } from "zod";
import { type IamRole, uniqueId } from "../../iam/model";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { identityDocument, trustDocument } from "./documents";
import {
  accountOf,
  describeRole,
  findPolicy,
  findRole,
  noSuchEntity,
  path,
  policyArn,
  policyName,
  roleDemand,
  roleName,
  tags,
} from "./entities";

const document = z.string().min(1).max(131_072);

/** Making and changing roles, for operators. Changes are in force at once and survive a restart. */
export const roleWriteOperations = {
  CreateRole: operation({
    input: z.object({
      RoleName: roleName,
      Path: path,
      AssumeRolePolicyDocument: document,
      Description: z.string().max(1000).default(""),
      MaxSessionDuration: z.coerce.number().int().min(3600).max(43_200).default(3600),
      PermissionsBoundary: policyArn.optional(),
      Tags: tags,
    }),
    readOnly: false,
    demands: (input, call) => [
      {
        action: "iam:CreateRole",
        resource: `arn:aws:iam::${call.accountId}:role${input.Path}${input.RoleName}`,
        ...(input.PermissionsBoundary === undefined
          ? {}
          : { context: { "iam:PermissionsBoundary": input.PermissionsBoundary } }),
      },
    ],
    run: async (input, call) => {
      if (accountOf(call).roles.has(input.RoleName))
        throw new AwsError("EntityAlreadyExists", `Role with name ${input.RoleName} already exists.`, 409);
      if (input.PermissionsBoundary !== undefined) findPolicy(input.PermissionsBoundary, call);
      const arn = `arn:aws:iam::${call.accountId}:role${input.Path}${input.RoleName}`;
      const role: IamRole = {
        kind: "role",
        arn,
        path: input.Path,
        roleName: input.RoleName,
        // Another role than an earlier one of the same name.
        roleId: uniqueId("AROA", `${arn} ${call.requestId}`),
        description: input.Description,
        trustPolicy: await trustDocument(input.AssumeRolePolicyDocument, call),
        maxSessionDuration: input.MaxSessionDuration,
        inlinePolicies: {},
        attachedPolicies: [],
        ...(input.PermissionsBoundary === undefined
          ? {}
          : { permissionsBoundary: input.PermissionsBoundary }),
        tags: Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])),
        createdAt: call.now,
      };
      call.world.iam.saveRole(call.accountId, role);
      return { Role: describeRole(role) };
    },
  }),

  DeleteRole: operation({
    input: z.object({ RoleName: roleName }),
    readOnly: false,
    demands: (input, call) => [roleDemand("iam:DeleteRole", input.RoleName, call)],
    run: (input, call) => {
      const role = findRole(input.RoleName, call);
      if (Object.keys(role.inlinePolicies).length > 0)
        throw new AwsError("DeleteConflict", "Cannot delete entity, must delete policies first.", 409);
      if (role.attachedPolicies.length > 0)
        throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
      call.world.iam.removeRole(call.accountId, role.roleName);
      return {};
    },
  }),

  UpdateAssumeRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyDocument: document }),
    readOnly: false,
    demands: (input, call) => [roleDemand("iam:UpdateAssumeRolePolicy", input.RoleName, call)],
    run: async (input, call) => {
      const trustPolicy = await trustDocument(input.PolicyDocument, call);
      return change(input.RoleName, call, () => ({ trustPolicy }));
    },
  }),

  PutRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyName: policyName, PolicyDocument: document }),
    readOnly: false,
    demands: (input, call) => [roleDemand("iam:PutRolePolicy", input.RoleName, call)],
    run: async (input, call) => {
      const policy = await identityDocument(input.PolicyDocument);
      return change(input.RoleName, call, ({ inlinePolicies }) => ({
        inlinePolicies: { ...inlinePolicies, [input.PolicyName]: policy },
      }));
    },
  }),

  DeleteRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyName: policyName }),
    readOnly: false,
    demands: (input, call) => [roleDemand("iam:DeleteRolePolicy", input.RoleName, call)],
    run: (input, call) =>
      change(input.RoleName, call, ({ inlinePolicies }) => {
        const { [input.PolicyName]: gone, ...rest } = inlinePolicies;
        if (!gone) throw noSuchEntity(`The role policy with name ${input.PolicyName} cannot be found.`);
        return { inlinePolicies: rest };
      }),
  }),

  AttachRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyArn: policyArn }),
    readOnly: false,
    demands: (input, call) => [
      {
        ...roleDemand("iam:AttachRolePolicy", input.RoleName, call),
        context: { "iam:PolicyARN": input.PolicyArn },
      },
    ],
    run: (input, call) => {
      const { arn } = findPolicy(input.PolicyArn, call);
      return change(input.RoleName, call, ({ attachedPolicies }) => ({
        attachedPolicies: [...new Set([...attachedPolicies, arn])],
      }));
    },
  }),

  DetachRolePolicy: operation({
    input: z.object({ RoleName: roleName, PolicyArn: policyArn }),
    readOnly: false,
    demands: (input, call) => [
      {
        ...roleDemand("iam:DetachRolePolicy", input.RoleName, call),
        context: { "iam:PolicyARN": input.PolicyArn },
      },
    ],
    run: (input, call) =>
      change(input.RoleName, call, ({ attachedPolicies }) => {
        if (!attachedPolicies.includes(input.PolicyArn))
          throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        return { attachedPolicies: attachedPolicies.filter((arn) => arn !== input.PolicyArn) };
      }),
  }),

  PutRolePermissionsBoundary: operation({
    input: z.object({ RoleName: roleName, PermissionsBoundary: policyArn }),
    readOnly: false,
    demands: (input, call) => [
      {
        ...roleDemand("iam:PutRolePermissionsBoundary", input.RoleName, call),
        context: { "iam:PermissionsBoundary": input.PermissionsBoundary },
      },
    ],
    run: (input, call) => {
      const { arn } = findPolicy(input.PermissionsBoundary, call);
      return change(input.RoleName, call, () => ({ permissionsBoundary: arn }));
    },
  }),

  DeleteRolePermissionsBoundary: operation({
    input: z.object({ RoleName: roleName }),
    readOnly: false,
    demands: (input, call) => [roleDemand("iam:DeleteRolePermissionsBoundary", input.RoleName, call)],
    run: (input, call) => {
      const { permissionsBoundary: _, ...rest } = findRole(input.RoleName, call);
      call.world.iam.saveRole(call.accountId, rest);
      return {};
    },
  }),
};

function change(
  name: string,
  call: Call,
  changed: (role: IamRole) => Partial<IamRole>,
): Record<string, never> {
  const role = findRole(name, call);
  call.world.iam.saveRole(call.accountId, { ...role, ...changed(role) });
  return {};
}
