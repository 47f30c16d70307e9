import { createHash } from "node:crypto";

/** A policy as JSON. Its grammar is judged by the evaluator, so only the outermost shape is typed. */
export interface PolicyDocument {
  Version: string;
  Statement: unknown;
}

export interface ManagedPolicy {
  arn: string;
  policyId: string;
  name: string;
  path: string;
  defaultVersionId: string;
  versions: Record<string, PolicyDocument>;
  /** Epoch milliseconds; the seeded ones are as old as their account. */
  createdAt?: number;
}

interface Identity {
  arn: string;
  path: string;
  inlinePolicies: Record<string, PolicyDocument>;
  attachedPolicies: string[];
  /** ARN of the managed policy that bounds this identity. */
  permissionsBoundary?: string;
  tags: Record<string, string>;
}

export interface IamUser extends Identity {
  kind: "user";
  userName: string;
  /** `AIDA…` */
  userId: string;
  /** Serial number of their MFA device, a hardware token. */
  mfaSerial?: string;
}

export interface IamRole extends Identity {
  kind: "role";
  roleName: string;
  /** `AROA…` */
  roleId: string;
  description: string;
  trustPolicy: PolicyDocument;
  maxSessionDuration: number;
  createdAt?: number;
}

export interface IamAccount {
  accountId: string;
  users: Map<string, IamUser>;
  roles: Map<string, IamRole>;
  policies: Map<string, ManagedPolicy>;
  /** What the organisation has put on the account; without any, nothing is bounded by one. */
  serviceControlPolicies?: { name: string; policy: PolicyDocument }[];
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * An IAM unique id such as `AROA` + 17 characters. Derived from the ARN, so that it is the same after a
 * restart (a session's tags carry it).
 */
export function uniqueId(prefix: string, arn: string): string {
  const digest = createHash("sha256").update(arn).digest();
  return prefix + [...digest.subarray(0, 17)].map((byte) => BASE32[byte % 32]).join("");
}

/** The policies of an identity by name, managed ones at their default version. */
export function identityPolicies(
  account: IamAccount,
  identity: IamUser | IamRole,
): { name: string; policy: PolicyDocument }[] {
  const inline = Object.entries(identity.inlinePolicies).map(([name, policy]) => ({ name, policy }));
  return [
    ...inline,
    ...identity.attachedPolicies.map((arn) => ({ name: arn, policy: managed(account, arn) })),
  ];
}

/** The boundary of an identity, in the list form the evaluator wants; undefined when there is none. */
export function boundaryPolicies(
  account: IamAccount,
  identity: IamUser | IamRole,
): { name: string; policy: PolicyDocument }[] | undefined {
  const arn = identity.permissionsBoundary;
  return arn === undefined ? undefined : [{ name: arn, policy: managed(account, arn) }];
}

function managed(account: IamAccount, arn: string): PolicyDocument {
  const policy = account.policies.get(arn);
  const document = policy?.versions[policy.defaultVersionId];
  // A dangling ARN must not silently widen anything: the empty statement is invalid and denies.
  return document ?? { Version: "2012-10-17", Statement: "missing policy" };
}
