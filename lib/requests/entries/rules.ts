import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import { addSeconds } from "@/lib/kernel/time";
import { mayDecide, mayWithdraw, type RuleRequest, TEXT_LIMITS } from "../rules";
import { type RequestEntry, WRITTEN_KINDS, type WrittenKind } from "./views";

type Viewer = Pick<PersonActor, "id" | "roles" | "groups">;
type Entry = Pick<RequestEntry, "id" | "kind" | "personId" | "answersId" | "createdAt">;

/** Comments, questions and answers on one request: it is decided, not discussed. */
export const MOST_WRITTEN = 40;

/** How often a requester may remind: the first time a little later than the request, then at most every ten minutes. */
export const REMINDERS = { firstAfterSeconds: 300, everySeconds: 600, most: 5 } as const;

/** The question that the requester still owes an answer: the oldest of them. */
export function openQuestion<E extends Entry>(entries: readonly E[]): E | undefined {
  return entries.find(
    ({ id, kind }) => kind === "question" && !entries.some(({ answersId }) => answersId === id),
  );
}

/**
 * Whether this person may write this on the request now. Whoever may decide it comments and asks; its requester answers
 * what was asked, and comments. Nothing of it decides.
 * @param entries of the request, in order
 * @param questionId what an answer is to
 */
export function mayWrite(
  person: Viewer,
  request: RuleRequest,
  entries: readonly Entry[],
  written: { readonly kind: WrittenKind; readonly questionId?: string | undefined },
  at: Date,
): Verdict<null> {
  const isRequester = person.id === request.requesterId;
  const { kind, questionId } = written;
  // Its requester can take part as long as it can be taken back: that is as long as it waits.
  if (kind === "answer" && !isRequester) return refuse("NOT_THE_REQUESTER");
  const may =
    kind === "question" || !isRequester ? mayDecide(person, request, at) : mayWithdraw(person, request, at);
  if (!may.ok) return may;
  if (kind === "answer") {
    const question = entries.find((entry) => entry.id === questionId && entry.kind === "question");
    if (!question) return refuse("NOT_FOUND", { kind: "question" });
    if (entries.some(({ answersId }) => answersId === question.id)) return refuse("QUESTION_ANSWERED");
  }
  const count = entries.filter((entry) => WRITTEN_KINDS.some((one) => one === entry.kind)).length;
  // An answer always has room: the question had.
  if (kind !== "answer" && count >= MOST_WRITTEN) return refuse("TOO_MANY_ENTRIES", { most: MOST_WRITTEN });
  return allow(null);
}

/** Whether what was written says anything, and not too much. */
export function checkText(text: string): Verdict<null> {
  const { min, max } = TEXT_LIMITS.entry;
  return saysEnough(text, min) && text.length <= max
    ? allow(null)
    : refuse("INVALID_INPUT", { fields: ["text"], min, max });
}

/** Whether the requester may remind the approvers now; `nextAt` is when they may again. */
export function mayRemind(
  person: Pick<Viewer, "id">,
  request: RuleRequest & { readonly createdAt: Date },
  entries: readonly Entry[],
  at: Date,
): Verdict<null> {
  const may = mayWithdraw(person, request, at);
  if (!may.ok) return may;
  const reminders = entries.filter(({ kind }) => kind === "reminder");
  if (reminders.length >= REMINDERS.most) return refuse("REMINDERS_USED", { most: REMINDERS.most });
  const last = reminders.at(-1);
  const nextAt = last
    ? addSeconds(last.createdAt, REMINDERS.everySeconds)
    : addSeconds(request.createdAt, REMINDERS.firstAfterSeconds);
  return nextAt > at ? refuse("REMINDED_LATELY", { nextAt: nextAt.toISOString() }) : allow(null);
}

/** Whether it is worth telling the requester that this person has opened the request: somebody who may decide it, once. */
export function isFirstLook(
  person: Viewer,
  request: RuleRequest,
  entries: readonly Entry[],
  at: Date,
): boolean {
  if (entries.some(({ kind, personId }) => kind === "opened" && personId === person.id)) return false;
  return mayDecide(person, request, at).ok;
}
