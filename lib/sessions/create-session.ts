import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { isId, newId, type SessionId } from "@/lib/kernel/ids";
import { mayCreate } from "./rules";
import { findCreationFacts, insertSession } from "./store";

/**
 * Makes a session that the gateway will open when the person's terminal connects. Nothing is called in AWS here.
 * A session that was created and never opened is found again, so that a second click makes no second one.
 * @throws AppError NOT_FOUND | NOT_THE_GRANTEE | ROLE_MISSING | GRANT_OVER | GRANT_NOT_STARTED | NODE_UNKNOWN |
 *   NODE_OFFLINE | SESSION_RUNNING
 */
export async function createSession(
  actor: PersonActor,
  input: { grantId: string; nodeId: string },
): Promise<{ sessionId: SessionId }> {
  const { grantId, nodeId } = input;
  const attempt = { code: "session.created", actor, subject: { grantId, nodeId } } as const;
  return audited<{ sessionId: SessionId }>(attempt, async (tx) => {
    const facts = await findCreationFacts(tx, grantId, nodeId);
    if (!facts) return refuse("NOT_FOUND", { kind: "grant", id: grantId });
    const at = await databaseNow(tx);
    const may = mayCreate(actor, facts, at);
    if (!may.ok) return may;
    if (isId("session", may.value.reuse)) return allow({ sessionId: may.value.reuse });

    const { accountId, region } = facts.node;
    const account = config().HALLIGAN_ACCOUNTS.find((candidate) => candidate.accountId === accountId);
    if (!account?.regions.includes(region)) return refuse("NODE_UNKNOWN", { nodes: [nodeId] });
    const sessionId = newId("session");
    await insertSession(tx, {
      id: sessionId,
      personId: actor.id,
      documentName: account.documentName,
      createdAt: at,
      ...{ grantId, nodeId, accountId, region },
    });
    await appendEvent(tx, { ...attempt, subject: { ...attempt.subject, sessionId, personId: actor.id } });
    await notify(tx, "session_changed", { sessionId });
    return allow({ sessionId });
  });
}
