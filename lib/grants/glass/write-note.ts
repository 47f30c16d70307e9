import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { completeItem } from "@/lib/inbox/complete-item";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { checkGlassText, mayNote } from "@/lib/requests/glass/rules";
import { lockGlass, saveNote } from "@/lib/requests/glass/store";

/**
 * The note that whoever broke the glass owes: what was wrong, what was done. Written once; late is better than never.
 * @throws AppError NOT_FOUND | NOT_THE_REQUESTER | GLASS_WHOLE | GLASS_NOTED | INVALID_INPUT
 */
export async function writeGlassNote(
  actor: PersonActor,
  { requestId, note }: { requestId: string; note: string },
): Promise<{ requestId: string }> {
  const attempt = { code: "glass.noted", actor, subject: { requestId } } as const;
  return audited(attempt, async (tx) => {
    const glass = await lockGlass(tx, requestId);
    if (!glass) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const may = mayNote(actor, glass);
    if (!may.ok) return may;
    const checked = checkGlassText("note", note, "note");
    if (!checked.ok) return checked;
    await saveNote(tx, requestId, note);
    await appendEvent(tx, { ...attempt, data: { note, ...(await contentOf(tx, "glass-note", requestId)) } });
    await finishNotices(tx, { kinds: ["note-owed"], subjectId: requestId });
    await completeItem(tx, "note", requestId);
    return allow({ requestId });
  });
}
