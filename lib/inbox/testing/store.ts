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

/** Who was told what, by kind and name in order, and whether that is over or seen. */
export async function noticesAbout(subject: { requestId?: string; subjectId?: string }): Promise<string[]> {
  const rows = await handleOf(owning()).notice.findMany({
    where: subject,
    include: { person: true },
    orderBy: [{ createdAt: "asc" }, { kind: "asc" }, { person: { name: "asc" } }],
  });
  return rows.map(
    ({ kind, person, doneAt, seenAt }) =>
      `${person.name}: ${kind}${seenAt ? " seen" : ""}${doneAt ? " done" : ""}`,
  );
}
