import { z } from "zod";
import { uniqueId } from "../../iam/model";
import { AwsError } from "../../wire/aws-error";
import { operation } from "../../wire/operation";
import { identityDocument } from "./documents";
import {
  accountOf,
  createdOf,
  describePolicy,
  encodeDocument,
  findPolicy,
  noSuchEntity,
  path,
  policyArn,
  policyName,
} from "./entities";

/** Managed policies. */
export const policyOperations = {
  GetPolicy: operation({
    input: z.object({ PolicyArn: policyArn }),
    readOnly: true,
    demands: (input) => [{ action: "iam:GetPolicy", resource: input.PolicyArn }],
    run: (input, call) => ({ Policy: describePolicy(findPolicy(input.PolicyArn, call), accountOf(call)) }),
  }),

  GetPolicyVersion: operation({
    input: z.object({ PolicyArn: policyArn, VersionId: z.string().regex(/^v\d+$/) }),
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
          CreateDate: createdOf(policy),
        },
      };
    },
  }),

  CreatePolicy: operation({
    input: z.object({
      PolicyName: policyName,
      Path: path,
      PolicyDocument: z.string().min(1).max(131_072),
      Description: z.string().max(1000).optional(),
    }),
    readOnly: false,
    demands: (input, call) => [
      {
        action: "iam:CreatePolicy",
        resource: `arn:aws:iam::${call.accountId}:policy${input.Path}${input.PolicyName}`,
      },
    ],
    run: async (input, call) => {
      const arn = `arn:aws:iam::${call.accountId}:policy${input.Path}${input.PolicyName}`;
      const taken = [...accountOf(call).policies.values()].some(
        ({ arn: other, name }) =>
          other.startsWith(`arn:aws:iam::${call.accountId}:`) && name === input.PolicyName,
      );
      if (taken)
        throw new AwsError(
          "EntityAlreadyExists",
          `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
          409,
        );
      const policy = {
        arn,
        policyId: uniqueId("ANPA", `${arn} ${call.requestId}`),
        name: input.PolicyName,
        path: input.Path,
        defaultVersionId: "v1",
        versions: { v1: await identityDocument(input.PolicyDocument) },
        createdAt: call.now,
      };
      call.world.iam.savePolicy(call.accountId, policy);
      return { Policy: describePolicy(policy, accountOf(call)) };
    },
  }),

  DeletePolicy: operation({
    input: z.object({ PolicyArn: policyArn }),
    readOnly: false,
    demands: (input) => [{ action: "iam:DeletePolicy", resource: input.PolicyArn }],
    run: (input, call) => {
      const policy = findPolicy(input.PolicyArn, call);
      if (policy.arn.split(":")[4] !== call.accountId)
        throw new AwsError("AccessDenied", `${policy.arn} is AWS's own.`, 403);
      const { users, roles } = accountOf(call);
      const isUsed = [...users.values(), ...roles.values()].some(
        ({ attachedPolicies, permissionsBoundary }) =>
          attachedPolicies.includes(policy.arn) || permissionsBoundary === policy.arn,
      );
      if (isUsed) throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
      call.world.iam.removePolicy(call.accountId, policy.arn);
      return {};
    },
  }),
};
