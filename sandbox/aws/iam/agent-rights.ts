import type { NodeRow } from "../sessions/session-port";
import { authorize } from "./authorize";
import { contextOfKey, keyPolicy } from "./key-context";
import type { IamAccount } from "./model";

/** Whether the role that a node's agent works under allows an action. A node whose role is gone may do nothing. */
export async function agentMay(
  accounts: ReadonlyMap<string, IamAccount>,
  node: NodeRow,
  demand: { action: string; resource: string; now: number; encryptionContext?: Record<string, string> },
): Promise<boolean> {
  const { now, encryptionContext, ...asked } = demand;
  const { accountId, region, roleName } = node;
  const account = accounts.get(accountId);
  const role = account?.roles.get(roleName);
  if (!account || !role) return false;
  // The agent's own credentials: never issued, since no call of its is signed.
  const secrets = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };
  const session = {
    ...secrets,
    ...{ accountId, roleName, sessionName: node.id, issuedAt: now, expiresAt: now },
    ...{ tags: {}, transitiveTagKeys: [], sessionPolicies: [] },
  };
  const ofKey = encryptionContext
    ? { context: contextOfKey(encryptionContext), resourcePolicy: keyPolicy(accountId) }
    : {};
  const caller = { kind: "session" as const, accountId, accessKeyId: "", role, session };
  return (await authorize({ ...asked, ...ofKey }, { account, caller, region, now })).allowed;
}
