import type { IamRole, IamUser, PolicyDocument } from "./model";

/** What STS issued with AssumeRole. Instants are epoch milliseconds of the sandbox clock. */
export interface RoleSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  accountId: string;
  roleName: string;
  sessionName: string;
  issuedAt: number;
  expiresAt: number;
  sourceIdentity?: string;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  /** Inline and managed session policies; the session may do what any of them allows. */
  sessionPolicies: PolicyDocument[];
}

/** Who made a call, after the signature was verified. */
export type Caller =
  | { kind: "user"; accountId: string; accessKeyId: string; user: IamUser }
  | { kind: "session"; accountId: string; accessKeyId: string; role: IamRole; session: RoleSession };

/** The ARN that denials, sessions and records show. */
export function callerArn(caller: Caller): string {
  if (caller.kind === "user") return caller.user.arn;
  return `arn:aws:sts::${caller.accountId}:assumed-role/${caller.role.roleName}/${caller.session.sessionName}`;
}

/** The value of `aws:userid`. */
export function callerUserId(caller: Caller): string {
  return caller.kind === "user" ? caller.user.userId : `${caller.role.roleId}:${caller.session.sessionName}`;
}

/** The name a session id starts with, and CloudTrail's Username. */
export function callerName(caller: Caller): string {
  return caller.kind === "user" ? caller.user.userName : caller.session.sessionName;
}
