import { z } from "zod";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { pageOf } from "../../wire/paging";
import {
  accountOf,
  describeListedRole,
  describeRole,
  describeUser,
  encodeDocument,
  findRole,
  noSuchEntity,
  pageEnd,
  paging,
  policyName,
  roleDemand,
  roleName,
} from "./entities";

/** Reading roles, and the one thing that is read of users. */
export const roleOperations = {
  ListRoles: operation({
    input: z.object({ PathPrefix: z.string().regex(/^\//).default("/"), ...paging }),
    readOnly: true,
    demands: () => [{ action: "iam:ListRoles", resource: "*" }],
    run: (input, call) => {
      const roles = [...accountOf(call).roles.values()]
        .filter((role) => role.path.startsWith(input.PathPrefix))
        .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
      const page = pageOf(roles, (role) => role.roleName, input.MaxItems, input.Marker, "ValidationError");
      return { Roles: page.items.map(describeListedRole), ...pageEnd(page.nextToken) };
    },
  }),

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
    input: z.object({ RoleName: roleName, PolicyName: policyName }),
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
};

function ownName(name: string | undefined, call: Call): string {
  if (name !== undefined) return name;
  if (call.caller.kind === "user") return call.caller.user.userName;
  throw new AwsError("ValidationError", "Must specify userName when calling with non-User credentials");
}
