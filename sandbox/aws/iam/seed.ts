import { OS_USERS } from "../nodes/node-users";
import { sessionBucket } from "../seed/buckets";
import { ANCHOR_ROLE, anchorRole, JOBS_USER, SIGNER_ROLE, signerRole } from "./audit-roles";
import type { IamAccount, IamRole, PolicyDocument } from "./model";
import { RECORDING_READER_ROLE, RECORDING_WRITER_ROLE, recordingRoles } from "./recording-roles";
import { allow, managedPolicy, policy, role, trust, trustService, user } from "./seed-parts";

export const USERS = { operator: "operator", gateway: "halligan-gateway", jobs: JOBS_USER } as const;

export const ROLES = {
  broker: "HalliganBroker",
  target: "HalliganTarget",
  reader: "HalliganReader",
  closer: "HalliganCloser",
  author: "HalliganAuthor",
  /** Of the account with the bucket for anchors. */
  anchor: ANCHOR_ROLE,
  /** Of the account with the key that signs. */
  signer: SIGNER_ROLE,
  /** Of the account with the bucket for recordings: jobs' and the gateway's. */
  recordingWriter: RECORDING_WRITER_ROLE,
  recordingReader: RECORDING_READER_ROLE,
} as const;

/** A hardware token of the operator's: what it shows is in sts/mfa.ts. */
export const OPERATOR_MFA = "GAHT00000001";

/** What the agents of the nodes run under. */
export const NODE_ROLES = {
  instance: "managed-node",
  /** Systems Manager's own policy and nothing beside it: it has no rights to logs. */
  unlogged: "managed-node-without-logs",
  hybrid: "hybrid-node",
} as const;

export interface AccountAbout {
  accountId: string;
  /** The account that holds the portal's users and its broker. */
  homeId: string;
  /** What the roles of this account ask for: the target role always, the others where they are entered from outside. */
  externalId: string;
  /** Home only: the other accounts that its users and its broker may enter. */
  connectedIds?: readonly string[];
}

const ADMINISTRATOR = managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess", policy(allow("*", "*")));

const NODE_CORE = managedPolicy(
  "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  policy(
    allow(["ssm:UpdateInstanceInformation", "ssm:GetDocument", "ssm:DescribeDocument"], "*"),
    allow(
      [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      "*",
    ),
  ),
);

/** The identities of a fresh account. */
export function seedIamAccount(about: AccountAbout): IamAccount {
  const { accountId, homeId } = about;
  const isHome = accountId === homeId;
  const roles = [
    ...(isHome ? [brokerRole(about)] : [operatorsRole(about)]),
    ...portalRoles(about),
    ...(isHome ? [] : [anchorRole(about), signerRole(about), ...recordingRoles(about, USERS)]),
    ...nodeRoles(accountId),
  ];
  return {
    accountId,
    users: new Map((isHome ? homeUsers(about) : []).map((entry) => [entry.userName, entry])),
    roles: new Map(roles.map((entry) => [entry.roleName, entry])),
    policies: new Map([ADMINISTRATOR, NODE_CORE].map((entry) => [entry.arn, entry])),
    serviceControlPolicies: [
      { name: "FullAWSAccess", policy: policy(allow("*", "*")) },
      { name: "NoSessionsInQuarantine", policy: QUARANTINE },
    ],
  };
}

/** The organisation's own word, which no role of an account can overrule or even read. */
const QUARANTINE: PolicyDocument = policy({
  Effect: "Deny",
  Action: ["ssm:StartSession", "ssm:SendCommand"],
  Resource: "*",
  Condition: { StringEquals: { "aws:ResourceTag/Quarantine": "true" } },
});

function roleArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

function userArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:user/${name}`;
}

function homeUsers({ accountId, connectedIds = [] }: AccountAbout) {
  const everywhere = (name: string) => [accountId, ...connectedIds].map((id) => roleArn(id, name));
  return [
    { ...user(accountId, USERS.operator, {}, [ADMINISTRATOR.arn]), mfaSerial: OPERATOR_MFA },
    user(accountId, USERS.gateway, {
      AssumeBroker: policy(
        allow("sts:AssumeRole", [roleArn(accountId, ROLES.broker), ...everywhere(ROLES.reader)]),
      ),
      AssumeRecordingReader: policy(
        allow(
          "sts:AssumeRole",
          connectedIds.map((id) => roleArn(id, ROLES.recordingReader)),
        ),
      ),
    }),
    user(accountId, USERS.jobs, {
      AssumeReaderCloserAndAuthor: policy(
        allow("sts:AssumeRole", [ROLES.reader, ROLES.closer, ROLES.author].flatMap(everywhere)),
      ),
      AssumeAnchorSignerAndRecordingWriter: policy(
        allow(
          "sts:AssumeRole",
          [ROLES.anchor, ROLES.signer, ROLES.recordingWriter].flatMap((name) =>
            connectedIds.map((id) => roleArn(id, name)),
          ),
        ),
      ),
    }),
  ];
}

function brokerRole({ accountId, connectedIds = [] }: AccountAbout): IamRole {
  const everywhere = (name: string) => [accountId, ...connectedIds].map((id) => roleArn(id, name));
  return role(accountId, ROLES.broker, "Assumed by the gateway; may only assume the others", {
    trustPolicy: policy(trust([userArn(accountId, USERS.gateway)], "sts:AssumeRole")),
    inlinePolicies: {
      AssumeTarget: policy(
        allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], everywhere(ROLES.target)),
        allow("sts:AssumeRole", everywhere(ROLES.reader)),
      ),
    },
  });
}

/** What an organisation makes in each account that it creates: its administrators enter by it. */
function operatorsRole({ accountId, homeId }: AccountAbout): IamRole {
  return role(accountId, "OrganizationAccountAccessRole", "Administrators of the organisation", {
    trustPolicy: policy(trust([`arn:aws:iam::${homeId}:root`], "sts:AssumeRole")),
    attachedPolicies: [ADMINISTRATOR.arn],
  });
}

/** Target, reader, closer, author. From another account each asks for this account's external id. */
function portalRoles({ accountId, homeId, externalId }: AccountAbout): IamRole[] {
  const gateway = userArn(homeId, USERS.gateway);
  const jobs = userArn(homeId, USERS.jobs);
  const broker = roleArn(homeId, ROLES.broker);
  const fromOutside = accountId === homeId ? undefined : { StringEquals: { "sts:ExternalId": externalId } };
  return [
    role(accountId, ROLES.target, "What sessions run under", {
      trustPolicy: policy(
        trust([broker], "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": externalId },
          StringLike: { "sts:SourceIdentity": "*" },
        }),
        trust([broker], "sts:SetSourceIdentity", { StringLike: { "sts:SourceIdentity": "*" } }),
        // As whom on the node: one of the list, and never root.
        trust([broker], "sts:TagSession", {
          StringEqualsIfExists: { "aws:RequestTag/SSMSessionRunAs": OS_USERS },
        }),
      ),
      inlinePolicies: { RecordedShells: targetPolicy(accountId) },
    }),
    role(accountId, ROLES.reader, "Inventory, logs and trail", {
      trustPolicy: policy(trust([gateway, jobs, broker], "sts:AssumeRole", fromOutside)),
      inlinePolicies: { Read: policy(allow(READS, "*")), ReadSessionLogs: readSessionLogs(accountId) },
    }),
    role(accountId, ROLES.closer, "Ends sessions", {
      trustPolicy: policy(trust([jobs], "sts:AssumeRole", fromOutside)),
      inlinePolicies: {
        EndSessions: policy(
          allow("ssm:TerminateSession", `arn:aws:ssm:*:${accountId}:session/*`),
          allow("ssm:DescribeSessions", "*"),
        ),
      },
    }),
    role(accountId, ROLES.author, "Writes session documents, and changes none", {
      trustPolicy: policy(trust([jobs], "sts:AssumeRole", fromOutside)),
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
}

const READS = [
  "ec2:DescribeInstances",
  "ec2:DescribeRegions",
  "ec2:DescribeTags",
  "ssm:DescribeInstanceInformation",
  "ssm:DescribeInstanceProperties",
  "ssm:ListTagsForResource",
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
  "iam:ListRoles",
  "iam:ListRolePolicies",
  "iam:ListAttachedRolePolicies",
  "iam:GetPolicy",
  "iam:GetPolicyVersion",
  "iam:SimulatePrincipalPolicy",
];

/** Of S3, the bucket with the sessions' texts and nothing else. */
function readSessionLogs(accountId: string): PolicyDocument {
  const bucket = `arn:aws:s3:::${sessionBucket(accountId)}`;
  return policy(
    allow(
      [
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetEncryptionConfiguration",
      ],
      bucket,
    ),
    allow(["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention"], `${bucket}/*`),
  );
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
    // Only what was made for a session of the portal, and each session by its own policy for itself alone.
    allow(["kms:GenerateDataKey", "kms:Decrypt"], `arn:aws:kms:*:${accountId}:key/*`, {
      StringLike: { "kms:EncryptionContext:aws:ssm:SessionId": "ses_*" },
    }),
  );
}

function nodeRoles(accountId: string): IamRole[] {
  const logging = {
    AgentLog: policy(
      allow(
        ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
        "*",
      ),
      allow(["s3:PutObject", "s3:PutObjectAcl"], `arn:aws:s3:::${sessionBucket(accountId)}/*`),
      allow("s3:GetEncryptionConfiguration", `arn:aws:s3:::${sessionBucket(accountId)}`),
    ),
    SessionKey: policy(allow("kms:Decrypt", `arn:aws:kms:*:${accountId}:key/*`)),
  };
  const attachedPolicies = [NODE_CORE.arn];
  return [
    role(accountId, NODE_ROLES.instance, "Instances that Systems Manager manages", {
      trustPolicy: trustService("ec2.amazonaws.com"),
      inlinePolicies: logging,
      attachedPolicies,
    }),
    role(accountId, NODE_ROLES.unlogged, "Instances whose agent may not write logs", {
      trustPolicy: trustService("ec2.amazonaws.com"),
      attachedPolicies,
    }),
    role(accountId, NODE_ROLES.hybrid, "Machines outside AWS", {
      trustPolicy: trustService("ssm.amazonaws.com"),
      inlinePolicies: logging,
      attachedPolicies,
    }),
  ];
}
