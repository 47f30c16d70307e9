import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";

/** What is told about a request and how it stands: "request-waiting to Ben Okafor: waiting", oldest first. */
export async function deliveriesOf(requestId: string): Promise<string[]> {
  const rows = await handleOf(owning()).delivery.findMany({
    where: { requestId },
    include: { person: true },
    orderBy: [{ createdAt: "asc" }, { person: { name: "asc" } }, { channel: "asc" }],
  });
  return rows.map(({ kind, person, state, channel }) => `${kind} to ${person?.name ?? channel}: ${state}`);
}

/** Ids of those that wait and are due, oldest first. */
export async function dueDeliveries(requestId?: string): Promise<string[]> {
  const rows = await handleOf(owning()).$queryRaw<{ id: string }[]>`
    select id from deliveries where state = 'waiting' and next_try_at <= clock_timestamp()
      and (${requestId ?? null}::text is null or request_id = ${requestId ?? null}) order by created_at, id`;
  return rows.map(({ id }) => id);
}

/** Lets what waits about a request be due so much earlier. */
export async function ageDeliveries(requestId: string, seconds: number): Promise<void> {
  await handleOf(owning()).$executeRaw`
    update deliveries set next_try_at = next_try_at - make_interval(secs => ${seconds})
    where request_id = ${requestId} and state = 'waiting'`;
}
