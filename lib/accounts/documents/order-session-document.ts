import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { addJob } from "@/lib/db/jobs";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayAdminister } from "@/lib/people/rules";
import { expectedDocument } from "./session-document";
import { lockDocument, saveDocument } from "./store";

/**
 * Orders the session document that an account's settings ask for, in one region. A job creates it; nothing uses it
 * before the settings name it. Ordering what is there, or on its way, orders nothing.
 * @throws AppError ROLE_MISSING | NOT_FOUND | AUTHOR_MISSING when the account has no role that may create documents
 */
export async function orderSessionDocument(
  actor: PersonActor,
  { accountId, region }: { accountId: string; region: string },
): Promise<{ name: string }> {
  const attempt = { code: "document.ordered", actor } as const;
  return audited(attempt, async (tx) => {
    const may = mayAdminister(actor);
    if (!may.ok) return may;
    const account = config().HALLIGAN_ACCOUNTS.find((one) => one.accountId === accountId);
    if (!account?.regions.includes(region))
      return refuse("NOT_FOUND", { kind: "account", id: `${accountId} ${region}` });
    if (account.authorRoleArn === undefined) return refuse("AUTHOR_MISSING", { account: account.name });
    const { name } = expectedDocument(account);
    const key = { accountId, region, name };
    const known = await lockDocument(tx, key);
    if (known?.state === "ready" || known?.state === "wanted" || known?.state === "creating")
      return allow({ name });
    const checkedAt = await databaseNow(tx);
    await saveDocument(tx, key, { state: "wanted", createdById: actor.id, checkedAt });
    await appendEvent(tx, { ...attempt, data: { account: accountId, region, document: name } });
    const jobKey = `create-document:${accountId}:${region}:${name}`;
    await addJob(tx, "create-document", { accountId, region }, { key: jobKey, maxAttempts: 5 });
    return allow({ name });
  });
}
