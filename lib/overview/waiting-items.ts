import type { Tx } from "@/lib/db/client";
import { findPeopleOf } from "@/lib/inbox/store";
import type { InboxEntry } from "@/lib/inbox/views";
import type { PersonActor } from "@/lib/kernel/actor";
import { findRequests } from "@/lib/requests/reading/read-store";
import { requestRow } from "@/lib/requests/rows";
import { findReviews } from "@/lib/reviews/read-store";
import { reviewRows } from "@/lib/reviews/rows";
import type { WaitingFacts, WaitingItem } from "./views";

/** So many people are looked at for their names; the groups are named beside them. */
const MOST_PEOPLE = 200;

/** Entries of the inbox with what they are about, and whom else they wait for, in their order. */
export async function waitingItems(
  tx: Tx,
  viewer: PersonActor,
  entries: readonly InboxEntry[],
  at: Date,
): Promise<WaitingItem[]> {
  if (entries.length === 0) return [];
  const idsOf = (kind: InboxEntry["kind"]) =>
    entries.filter((entry) => entry.kind === kind).map(({ subjectId }) => subjectId);
  const groups = [...new Set(entries.flatMap((entry) => entry.groups))];
  const [found, rows, people] = await Promise.all([
    findRequests(tx, [...idsOf("decision"), ...idsOf("ratification"), ...idsOf("note")]),
    findReviews(tx, idsOf("review")).then((listed) => reviewRows(tx, viewer, listed, at)),
    findPeopleOf(tx, groups, MOST_PEOPLE),
  ]);
  const requests = new Map(found.map((request) => [request.id, requestRow(viewer, request, at)]));
  const reviews = new Map(rows.map((review) => [review.id, review]));
  return entries.flatMap((entry): WaitingItem[] => {
    const facts = factsOf(viewer, entry, people);
    const request = requests.get(entry.subjectId);
    if (request && entry.kind === "decision") return [{ kind: "decision", ...facts, request }];
    if (request && (entry.kind === "ratification" || entry.kind === "note"))
      return [{ kind: entry.kind, ...facts, request }];
    const review = reviews.get(entry.subjectId);
    return review ? [{ kind: "review", ...facts, review }] : [];
  });
}

function factsOf(
  viewer: PersonActor,
  entry: InboxEntry,
  people: readonly { id: string; name: string; groups: string[] }[],
): WaitingFacts {
  const { id, part, createdAt, dueAt, remindedAt, escalatedAt, escalatedTo, groups } = entry;
  const others = people.filter(
    (person) =>
      person.id !== viewer.id &&
      !entry.exceptPersonIds.includes(person.id) &&
      person.groups.some((group) => groups.includes(group)),
  );
  return {
    ...{ id, part, dueAt, remindedAt, escalatedAt, escalatedTo, groups },
    since: createdAt,
    others: others.map(({ name }) => name),
  };
}
