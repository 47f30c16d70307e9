import { afterCommit, inTransaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { AppError, type Verdict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { log } from "@/lib/kernel/log/log";
import type { AuditCode } from "./catalogue";
import type { AuditEntry, AuditSubject } from "./entry";
import { insertEvent } from "./store";

/**
 * Appends one event in the caller's transaction (invariant 6): the change and its event are one commit. A person's
 * event says from where the person called.
 */
export async function appendEvent(tx: Tx, entry: AuditEntry): Promise<void> {
  const { actor } = entry;
  const from = actor.kind === "person" && actor.address !== undefined ? { address: actor.address } : {};
  const defaults = { id: newId("auditEvent"), outcome: "done", subject: {} } as const;
  const event = { ...defaults, ...entry, data: { ...from, ...entry.data } };
  await insertEvent(tx, event);
  afterCommit(tx, () => logEvent(event));
}

/** The event's line in the log: what happened to what, without the words of people, nodes or AWS. */
function logEvent({ id, code, outcome, actor, subject, data }: Required<AuditEntry> & { id: string }): void {
  const { requestId: accessRequestId, personId: subjectPersonId, ...rest } = subject;
  log.info(code, {
    ...{ eventId: id, code, outcome, ...rest, accessRequestId, subjectPersonId },
    ...(actor.kind === "person" ? { personId: actor.id } : { by: actor.name }),
    ...(typeof data.error === "string" ? { refusedWith: data.error } : {}),
  });
}

/**
 * Runs a use case's transaction. What it returns as refused is recorded as a refusal of `attempt` in the same
 * transaction, committed, and only then thrown: thrown inside, it would roll its own record back.
 * @param attempt what is being tried: the event's code, who tries, on what
 * @throws AppError with the verdict's code
 */
export async function audited<T>(
  attempt: { code: AuditCode; actor: Actor; subject?: AuditSubject },
  work: (tx: Tx) => Promise<Verdict<T>>,
): Promise<T> {
  const verdict = await inTransaction(async (tx) => {
    const result = await work(tx);
    if (!result.ok)
      await appendEvent(tx, {
        ...attempt,
        outcome: "refused",
        data: { error: result.code, ...(result.params ?? {}) },
      });
    return result;
  });
  if (!verdict.ok)
    throw new AppError(
      verdict.code,
      `${attempt.code} refused: ${verdict.code}`,
      verdict.params ? { params: verdict.params } : {},
    );
  return verdict.value;
}
