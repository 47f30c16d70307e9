import type { AccountConfig } from "@/lib/kernel/config/config";

/** Under which role a step of the connection test is made; `gateway`: the gateway's own way to the reader. */
export const CHECK_ROLES = ["broker", "target", "gateway", "reader", "closer", "author"] as const;
export type CheckRole = (typeof CHECK_ROLES)[number];

/** What a step came to, as it is stored. */
export const CHECK_OUTCOMES = ["passed", "denied", "failed", "not-run"] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

export interface PlannedCheck {
  role: CheckRole;
  /** The IAM action that is tried. */
  action: string;
}

const ASSUME = "sts:AssumeRole";

/** The steps by role, in the order in which they are made. The first assumes the role; without it the others can't. */
export const ACTIONS = {
  broker: [ASSUME],
  target: [ASSUME, "sts:TagSession", "sts:SetSourceIdentity"],
  gateway: [ASSUME],
  reader: [
    ASSUME,
    "ssm:DescribeInstanceInformation",
    "ec2:DescribeInstances",
    "ssm:ListTagsForResource",
    "ssm:GetDocument",
    "logs:DescribeLogGroups",
    "logs:FilterLogEvents",
    "s3:GetEncryptionConfiguration",
    "s3:ListBucket",
    "cloudtrail:LookupEvents",
    "iam:GetRole",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
  ],
  closer: [ASSUME, "ssm:DescribeSessions", "ssm:TerminateSession"],
  author: [ASSUME, "ssm:CreateDocument", "ssm:GetDocument"],
} as const satisfies Record<CheckRole, readonly string[]>;

/** Each process tests what it does itself. */
export const TESTED_BY = {
  gateway: ["broker", "target", "gateway"],
  jobs: ["reader", "closer", "author"],
} as const satisfies Record<string, readonly CheckRole[]>;

/** Every step of an account's test. An account without a document author has no steps of it. */
export function plannedChecks(account: Pick<AccountConfig, "authorRoleArn">): PlannedCheck[] {
  return CHECK_ROLES.filter((role) => role !== "author" || account.authorRoleArn !== undefined).flatMap(
    (role) => ACTIONS[role].map((action) => ({ role, action })),
  );
}

/** The ARN of the role that a step's role is, or leads to. */
export function roleArnOf(account: AccountConfig, role: CheckRole): string {
  switch (role) {
    case "broker":
      return account.brokerRoleArn;
    case "target":
      return account.targetRoleArn;
    case "gateway":
    case "reader":
      return account.readerRoleArn;
    case "closer":
      return account.closerRoleArn;
    case "author":
      return account.authorRoleArn ?? "";
  }
}
