import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";

/** Lets an item have waited so much longer: all its times lie that much earlier. */
export async function ageItem(subjectId: string, seconds: number): Promise<void> {
  await handleOf(owning()).$executeRaw`
    update inbox_items set created_at = created_at - make_interval(secs => ${seconds}),
      due_at = due_at - make_interval(secs => ${seconds}),
      remind_at = remind_at - make_interval(secs => ${seconds}),
      escalate_at = escalate_at - make_interval(secs => ${seconds})
    where subject_id = ${subjectId}`;
}
