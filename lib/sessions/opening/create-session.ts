import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { findRunningAfter } from "@/lib/grants/extension-store";
import { firstUse, mayStartOn } from "@/lib/grants/rules";
import { addGrantNode, saveFirstUse } from "@/lib/grants/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { isId, newId, type SessionId } from "@/lib/kernel/ids";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { findProtection, insertSession } from "../store";
import { type CreationFacts, findRunning, lockCreationFacts } from "./creation-store";
import { mayOpen, openingSettings, sessionOsUser } from "./rules";
import { findFactsOf } from "./store";

/**
 * Makes a session that the gateway will open when the person's terminal connects. Nothing is called in AWS here.
 * A session that was created and never opened is found again, so that a second click makes no second one. The first
 * session of a grant whose window starts with its first use starts it; a node that a selector found is used from now on.
 * @param input.isContinued the grant may be over by now: then the one that extends it is meant
 * @throws AppError NOT_FOUND | NOT_THE_GRANTEE | ROLE_MISSING | GRANT_OVER | GRANT_NOT_STARTED | NODE_UNKNOWN |
 *   SELECTOR_MISMATCH | NODES_EXHAUSTED | NODE_OFFLINE | OS_USER_UNAVAILABLE | SESSION_RUNNING; and for a first use or a selector's node what the
 *   gateway would refuse: OBLIGATION_UNMET | APPROVAL_MISMATCH | STALE_NODE | PERSON_DISABLED
 */
export async function createSession(
  actor: PersonActor,
  input: { grantId: string; nodeId: string; isContinued?: boolean },
): Promise<{ sessionId: SessionId }> {
  const { nodeId } = input;
  const attempt = { code: "session.created", actor, subject: { grantId: input.grantId, nodeId } } as const;
  return audited<{ sessionId: SessionId }>(attempt, async (tx) => {
    const grantId = (input.isContinued && (await findRunningAfter(tx, input.grantId))) || input.grantId;
    const facts = await lockCreationFacts(tx, grantId, nodeId);
    if (!facts) return refuse("NOT_FOUND", { kind: "grant", id: grantId });
    const { grant, node, running } = facts;
    const at = await databaseNow(tx);
    const may = mayStartOn(actor, grant, node, running, at);
    if (!may.ok) return may;
    if (isId("session", may.value.reuse)) return allow({ sessionId: may.value.reuse });

    const { accountId, region } = node;
    const account = config().HALLIGAN_ACCOUNTS.find((candidate) => candidate.accountId === accountId);
    if (!account?.regions.includes(region)) return refuse("NODE_UNKNOWN", { nodes: [nodeId] });
    const use = firstUse(grant, at);
    const osUser = sessionOsUser(grant.osUser, account.osUsers);
    if (!osUser.ok) return osUser;
    // A refusal commits its record, so everything is judged before anything is written.
    const used = use || grant.selector ? await judgeUse(tx, facts, use, at) : allow(null);
    if (!used.ok) return used;
    const sessionId = newId("session");
    const isFirst = await insertSession(tx, {
      id: sessionId,
      personId: actor.id,
      documentName: account.documentName,
      createdAt: at,
      ...{ grantId, nodeId, accountId, region, osUser: osUser.value },
    });
    // The grant's lock lets one begin at a time; if ever it doesn't, the table has the last word.
    if (!isFirst) return refuseSecond(tx, grantId, nodeId);
    if (use) {
      await saveFirstUse(tx, grantId, use);
      await appendEvent(tx, {
        code: "grant.first-used",
        actor,
        subject: { grantId, requestId: grant.requestId, nodeId, personId: actor.id },
        data: {
          windowSeconds: grant.windowSeconds,
          endsAt: use.endsAt.toISOString(),
          ...(await contentOf(tx, "grant-use", grantId)),
        },
      });
      await notify(tx, "inbox_changed", { subjectId: grant.requestId });
    }
    if (grant.selector) await addGrantNode(tx, grantId, nodeId);
    await appendEvent(tx, {
      ...attempt,
      subject: { ...attempt.subject, grantId, sessionId, personId: actor.id },
      // For how long its recording is kept follows from its node's class as it is now.
      data: {
        protection: await findProtection(tx, sessionId),
        ...(osUser.value === null ? {} : { osUser: osUser.value }),
        ...(await contentOf(tx, "session", sessionId)),
      },
    });
    await notify(tx, "session_changed", { sessionId });
    return allow({ sessionId });
  });
}

async function refuseSecond(tx: Tx, grantId: string, nodeId: string): Promise<Verdict<never>> {
  const running = await findRunning(tx, grantId, nodeId);
  return refuse("SESSION_RUNNING", running ? { sessionId: running.id } : {});
}

/**
 * What the gateway will say, by what we know now: a window must not be spent on a shell that can't open, and a node that
 * a selector found may need more than was decided.
 */
async function judgeUse(
  tx: Tx,
  { grant, node }: CreationFacts,
  use: ReturnType<typeof firstUse>,
  at: Date,
): Promise<Verdict<null>> {
  const facts = await findFactsOf(tx, { grantId: grant.id, nodeId: node.id, personId: grant.personId });
  if (!facts) return refuse("NOT_FOUND", { kind: "grant", id: grant.id });
  const nodes = [...facts.grant.nodes.filter(({ id }) => id !== node.id), { id: node.id, isMissing: false }];
  const used = { ...facts, grant: { ...facts.grant, ...use, ...(grant.selector ? { nodes } : {}) } };
  const may = mayOpen(used, node, at, openingSettings(config(), await activePolicy(tx)));
  return may.ok ? allow(null) : may;
}
