import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";

/** A person's last unmasking of a recording: how long it lasts, and why they did it. @returns null when none lasts still */
export async function findClearance(
  tx: Tx,
  { sessionId, personId, seconds }: { sessionId: string; personId: string; seconds: number },
): Promise<{ until: Date; reason: string } | null> {
  const rows = await handleOf(tx).$queryRaw<{ until: Date; data: unknown }[]>`
    select at + make_interval(secs => ${seconds}) as until, data from audit_events
    where session_id = ${sessionId} and code = 'recording.unmasked' and outcome = 'done'
      and actor_kind = 'person' and actor_id = ${personId}
      and at > clock_timestamp() - make_interval(secs => ${seconds})
    order by at desc limit 1`;
  return rows[0] ? { until: rows[0].until, reason: unmasked.parse(rows[0].data).reason } : null;
}

const unmasked = z.object({ reason: z.string() });
