import { handleOf, type Tx } from "@/lib/db/client";

/** A last try older than this says nothing any more. */
const STALE_SECONDS = 60;

/**
 * Writes down how a try went. It is away when each try failed for so long, at least one a minute, and it had ever
 * answered before. One row for all processes: whichever of them reaches it says that it is there.
 */
export async function saveProbe(
  tx: Tx,
  { isThere, awaySeconds }: { isThere: boolean; awaySeconds: number },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into provider_probes as known (id, tried_at, answered_at, failing_since)
    select 1, now, case when ${isThere} then now end, case when not ${isThere} then now end
    from (select clock_timestamp()::timestamptz(3) as now) clock
    on conflict (id) do update set
      tried_at = excluded.tried_at,
      answered_at = coalesce(excluded.answered_at, known.answered_at),
      failing_since = case
        when ${isThere} then null
        when known.tried_at < excluded.tried_at - make_interval(secs => ${STALE_SECONDS}::float8) then excluded.tried_at
        else coalesce(known.failing_since, excluded.tried_at) end,
      away_at = case
        when not ${isThere} and known.answered_at is not null
          and known.tried_at >= excluded.tried_at - make_interval(secs => ${STALE_SECONDS}::float8)
          and known.failing_since <= excluded.tried_at - make_interval(secs => ${awaySeconds}::float8)
        then excluded.tried_at else known.away_at end
    where known.tried_at <= excluded.tried_at`;
}

/**
 * Whether the identity provider is away, as jobs found it, and since when. It counts as away for a minute after it is
 * back: until then groups are read again, and no shell ends in between.
 */
export async function findAway(tx: Tx): Promise<{ since: Date | null } | null> {
  const [row] = await handleOf(tx).$queryRaw<{ since: Date | null }[]>`
    select failing_since as since from provider_probes
    where away_at >= clock_timestamp() - make_interval(secs => ${STALE_SECONDS}::float8)`;
  return row ?? null;
}
