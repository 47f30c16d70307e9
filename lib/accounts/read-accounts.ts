import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { scopeSeen } from "@/lib/people/visibility";
import { findChecks } from "./connection/store";
import { testView } from "./connection/view";
import { expectedDocument } from "./documents/session-document";
import { findDocuments, type StoredDocument } from "./documents/store";
import { countNodes, findRegions } from "./store";
import type { AccountView, DocumentView } from "./views";

/**
 * The connected accounts, each region with its last reading, its connection test and its session documents.
 * @throws AppError ROLE_MISSING
 */
export async function readAccounts(viewer: PersonActor): Promise<AccountView[]> {
  scopeSeen(viewer, "settings");
  const tx = reading();
  const [regions, checks, documents, nodes, at] = await Promise.all([
    findRegions(tx),
    findChecks(tx),
    findDocuments(tx),
    countNodes(tx),
    databaseNow(tx),
  ]);
  return config().HALLIGAN_ACCOUNTS.map((account) => {
    const { accountId, name, protection, logGroupName, documentName } = account;
    const expected = expectedDocument(account);
    return {
      ...{ accountId, name, protection, logGroupName },
      roles: rolesOf(account),
      documentContent: JSON.stringify(JSON.parse(expected.content), null, 2),
      canCreateDocuments: account.authorRoleArn !== undefined,
      regions: account.regions.map((region) => {
        const key = `${accountId} ${region}`;
        const row = regions.get(key);
        const document = (wanted: string) =>
          documentView(
            documents.filter((one) => `${one.accountId} ${one.region}` === key),
            wanted,
          );
        return {
          ...{ region, nodes: nodes.get(key) ?? 0 },
          ...{ readAt: row?.readAt ?? null, failure: row?.failure ?? null },
          test: testView(account, region, {
            ...{ stored: checks.get(key) ?? [], orderedAt: row?.testOrderedAt ?? null, at },
          }),
          inUse: document(documentName),
          expected: document(expected.name),
        };
      }),
    };
  });
}

function rolesOf(account: AccountConfig): AccountView["roles"] {
  return [
    { role: "broker", arn: account.brokerRoleArn },
    { role: "target", arn: account.targetRoleArn },
    { role: "reader", arn: account.readerRoleArn },
    { role: "closer", arn: account.closerRoleArn },
    ...(account.authorRoleArn === undefined ? [] : [{ role: "author" as const, arn: account.authorRoleArn }]),
  ];
}

function documentView(documents: readonly StoredDocument[], name: string): DocumentView {
  const found = documents.find((one) => one.name === name);
  if (!found) return { name, state: "unknown", detail: null, checkedAt: null };
  return { name, state: found.state, detail: found.detail, checkedAt: found.checkedAt };
}
