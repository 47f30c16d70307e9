import { reading } from "@/lib/db/client";
import { MOST_UNSEEN } from "@/lib/inbox/notices/views";
import { mayHold } from "@/lib/keeping/hold/rules";
import { mayOpenAny } from "@/lib/keeping/input-opening/rules";
import { maySetRetention } from "@/lib/keeping/retention/rules";
import type { PersonActor } from "@/lib/kernel/actor";
import { tagsText } from "@/lib/nodes/selector";
import { selectorFrom } from "@/lib/nodes/selector-input";
import { seesAll } from "@/lib/people/visibility";
import { findUnseen } from "./store";
import type { NoticeList } from "./views";

/**
 * What this person was told and has not seen, newest first. What is no longer theirs to see, because they have lost a
 * role since, is left out.
 */
export async function readNotices(viewer: PersonActor): Promise<NoticeList> {
  const sees = {
    ...{ requests: seesAll(viewer, "requests"), reviews: seesAll(viewer, "reviews") },
    ...{ deletions: maySetRetention(viewer).ok, holds: mayHold(viewer).ok },
    openings: mayOpenAny(viewer).ok,
  };
  const found = await findUnseen(reading(), viewer.id, sees, MOST_UNSEEN + 1);
  const rows = found.slice(0, MOST_UNSEEN).map(({ selector, ...row }) => {
    const parsed = selectorFrom(selector);
    return { ...row, tags: parsed === null ? null : tagsText(parsed) };
  });
  return { rows, hasMore: found.length > MOST_UNSEEN };
}
