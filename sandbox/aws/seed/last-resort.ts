import type { IamRole } from "../iam/model";
import { allow, policy, role, trust } from "../iam/seed-parts";
import { SHELL_DOCUMENT } from "./documents";

export const lastResortRole = (region: string) => `HalliganLastResort-${region}`;

/**
 * What an account has for the day that the portal is down, in each of its regions: named people, here the operator,
 * with the code of an MFA device, under their own name.
 */
export function lastResortRoles(accountId: string, regions: readonly string[], userArn: string): IamRole[] {
  return regions.map((region) =>
    role(accountId, lastResortRole(region), "Recorded shells while the portal is down", {
      trustPolicy: policy(
        trust([userArn], "sts:AssumeRole", {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "300" },
          StringEquals: { "sts:RoleSessionName": "${aws:username}", "aws:RequestedRegion": region },
        }),
      ),
      inlinePolicies: {
        RecordedShells: policy(
          allow(
            "ssm:StartSession",
            [
              `arn:aws:ec2:${region}:${accountId}:instance/*`,
              `arn:aws:ssm:${region}:${accountId}:managed-instance/*`,
              `arn:aws:ssm:${region}:${accountId}:document/${SHELL_DOCUMENT}`,
            ],
            { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
          ),
          allow(
            ["ssm:ResumeSession", "ssm:TerminateSession"],
            `arn:aws:ssm:${region}:${accountId}:session/*`,
            {
              StringEquals: { "ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}" },
            },
          ),
          allow("ssmmessages:OpenDataChannel", "*"),
          allow(
            [
              "ec2:DescribeInstances",
              "ssm:DescribeInstanceInformation",
              "ssm:GetConnectionStatus",
              "ssm:DescribeSessions",
            ],
            "*",
          ),
        ),
      },
    }),
  );
}
