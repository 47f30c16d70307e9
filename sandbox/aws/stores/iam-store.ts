import { join } from "node:path";
import { z } from "zod";
import type { IamAccount, IamRole, ManagedPolicy } from "../iam/model";
import { openJournal } from "./journal";

const document = z.object({ Version: z.string(), Statement: z.unknown() });
const strings = z.record(z.string(), z.string());

const roleSchema = z.object({
  kind: z.literal("role"),
  arn: z.string(),
  path: z.string(),
  roleName: z.string(),
  roleId: z.string(),
  description: z.string(),
  trustPolicy: document,
  maxSessionDuration: z.number(),
  inlinePolicies: z.record(z.string(), document),
  attachedPolicies: z.array(z.string()),
  permissionsBoundary: z.string().exactOptional(),
  tags: strings,
  createdAt: z.number().exactOptional(),
});

const policySchema = z.object({
  arn: z.string(),
  policyId: z.string(),
  name: z.string(),
  path: z.string(),
  defaultVersionId: z.string(),
  versions: z.record(z.string(), document),
  createdAt: z.number().exactOptional(),
});

const entrySchema = z.union([
  z.object({ role: z.object({ accountId: z.string(), role: roleSchema }) }),
  z.object({ removeRole: z.object({ accountId: z.string(), roleName: z.string() }) }),
  z.object({ policy: z.object({ accountId: z.string(), policy: policySchema }) }),
  z.object({ removePolicy: z.object({ accountId: z.string(), arn: z.string() }) }),
]);
type Entry = z.infer<typeof entrySchema>;

/** What operators have changed in IAM since the accounts were made; it survives a restart. */
export interface IamStore {
  saveRole(accountId: string, role: IamRole): void;
  removeRole(accountId: string, roleName: string): void;
  savePolicy(accountId: string, policy: ManagedPolicy): void;
  removePolicy(accountId: string, arn: string): void;
  close(): void;
}

/** Applies the changes to the accounts as they were seeded, and goes on from there. */
export function openIamStore(stateDir: string, accounts: ReadonlyMap<string, IamAccount>): IamStore {
  const journal = openJournal(join(stateDir, "iam.jsonl"), (raw) => entrySchema.parse(raw));
  for (const entry of journal.found) apply(accounts, entry);
  const kept = [...new Map(journal.found.map((entry) => [keyOf(entry), entry])).values()];
  if (kept.length < journal.found.length) journal.compact(kept);
  const record = (entry: Entry) => {
    journal.append(entry, { durable: true });
    apply(accounts, entry);
  };
  return {
    saveRole: (accountId, role) => record({ role: { accountId, role } }),
    removeRole: (accountId, roleName) => record({ removeRole: { accountId, roleName } }),
    savePolicy: (accountId, policy) => record({ policy: { accountId, policy } }),
    removePolicy: (accountId, arn) => record({ removePolicy: { accountId, arn } }),
    close: () => journal.close(),
  };
}

/** Of several changes of one thing the last is enough. */
function keyOf(entry: Entry): string {
  if ("role" in entry) return `${entry.role.accountId}/role/${entry.role.role.roleName}`;
  if ("removeRole" in entry) return `${entry.removeRole.accountId}/role/${entry.removeRole.roleName}`;
  if ("policy" in entry) return `${entry.policy.accountId}/policy/${entry.policy.policy.arn}`;
  return `${entry.removePolicy.accountId}/policy/${entry.removePolicy.arn}`;
}

function apply(accounts: ReadonlyMap<string, IamAccount>, entry: Entry): void {
  if ("role" in entry)
    accounts.get(entry.role.accountId)?.roles.set(entry.role.role.roleName, entry.role.role);
  else if ("removeRole" in entry)
    accounts.get(entry.removeRole.accountId)?.roles.delete(entry.removeRole.roleName);
  else if ("policy" in entry)
    accounts.get(entry.policy.accountId)?.policies.set(entry.policy.policy.arn, entry.policy.policy);
  else accounts.get(entry.removePolicy.accountId)?.policies.delete(entry.removePolicy.arn);
}
