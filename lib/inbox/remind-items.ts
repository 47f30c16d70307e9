import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { SystemActor } from "@/lib/kernel/actor";
import { askForDecision, askToFind } from "./deliveries/ask-deciders";
import { KINDS } from "./kinds";
import { tellReviewers } from "./notices/tell-reviewers";
import { type DueItem, lockDue, saveBroughtUp } from "./store";

const BATCH = 100;

/**
 * Brings up what has waited too long: reminds whoever may take it, then shows it to somebody else. Each once, with
 * its event, in one transaction; two processes at once share the work. Pages hear of it by the live channel; of a
 * review, whoever may close it is told on every page; of a request, people are told outside the portal.
 */
export async function remindItems(actor: SystemActor): Promise<{ reminded: number; escalated: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const toRemind = await lockDue(tx, "remind", at, BATCH);
    for (const item of toRemind) await bringUp(tx, actor, "inbox.reminded", item, item.groups, at);
    const toEscalate = await lockDue(tx, "escalate", at, BATCH);
    for (const item of toEscalate) await bringUp(tx, actor, "inbox.escalated", item, item.escalateTo, at);
    return { reminded: toRemind.length, escalated: toEscalate.length };
  });
}

async function bringUp(
  tx: Tx,
  actor: SystemActor,
  code: "inbox.reminded" | "inbox.escalated",
  item: DueItem,
  groups: readonly string[],
  at: Date,
): Promise<void> {
  const { id, kind, subjectId, dueAt, createdAt } = item;
  await saveBroughtUp(tx, id, code === "inbox.reminded" ? "remind" : "escalate", at);
  await appendEvent(tx, {
    code,
    actor,
    subject: { [KINDS[kind].subject]: subjectId },
    data: { kind, groups, since: createdAt.toISOString(), ...(dueAt ? { dueAt: dueAt.toISOString() } : {}) },
  });
  await notify(tx, "inbox_changed", { subjectId });
  // Once a review: when it is first brought up, before it is due or, where the settings say so, only then.
  if (kind === "review") await tellReviewers(tx, "review-due", item, at);
  else if (kind === "ratification" || kind === "note") return;
  else if (code === "inbox.reminded") await askForDecision(tx, "request-expiring", item, at);
  else await askToFind(tx, item, at);
}
