import type { Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { findNames, type ListedReview } from "./read-store";
import { mayClose } from "./rules";
import { findInvolved } from "./store";
import type { ReviewRow } from "./views";

/** Reviews as lists show them to a viewer. */
export async function reviewRows(
  tx: Tx,
  viewer: PersonActor,
  reviews: readonly ListedReview[],
  at: Date,
): Promise<ReviewRow[]> {
  const closers = reviews.flatMap(({ closedById }) => closedById ?? []);
  const [holders, names] = await Promise.all([
    findInvolved(
      tx,
      reviews.map(({ session }) => session.id),
    ),
    findNames(tx, [...new Set(closers)]),
  ]);
  return reviews.map((review) => {
    const { id, state, dueAt, queueAt, createdAt, closedAt, closedById, verdict } = review;
    const { node, session, request, glass } = review;
    const excludedIds = [...(session.personId ? [session.personId] : []), ...(holders.get(session.id) ?? [])];
    return {
      ...{ id, state, dueAt, queueAt, createdAt, closedAt, verdict, node, session, request, glass },
      closedByName: closedById ? (names.get(closedById) ?? null) : null,
      isOverdue: state === "open" && dueAt < at,
      waitsForMe: mayClose(viewer, { state, sessionState: session.state, excludedIds }).ok,
    };
  });
}
