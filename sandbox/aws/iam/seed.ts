import {
  type IamAccount,
  type IamRole,
  type IamUser,
  type ManagedPolicy,
  type PolicyDocument,
  uniqueId,
} from "./model";

export const USERS = { operator: "operator", gateway: "halligan-gateway", jobs: "halligan-jobs" } as const;

export const ROLES = {
  broker: "HalliganBroker",
  target: "HalliganTarget",
  reader: "HalliganReader",
  closer: "HalliganCloser",
  author: "HalliganAuthor",
} as const;

/** One statement, written short. */
function allow(action: string | string[], resource: string | string[], condition?: object): object {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition ? { Condition: condition } : {}),
  };
}

function policy(...statements: object[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function trust(principals: string[], action: string | string[], condition?: object): object {
  return {
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: action,
    ...(condition ? { Condition: condition } : {}),
  };
}

/** The identities of a fresh account; `externalId` is what the target role's trust policy asks for. */
export function seedIamAccount(accountId: string, externalId: string): IamAccount {
  const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const userArn = (name: string) => `arn:aws:iam::${accountId}:user/${name}`;
  const gateway = userArn(USERS.gateway);
  const jobs = userArn(USERS.jobs);
  const broker = roleArn(ROLES.broker);
  const administrator = managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess", policy(allow("*", "*")));

  const users = [
    user(accountId, USERS.operator, {}, [administrator.arn]),
    user(accountId, USERS.gateway, {
      AssumeBroker: policy(allow("sts:AssumeRole", [broker, roleArn(ROLES.reader)])),
    }),
    user(accountId, USERS.jobs, {
      AssumeReaderCloserAndAuthor: policy(
        allow("sts:AssumeRole", [roleArn(ROLES.reader), roleArn(ROLES.closer), roleArn(ROLES.author)]),
      ),
    }),
  ];
  const roles = [
    role(accountId, ROLES.broker, "Assumed by the gateway; may only assume the others", {
      trustPolicy: policy(trust([gateway], "sts:AssumeRole")),
      inlinePolicies: {
        AssumeTarget: policy(
          allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], roleArn(ROLES.target)),
          allow("sts:AssumeRole", roleArn(ROLES.reader)),
        ),
      },
    }),
    role(accountId, ROLES.target, "What sessions run under", {
      trustPolicy: policy(
        trust([broker], "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": externalId },
          StringLike: { "sts:SourceIdentity": "*" },
        }),
        trust([broker], "sts:SetSourceIdentity", { StringLike: { "sts:SourceIdentity": "*" } }),
        trust([broker], "sts:TagSession"),
      ),
      inlinePolicies: { RecordedShells: targetPolicy(accountId) },
    }),
    role(accountId, ROLES.reader, "Inventory, logs and trail", {
      trustPolicy: policy(trust([gateway, jobs, broker], "sts:AssumeRole")),
      inlinePolicies: {
        Read: policy(
          allow(
            [
              "ec2:DescribeInstances",
              "ssm:DescribeInstanceInformation",
              "ssm:DescribeSessions",
              "ssm:GetConnectionStatus",
              "ssm:GetDocument",
              "ssm:DescribeDocument",
              "ssm:ListDocuments",
              "logs:DescribeLogGroups",
              "logs:DescribeLogStreams",
              "logs:GetLogEvents",
              "logs:FilterLogEvents",
              "cloudtrail:LookupEvents",
              "iam:GetRole",
              "iam:GetRolePolicy",
              "iam:ListRolePolicies",
              "iam:ListAttachedRolePolicies",
              "iam:GetPolicy",
              "iam:GetPolicyVersion",
            ],
            "*",
          ),
        ),
      },
    }),
    role(accountId, ROLES.closer, "Ends sessions", {
      trustPolicy: policy(trust([jobs], "sts:AssumeRole")),
      inlinePolicies: {
        EndSessions: policy(
          allow("ssm:TerminateSession", `arn:aws:ssm:*:${accountId}:session/*`),
          allow("ssm:DescribeSessions", "*"),
        ),
      },
    }),
    role(accountId, ROLES.author, "Writes session documents, and changes none", {
      trustPolicy: policy(trust([jobs], "sts:AssumeRole")),
      inlinePolicies: {
        WriteDocuments: policy(
          allow(
            ["ssm:CreateDocument", "ssm:GetDocument"],
            `arn:aws:ssm:*:${accountId}:document/Halligan-Shell-*`,
          ),
        ),
      },
    }),
  ];
  return {
    accountId,
    users: new Map(users.map((entry) => [entry.userName, entry])),
    roles: new Map(roles.map((entry) => [entry.roleName, entry])),
    policies: new Map([[administrator.arn, administrator]]),
  };
}

/** By itself, without a session policy, the target role starts recorded documents only. */
function targetPolicy(accountId: string): PolicyDocument {
  return policy(
    allow(
      "ssm:StartSession",
      [
        `arn:aws:ec2:*:${accountId}:instance/*`,
        `arn:aws:ssm:*:${accountId}:managed-instance/*`,
        `arn:aws:ssm:*:${accountId}:document/Halligan-Shell-*`,
      ],
      { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
    ),
    allow(["ssm:ResumeSession", "ssm:TerminateSession"], `arn:aws:ssm:*:${accountId}:session/*`),
    allow("ssmmessages:OpenDataChannel", "*"),
  );
}

function user(
  accountId: string,
  userName: string,
  inlinePolicies: Record<string, PolicyDocument>,
  attachedPolicies: string[] = [],
): IamUser {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  return {
    kind: "user",
    arn,
    path: "/",
    userName,
    userId: uniqueId("AIDA", arn),
    inlinePolicies,
    attachedPolicies,
    tags: {},
  };
}

function role(
  accountId: string,
  roleName: string,
  description: string,
  rest: { trustPolicy: PolicyDocument; inlinePolicies: Record<string, PolicyDocument> },
): IamRole {
  const arn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    kind: "role",
    arn,
    path: "/",
    roleName,
    roleId: uniqueId("AROA", arn),
    description,
    maxSessionDuration: 3600,
    attachedPolicies: [],
    tags: {},
    ...rest,
  };
}

function managedPolicy(arn: string, document: PolicyDocument): ManagedPolicy {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  return {
    arn,
    policyId: uniqueId("ANPA", arn),
    name,
    path: "/",
    defaultVersionId: "v1",
    versions: { v1: document },
  };
}
