import type { IamAccount } from "../iam/model";
import { ROLES, seedIamAccount, USERS } from "../iam/seed";
import { OS_USERS } from "../nodes/node-users";
import type { DocumentStore } from "../stores/document-store";
import { externalIdOf, type Install } from "../stores/install";
import type { LogStore } from "../stores/log-store";
import type { ObjectStore } from "../stores/object-store";
import type { UserKey } from "../world";
import { anchorBucket, recordingBucket, seedAnchorBucket, seedBuckets, seedRecordingBucket } from "./buckets";
import { LOG_GROUP, SHELL_DOCUMENT, seedShellDocuments } from "./documents";
import { lastResortRole, lastResortRoles } from "./last-resort";

/** An account of the organisation that the sandbox stands for. */
export interface SeededAccount {
  accountId: string;
  name: string;
  /** Where its nodes, documents and log groups are; the first is also where its roles are assumed. */
  regions: readonly [string, ...string[]];
  protection: "staging" | "production";
}

/** The portal's own account: its users and its broker live here. Nodes tagged Env=prod are raised; a tag can only raise. */
export const CORE: SeededAccount = {
  accountId: "111122223333",
  name: "core",
  regions: ["eu-west-1", "us-east-1"],
  protection: "staging",
};

/** Another account of the organisation, entered from the portal's own. */
export const DATA: SeededAccount = {
  accountId: "444455556666",
  name: "data",
  regions: ["eu-west-1", "ap-northeast-1"],
  protection: "production",
};

export const ACCOUNTS: readonly SeededAccount[] = [CORE, DATA];

/** Where the key is that can sign the audit's heads. */
export const SIGNING = {
  ...{ accountId: DATA.accountId, region: DATA.regions[0] },
  keyId: "0b9d2f64-51c7-4e0a-8f3d-6a1c5e7b9d20",
} as const;

export function seedAccounts(install: Install): Map<string, IamAccount> {
  const others = ACCOUNTS.filter((account) => account !== CORE).map(({ accountId }) => accountId);
  const operator = `arn:aws:iam::${CORE.accountId}:user/${USERS.operator}`;
  return new Map(
    ACCOUNTS.map(({ accountId, regions }) => {
      const account = seedIamAccount({
        accountId,
        homeId: CORE.accountId,
        externalId: externalIdOf(install, accountId),
        connectedIds: accountId === CORE.accountId ? others : [],
      });
      for (const role of lastResortRoles(accountId, regions, operator))
        account.roles.set(role.roleName, role);
      return [accountId, account];
    }),
  );
}

export function seedUserKeys(install: Install): Map<string, UserKey> {
  const keys = (["operator", "gateway", "jobs"] as const).map((who) => {
    const { accessKeyId, secretAccessKey } = install.users[who];
    return [accessKeyId, { accountId: CORE.accountId, userName: USERS[who], secretAccessKey }] as const;
  });
  return new Map(keys);
}

/** What accounts that were prepared for Halligan hold, in every region; made once, then left as their users leave it. */
export function seedResources(
  { documents, logs, objects }: { documents: DocumentStore; logs: LogStore; objects: ObjectStore },
  now: number,
): void {
  seedAnchorBucket(objects, DATA.accountId, DATA.regions[0], now);
  seedRecordingBucket(objects, DATA.accountId, DATA.regions[0], now);
  for (const { accountId, regions } of ACCOUNTS) {
    seedBuckets(objects, accountId, regions[0], now);
    for (const region of regions) {
      for (const document of seedShellDocuments(accountId, region, now)) {
        if (!documents.find(accountId, region, document.name)) documents.put(document);
      }
      if (!logs.hasLogGroup(accountId, region, LOG_GROUP)) logs.createLogGroup(accountId, region, LOG_GROUP);
    }
  }
}

/** The content of credentials.json: what launchers hand to the operator, the gateway and the jobs. */
export function credentialsFile(endpoint: string, install: Install): object {
  const role = (accountId: string, roleName: string) => `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    endpoint,
    region: CORE.regions[0],
    accountId: CORE.accountId,
    users: install.users,
    // As AUDIT_ANCHOR_BUCKET, _REGION and _ROLE_ARN want it.
    anchors: {
      bucket: `s3://${anchorBucket(DATA.accountId)}/portal`,
      region: DATA.regions[0],
      roleArn: role(DATA.accountId, ROLES.anchor),
    },
    // As RECORDING_BUCKET, _REGION, _WRITER_ROLE_ARN and _READER_ROLE_ARN want it.
    recordings: {
      bucket: `s3://${recordingBucket(DATA.accountId)}/portal`,
      region: DATA.regions[0],
      writerRoleArn: role(DATA.accountId, ROLES.recordingWriter),
      readerRoleArn: role(DATA.accountId, ROLES.recordingReader),
    },
    // As HALLIGAN_ACCOUNTS wants them.
    accounts: ACCOUNTS.map(({ accountId, name, regions, protection }) => ({
      accountId,
      name,
      regions,
      protection,
      // One broker for all accounts, where the portal is: the others trust it from there.
      brokerRoleArn: role(CORE.accountId, ROLES.broker),
      targetRoleArn: role(accountId, ROLES.target),
      readerRoleArn: role(accountId, ROLES.reader),
      closerRoleArn: role(accountId, ROLES.closer),
      authorRoleArn: role(accountId, ROLES.author),
      externalId: externalIdOf(install, accountId),
      documentName: SHELL_DOCUMENT,
      logGroupName: LOG_GROUP,
      osUsers: OS_USERS,
      lastResortRoleArns: Object.fromEntries(
        regions.map((region) => [region, role(accountId, lastResortRole(region))]),
      ),
    })),
  };
}
