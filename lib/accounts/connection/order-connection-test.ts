import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayAdminister } from "@/lib/people/rules";
import { saveTestOrder } from "./store";

/**
 * Orders the connection test of one region of an account: the gateway and a job each try what they do themselves, with
 * their own identities. The order is the committed intent of the AssumeRole calls that follow; nothing is opened.
 * @throws AppError ROLE_MISSING | NOT_FOUND when it is no connected region, or none that was ever read
 */
export async function orderConnectionTest(
  actor: PersonActor,
  { accountId, region }: { accountId: string; region: string },
): Promise<{ accountId: string; region: string }> {
  const attempt = { code: "connection.test-ordered", actor } as const;
  return audited(attempt, async (tx) => {
    const may = mayAdminister(actor);
    if (!may.ok) return may;
    const account = config().HALLIGAN_ACCOUNTS.find((one) => one.accountId === accountId);
    const order = { accountId, region, orderedById: actor.id };
    if (!account?.regions.includes(region) || !(await saveTestOrder(tx, order, await databaseNow(tx))))
      return refuse("NOT_FOUND", { kind: "account", id: `${accountId} ${region}` });
    await appendEvent(tx, { ...attempt, data: { account: accountId, region } });
    await addJob(tx, "test-connection", {}, { key: "test-connection", maxAttempts: 3 });
    await notify(tx, "connection_test", {});
    return allow({ accountId, region });
  });
}
