import type { IamAccount } from "./iam/model";
import { ROLES, seedIamAccount, USERS } from "./iam/seed";
import { LOG_GROUP, SHELL_DOCUMENT, seedShellDocument } from "./seed-documents";
import type { DocumentStore } from "./stores/document-store";
import type { Install } from "./stores/install";
import type { LogStore } from "./stores/log-store";
import type { UserKey } from "./world";

/** The account that the sandbox stands for; the code takes a list of such. */
export const ACCOUNT = {
  accountId: "111122223333",
  name: "core",
  region: "eu-west-1",
  // Its nodes tagged Env=prod are raised to production; a tag can only raise.
  protection: "staging",
} as const;

export function seedAccounts(install: Install): Map<string, IamAccount> {
  return new Map([[ACCOUNT.accountId, seedIamAccount(ACCOUNT.accountId, install.externalId)]]);
}

export function seedUserKeys(install: Install): Map<string, UserKey> {
  const keys = (["operator", "gateway", "jobs"] as const).map((who) => {
    const { accessKeyId, secretAccessKey } = install.users[who];
    return [accessKeyId, { accountId: ACCOUNT.accountId, userName: USERS[who], secretAccessKey }] as const;
  });
  return new Map(keys);
}

/** What an account that was prepared for Halligan holds; made once, then left as its users leave it. */
export function seedResources(documents: DocumentStore, logs: LogStore, now: number): void {
  const { accountId, region } = ACCOUNT;
  if (!documents.find(accountId, region, SHELL_DOCUMENT))
    documents.put(seedShellDocument(accountId, region, now));
  if (!logs.hasLogGroup(accountId, region, LOG_GROUP)) logs.createLogGroup(accountId, region, LOG_GROUP);
}

/** The content of credentials.json: what launchers hand to the operator, the gateway and the jobs. */
export function credentialsFile(endpoint: string, install: Install): object {
  const { accountId, name, region, protection } = ACCOUNT;
  const role = (roleName: string) => `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    endpoint,
    region,
    accountId,
    users: install.users,
    account: {
      accountId,
      name,
      regions: [region],
      protection,
      brokerRoleArn: role(ROLES.broker),
      targetRoleArn: role(ROLES.target),
      readerRoleArn: role(ROLES.reader),
      closerRoleArn: role(ROLES.closer),
      authorRoleArn: role(ROLES.author),
      externalId: install.externalId,
      documentName: SHELL_DOCUMENT,
      logGroupName: LOG_GROUP,
    },
  };
}
