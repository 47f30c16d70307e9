import type { Tx } from "@/lib/db/client";
import { tell } from "@/lib/inbox/notices/tell";
import { putItem } from "@/lib/inbox/put-item";
import { findPeopleOf } from "@/lib/inbox/store";
import { config } from "@/lib/kernel/config/config";
import { findNoteDueAt } from "@/lib/requests/glass/store";

/** So many are told; the inbox shows it to all who may ratify it. */
const MOST_TOLD = 200;

/**
 * Everybody is told at once that somebody broke the glass: approvers and reviewers, in the portal and outside, and each
 * endpoint that wants to know. Whoever broke it is told that a note is owed; an approver is to ratify or disown it by
 * the same time.
 */
export async function tellBroken(
  tx: Tx,
  { requestId, personId, at }: { requestId: string; personId: string; at: Date },
): Promise<void> {
  const { approver, reviewer } = config().HALLIGAN_ROLES;
  const people = await findPeopleOf(tx, [...approver, ...reviewer], MOST_TOLD);
  const about = { subjectId: requestId, requestId, at };
  await tell(
    tx,
    { kind: "glass-broken", ...about, actor: { id: personId } },
    people.map(({ id }) => id),
  );
  await tell(tx, { kind: "note-owed", ...about, actor: null }, [personId]);
  const owed = { subjectId: requestId, dueAt: await findNoteDueAt(tx, requestId) };
  await putItem(tx, { ...owed, kind: "ratification", groups: approver, exceptPersonIds: [personId] });
  await putItem(tx, { ...owed, kind: "note", groups: [], personId, exceptPersonIds: [] });
}
