import type { Tx } from "@/lib/db/client";
import { findPeopleOf } from "../store";
import { tell } from "./tell";

/** So many are told of a review; the inbox shows it to all who may take it. */
const MOST_TOLD = 200;

/** Tells whoever may close a review of something about it, or about a session past the portal, each once. */
export async function tellReviewers(
  tx: Tx,
  kind: "review-due" | "log-alarm" | "outside-session",
  review: { subjectId: string; groups: readonly string[]; exceptPersonIds: readonly string[] },
  at: Date,
): Promise<void> {
  const { subjectId, groups, exceptPersonIds } = review;
  const reviewers = await findPeopleOf(tx, groups, MOST_TOLD);
  await tell(
    tx,
    { kind, subjectId, requestId: null, actor: null, at },
    reviewers.map(({ id }) => id).filter((id) => !exceptPersonIds.includes(id)),
  );
}
