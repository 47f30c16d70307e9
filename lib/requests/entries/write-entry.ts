import { appendEvent, audited } from "@/lib/audit/append-event";
import type { AuditCode } from "@/lib/audit/catalogue";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { finishNotices, tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId, type RequestEntryId } from "@/lib/kernel/ids";
import { type FullRequest, lockRequest } from "../store";
import { checkText, mayWrite } from "./rules";
import { findEntries, insertEntry } from "./store";
import type { RequestEntry, WrittenKind } from "./views";

const CODE = {
  comment: "request.commented",
  question: "request.questioned",
  answer: "request.answered",
} as const satisfies Record<WrittenKind, AuditCode>;

/**
 * Writes on a request that waits: a comment or a question of somebody who may decide it, an answer or a comment of its
 * requester. Nothing is decided by it. The other side is told on every page.
 * @param input.text trimmed
 * @param input.questionId what an answer is to
 * @throws AppError NOT_FOUND | INVALID_INPUT | NOT_THE_REQUESTER | SELF_APPROVAL | ROLE_MISSING | NOT_AN_APPROVER |
 *   ALREADY_DECIDED | REQUEST_OVER | QUESTION_ANSWERED | TOO_MANY_ENTRIES
 */
export async function writeEntry(
  actor: PersonActor,
  input: { requestId: string; kind: WrittenKind; text: string; questionId?: string },
): Promise<{ entryId: RequestEntryId }> {
  const { requestId, kind, text, questionId } = input;
  const attempt = { code: CODE[kind], actor, subject: { requestId } } as const;
  return audited(attempt, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const checked = checkText(text);
    if (!checked.ok) return checked;
    const at = await databaseNow(tx);
    const entries = await findEntries(tx, requestId);
    const may = mayWrite(actor, request, entries, { kind, questionId }, at);
    if (!may.ok) return may;
    const id = newId("requestEntry");
    const answersId = kind === "answer" ? (questionId ?? null) : null;
    await insertEntry(tx, { id, requestId, personId: actor.id, kind, text, answersId, createdAt: at });
    await appendEvent(tx, {
      ...attempt,
      data: {
        ...{ entryId: id, text, ...(answersId === null ? {} : { answersId }) },
        ...(await contentOf(tx, "request-entry", id)),
      },
    });
    if (answersId !== null) await finishNotices(tx, { kinds: ["question"], subjectId: answersId });
    await tell(tx, { kind, subjectId: id, requestId, actor, at }, toldOf(actor, request, entries, answersId));
    await notify(tx, "inbox_changed", { subjectId: requestId });
    return allow({ entryId: id });
  });
}

/** The other side: of an approver's words the requester, of an answer who asked, of a requester's comment all who wrote. */
function toldOf(
  actor: PersonActor,
  request: FullRequest,
  entries: readonly RequestEntry[],
  answersId: string | null,
): string[] {
  if (actor.id !== request.requesterId) return [request.requesterId];
  const asked = entries.filter(({ id }) => id === answersId);
  const wrote = entries.filter(({ text, personId }) => text !== null && personId !== actor.id);
  return [...new Set((answersId === null ? wrote : asked).map(({ personId }) => personId))];
}
