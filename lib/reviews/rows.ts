import type { Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { type FullReview, findNames } from "./read-store";
import { mayClose } from "./rules";
import { findKeyboardHolders } from "./store";
import type { ReviewRow } from "./views";

/** Reviews as lists show them to a viewer. */
export async function reviewRows(
  tx: Tx,
  viewer: PersonActor,
  reviews: readonly FullReview[],
  at: Date,
): Promise<ReviewRow[]> {
  const holders = await findKeyboardHolders(
    tx,
    reviews.map(({ session }) => session.id),
  );
  const closers = reviews.flatMap(({ closedById }) => closedById ?? []);
  const names = await findNames(tx, closers);
  return reviews.map(({ notes: _notes, decisions: _decisions, grant: _grant, closedById, ...review }) => {
    const { state, session, dueAt } = review;
    const excludedIds = [...(session.personId ? [session.personId] : []), ...(holders.get(session.id) ?? [])];
    return {
      ...review,
      closedByName: closedById ? (names.get(closedById) ?? null) : null,
      isOverdue: state === "open" && dueAt < at,
      waitsForMe: mayClose(viewer, { state, sessionState: session.state, excludedIds }).ok,
    };
  });
}
