import { handleOf, type Tx } from "@/lib/db/client";
import type { RequestExtension } from "@/lib/requests/request-hash";

export async function insertExtension(
  tx: Tx,
  requestId: string,
  { grantId, until }: RequestExtension,
): Promise<void> {
  await handleOf(tx).requestExtension.create({ data: { requestId, grantId, until } });
}

/** A request that extends a grant, and when the access that came of it ends: null as long as none has. */
export interface FoundExtension {
  requestId: string;
  state: "waiting" | "approved";
  endsAt: Date | null;
}

/** The newest request that extends a grant and waits, or was approved and not ended early. */
export async function findExtensionOf(tx: Tx, grantId: string): Promise<FoundExtension | null> {
  const row = await handleOf(tx).requestExtension.findFirst({
    where: {
      grantId,
      OR: [
        { request: { state: "waiting" } },
        {
          request: {
            state: "approved",
            grant: { OR: [{ endedAt: null }, { endReason: { in: ["window-ended", "never-used"] } }] },
          },
        },
      ],
    },
    orderBy: { request: { createdAt: "desc" } },
    select: { requestId: true, request: { select: { state: true, grant: { select: { endsAt: true } } } } },
  });
  if (!row) return null;
  const { state, grant } = row.request;
  const { requestId } = row;
  return { requestId, state: state === "approved" ? "approved" : "waiting", endsAt: grant?.endsAt ?? null };
}

/**
 * Requests that extend any of these grants and wait, for whoever takes them back with the access. One that is being
 * decided at this moment is left to its decider, who finds that there is nothing to extend.
 */
export async function lockWaitingAfter(tx: Tx, grantIds: readonly string[]): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select r.id from request_extensions e join requests r on r.id = e.request_id
    where e.grant_id = any(${[...grantIds]}) and r.state = 'waiting' order by r.id for update of r skip locked`;
  return rows.map(({ id }) => id);
}

/** Accesses that follow one and are not over: what ends it early ends them too. Locked until the transaction ends. */
export async function lockFollowing(
  tx: Tx,
  grantId: string,
): Promise<{ id: string; requestId: string; personId: string }[]> {
  return handleOf(tx).$queryRaw`
    with recursive following as (
      select g.id, g.request_id, g.person_id from request_extensions e join grants g on g.request_id = e.request_id
      where e.grant_id = ${grantId}
      union
      select g.id, g.request_id, g.person_id from following f join request_extensions e on e.grant_id = f.id
        join grants g on g.request_id = e.request_id
    )
    select grants.id, grants.request_id as "requestId", grants.person_id as "personId"
    from grants where id in (select id from following) and ended_at is null order by id for update`;
}

/** The access that follows one and runs now; null: none does. */
export async function findRunningAfter(tx: Tx, grantId: string): Promise<string | null> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select g.id from request_extensions e join grants g on g.request_id = e.request_id
    where e.grant_id = ${grantId} and g.ended_at is null and g.starts_at <= clock_timestamp()
      and g.ends_at > clock_timestamp()`;
  return rows[0]?.id ?? null;
}
