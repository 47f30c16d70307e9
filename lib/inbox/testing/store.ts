import { handleOf, reading } from "@/lib/db/client";

/** Lets an item have waited so much longer: all its times lie that much earlier. */
export async function ageItem(subjectId: string, seconds: number): Promise<void> {
  await handleOf(reading()).$executeRaw`
    update inbox_items set created_at = created_at - make_interval(secs => ${seconds}),
      due_at = due_at - make_interval(secs => ${seconds}),
      remind_at = remind_at - make_interval(secs => ${seconds}),
      escalate_at = escalate_at - make_interval(secs => ${seconds})
    where subject_id = ${subjectId}`;
}
