import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";

/** Until when a person's last unmasking of a recording lasts. @returns null when there is none that still does */
export async function findClearUntil(
  tx: Tx,
  { sessionId, personId, seconds }: { sessionId: string; personId: string; seconds: number },
): Promise<Date | null> {
  const rows = await handleOf(tx).$queryRaw<{ until: Date | null }[]>`
    select max(at) + make_interval(secs => ${seconds}) as until from audit_events
    where session_id = ${sessionId} and code = 'recording.unmasked' and outcome = 'done'
      and actor_kind = 'person' and actor_id = ${personId}
      and at > clock_timestamp() - make_interval(secs => ${seconds})`;
  return rows[0]?.until ?? null;
}

/** Why a person unmasked a recording, while that lasts. @returns null when there is no unmasking that still does */
export async function findClearReason(
  tx: Tx,
  { sessionId, personId, seconds }: { sessionId: string; personId: string; seconds: number },
): Promise<string | null> {
  const rows = await handleOf(tx).$queryRaw<{ data: unknown }[]>`
    select data from audit_events
    where session_id = ${sessionId} and code = 'recording.unmasked' and outcome = 'done'
      and actor_kind = 'person' and actor_id = ${personId}
      and at > clock_timestamp() - make_interval(secs => ${seconds})
    order by at desc limit 1`;
  return rows[0] ? unmasked.parse(rows[0].data).reason : null;
}

const unmasked = z.object({ reason: z.string() });
