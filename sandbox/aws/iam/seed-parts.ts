import { type IamRole, type IamUser, type ManagedPolicy, type PolicyDocument, uniqueId } from "./model";

/** One statement, written short. */
export function allow(action: string | string[], resource: string | string[], condition?: object): object {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition ? { Condition: condition } : {}),
  };
}

export function policy(...statements: object[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

export function trust(principals: string[], action: string | string[], condition?: object): object {
  return {
    Effect: "Allow",
    Principal: { AWS: principals },
    Action: action,
    ...(condition ? { Condition: condition } : {}),
  };
}

export function trustService(service: string): PolicyDocument {
  return policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}

export function user(
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

export function role(
  accountId: string,
  roleName: string,
  description: string,
  rest: {
    trustPolicy: PolicyDocument;
    inlinePolicies?: Record<string, PolicyDocument>;
    attachedPolicies?: string[];
  },
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
    inlinePolicies: {},
    attachedPolicies: [],
    tags: {},
    ...rest,
  };
}

export function managedPolicy(arn: string, document: PolicyDocument): ManagedPolicy {
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
