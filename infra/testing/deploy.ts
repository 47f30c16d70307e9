import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import type { Stack } from "./template";

const role = z.object({
  RoleName: z.string(),
  Description: z.string(),
  MaxSessionDuration: z.number(),
  PermissionsBoundary: z.string().optional(),
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const managedPolicy = z.object({ ManagedPolicyName: z.string(), PolicyDocument: z.unknown() });

/**
 * Makes the policies and roles of a template as CloudFormation would: by calls, as an administrator. A role that is
 * there already is replaced.
 * @param iam a client with the rights of an administrator of the account
 */
export async function deployRoles(iam: IAMClient, { resources }: Stack): Promise<void> {
  const ofType = (type: string) =>
    Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
  for (const properties of ofType("AWS::IAM::ManagedPolicy")) {
    const { ManagedPolicyName, PolicyDocument } = managedPolicy.parse(properties);
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: ManagedPolicyName,
        PolicyDocument: JSON.stringify(PolicyDocument),
      }),
    );
  }
  for (const properties of ofType("AWS::IAM::Role")) {
    const { Policies, ManagedPolicyArns, AssumeRolePolicyDocument, PermissionsBoundary, ...about } =
      role.parse(properties);
    await removeRole(iam, about.RoleName);
    await iam.send(
      new CreateRoleCommand({
        ...about,
        AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
        ...(PermissionsBoundary === undefined ? {} : { PermissionsBoundary }),
      }),
    );
    for (const { PolicyName, PolicyDocument } of Policies)
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: about.RoleName,
          PolicyName,
          PolicyDocument: JSON.stringify(PolicyDocument),
        }),
      );
    for (const PolicyArn of ManagedPolicyArns)
      await iam.send(new AttachRolePolicyCommand({ RoleName: about.RoleName, PolicyArn }));
  }
}

async function removeRole(iam: IAMClient, RoleName: string): Promise<void> {
  try {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames)
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  } catch (error) {
    if (!(error instanceof Error) || !/^NoSuchEntity/.test(error.name)) throw error;
  }
}
