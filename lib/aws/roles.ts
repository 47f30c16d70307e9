import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";

export interface RolePolicies {
  /** Inline and attached identity policies, as JSON texts by name: all of them, one left out would prove nothing. */
  policies: { name: string; document: string }[];
  /** The permissions boundary's JSON text. */
  boundary: string | undefined;
}

/**
 * What a role may do by itself, read from IAM as the reader: the other half of a session policy's proof.
 * @throws AppError AWS_*
 */
export async function readRolePolicies(account: AccountConfig, roleArn: string): Promise<RolePolicies> {
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const iam = new IAMClient({
      ...clientSettings(account.regions[0] ?? "us-east-1"),
      credentials: AwsCredentials.open(credentials),
    });
    const [role, inline, attached] = await Promise.all([
      calling("GetRole", () => iam.send(new GetRoleCommand({ RoleName }))),
      listAll((Marker) =>
        calling("ListRolePolicies", () => iam.send(new ListRolePoliciesCommand({ RoleName, ...Marker }))),
      ),
      listAll((Marker) =>
        calling("ListAttachedRolePolicies", () =>
          iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...Marker })),
        ),
      ),
    ]);
    const names = inline.flatMap(({ PolicyNames }) => PolicyNames ?? []);
    const arns = attached.flatMap(({ AttachedPolicies }) => AttachedPolicies ?? []);
    const boundaryArn = role.Role?.PermissionsBoundary?.PermissionsBoundaryArn;
    const [ownPolicies, managed, boundary] = await Promise.all([
      Promise.all(names.map((name) => readInlinePolicy(iam, RoleName, name))),
      Promise.all(arns.flatMap(({ PolicyArn }) => (PolicyArn ? [readManagedPolicy(iam, PolicyArn)] : []))),
      boundaryArn === undefined ? undefined : readManagedPolicy(iam, boundaryArn),
    ]);
    return { policies: [...ownPolicies, ...managed], boundary: boundary?.document };
  });
}

/** All pages of an IAM list. */
async function listAll<P extends { IsTruncated?: boolean | undefined; Marker?: string | undefined }>(
  read: (from: { Marker?: string }) => Promise<P>,
): Promise<P[]> {
  const pages: P[] = [];
  let marker: string | undefined;
  do {
    const page = await read(marker === undefined ? {} : { Marker: marker });
    pages.push(page);
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  return pages;
}

async function readInlinePolicy(iam: IAMClient, RoleName: string, PolicyName: string) {
  const answer = await calling("GetRolePolicy", () =>
    iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
  );
  return { name: PolicyName, document: decodeURIComponent(answer.PolicyDocument ?? "") };
}

async function readManagedPolicy(iam: IAMClient, PolicyArn: string) {
  const { Policy: policy } = await calling("GetPolicy", () => iam.send(new GetPolicyCommand({ PolicyArn })));
  const VersionId = policy?.DefaultVersionId ?? "v1";
  const answer = await calling("GetPolicyVersion", () =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  );
  return { name: PolicyArn, document: decodeURIComponent(answer.PolicyVersion?.Document ?? "") };
}
