import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import {
  DELIVERY_KINDS,
  DELIVERY_STATES,
  type DeliveryKind,
  type DeliveryState,
} from "@/lib/inbox/deliveries/views";
import type { AfterTry } from "./rules";
import type { ChannelView, DeliveryTry, DeliveryView } from "./views";

const kinds = z.enum(DELIVERY_KINDS);
const states = z.enum(DELIVERY_STATES);
const channelKinds = z.enum(["mail", "push", "webhook"]);
const tries = z.array(
  z.object({ at: z.coerce.date(), outcome: z.enum(["delivered", "refused", "again"]), answer: z.string() }),
);

/** A delivery that this process is at. */
export interface TakenDelivery {
  id: string;
  kind: DeliveryKind;
  channel: string;
  subjectId: string;
  requestId: string;
  personId: string | null;
  tryCount: number;
  expiresAt: Date;
  createdAt: Date;
}

/** So long one process has for one try; then another may begin. Longer than any try takes. */
const LEASE_SECONDS = 40;

/** Takes a delivery that is due, so that no other process tries it meanwhile. @returns null: it isn't, or is taken */
export async function takeDue(tx: Tx, id: string): Promise<TakenDelivery | null> {
  const rows = await handleOf(tx).$queryRaw<(Omit<TakenDelivery, "kind"> & { kind: string })[]>`
    update deliveries set next_try_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where id = ${id} and state = 'waiting' and next_try_at <= clock_timestamp()
    returning id, kind, channel, subject_id as "subjectId", request_id as "requestId", person_id as "personId",
      try_count as "tryCount", expires_at as "expiresAt", created_at as "createdAt"`;
  const [row] = rows;
  return row ? { ...row, kind: kinds.parse(row.kind) } : null;
}

/** Of the tries so many are kept, the latest. */
const KEPT_TRIES = 12;

/**
 * Keeps a try and what becomes of its delivery. What was delivered is so, even if the matter was decided meanwhile.
 */
export async function saveTry(tx: Tx, id: string, made: DeliveryTry, after: AfterTry): Promise<void> {
  const { state, nextTryAt } = after;
  const entry = JSON.stringify([{ ...made, at: made.at.toISOString() }]);
  const closedAt = state === "waiting" ? null : made.at;
  await handleOf(tx).$executeRaw`
    update deliveries set try_count = try_count + 1,
      tries = case when jsonb_array_length(tries) >= ${KEPT_TRIES} then tries - 0 else tries end || ${entry}::jsonb,
      state = case when state = 'waiting' or ${state} = 'delivered' then ${state} else state end,
      closed_at = case when state = 'waiting' or ${state} = 'delivered' then ${closedAt}::timestamptz else closed_at end,
      next_try_at = coalesce(${nextTryAt}::timestamptz, next_try_at)
    where id = ${id}`;
}

/** Closes one without a try: there is nobody to tell any more. */
export async function closeUntried(
  tx: Tx,
  id: string,
  state: "settled" | "gave-up",
  at: Date,
): Promise<void> {
  await handleOf(tx).delivery.updateMany({
    where: { id, state: "waiting" },
    data: { state, closedAt: at },
  });
}

/** Closes what can't be told in time any more. @returns how many */
export async function closeExpired(tx: Tx, at: Date): Promise<number> {
  return handleOf(tx).$executeRaw`
    update deliveries set state = 'gave-up', closed_at = ${at}::timestamptz
    where state = 'waiting' and next_try_at <= ${at}::timestamptz and expires_at <= ${at}::timestamptz`;
}

/** Those that are due for so long that their job must be lost, the oldest first. */
export async function findOverlooked(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<{ id: string; channel: string; personId: string | null }[]> {
  return handleOf(tx).delivery.findMany({
    where: { state: "waiting", nextTryAt: { lte: before } },
    orderBy: { nextTryAt: "asc" },
    select: { id: true, channel: true, personId: true },
    take: limit,
  });
}

/** Says which channels there are; others are in use no more. */
export async function saveChannels(
  tx: Tx,
  channels: readonly { name: string; kind: ChannelView["kind"]; events: readonly string[] }[],
): Promise<void> {
  const db = handleOf(tx);
  const names = channels.map(({ name }) => name);
  await db.$executeRaw`
    update delivery_channels set is_used = false, failing_since = null, failure = null
    where is_used and not name = any (${names}::text[])`;
  for (const { name, kind, events } of channels)
    await db.$executeRaw`
      insert into delivery_channels (name, kind, events) values (${name}, ${kind}, ${[...events]}::text[])
      on conflict (name) do update set is_used = true, kind = excluded.kind, events = excluded.events`;
}

/** Notes what a try says of its channel. Written only when it says something new, since all tries of it write here. */
export async function noteChannel(
  tx: Tx,
  name: string,
  failure: string | null,
  { at, isDelivered }: { at: Date; isDelivered: boolean },
): Promise<void> {
  const db = handleOf(tx);
  if (failure !== null)
    await db.$executeRaw`
      update delivery_channels set failing_since = coalesce(failing_since, ${at}::timestamptz), failure = ${failure}
      where name = ${name} and failure is distinct from ${failure}`;
  else
    await db.$executeRaw`
      update delivery_channels set failing_since = null, failure = null,
        delivered_at = case when ${isDelivered} then ${at}::timestamptz else delivered_at end
      where name = ${name} and (failing_since is not null
        or ${isDelivered} and coalesce(delivered_at < ${at}::timestamptz - interval '10 seconds', true))`;
}

/** The channels in use. */
export async function findUsedChannels(tx: Tx): Promise<ChannelView[]> {
  const rows = await handleOf(tx).$queryRaw<(Omit<ChannelView, "kind"> & { kind: string })[]>`
    select name, kind, failing_since as "failingSince", failure, delivered_at as "deliveredAt",
      (select count(*)::int from (select from deliveries
        where channel = name and state = 'waiting' limit 1000) as counted) as waiting
    from delivery_channels where is_used order by kind, name`;
  return rows.map((row) => ({ ...row, kind: channelKinds.parse(row.kind) }));
}

/** The messages about a request, oldest first. */
export async function findOfRequest(tx: Tx, requestId: string, limit: number): Promise<DeliveryView[]> {
  const rows = await handleOf(tx).delivery.findMany({
    where: { requestId },
    orderBy: [{ createdAt: "asc" }, { person: { name: "asc" } }, { id: "asc" }],
    include: { person: { select: { name: true } } },
    take: limit,
  });
  return rows.map((row) => {
    const { id, channel, createdAt, closedAt, nextTryAt, tryCount } = row;
    const state: DeliveryState = states.parse(row.state);
    return {
      ...{ id, channel, state, createdAt, closedAt, tryCount },
      kind: kinds.parse(row.kind),
      personName: row.person?.name ?? null,
      nextTryAt: state === "waiting" ? nextTryAt : null,
      tries: tries.parse(row.tries),
    };
  });
}
