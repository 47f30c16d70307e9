import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { DeliveryKind, PersonalChannel } from "./views";

const { sql } = Prisma;

export interface NewDelivery {
  kind: DeliveryKind;
  subjectId: string;
  requestId: string;
  createdAt: Date;
  expiresAt: Date;
}

/**
 * Puts in a message for each of these people by a channel that is in use, unless they want none by it or have one of the
 * same already.
 * @param delivery.from when it is tried first; absent: at once
 * @returns what was put in
 */
export async function insertForPeople(
  tx: Tx,
  channel: PersonalChannel,
  { kind, subjectId, requestId, createdAt, expiresAt, from = createdAt }: NewDelivery & { from?: Date },
  people: readonly { id: string; personId: string }[],
): Promise<{ id: string; personId: string }[]> {
  const ids = people.map(({ id }) => id);
  const personIds = people.map(({ personId }) => personId);
  return handleOf(tx).$queryRaw<{ id: string; personId: string }[]>`
    insert into deliveries
      (id, key, channel, kind, subject_id, request_id, person_id, next_try_at, expires_at, created_at)
    select told.id, concat_ws(' ', ${kind}::text, ${subjectId}::text, told.person_id, by.name), by.name, ${kind},
      ${subjectId}, ${requestId}, told.person_id, ${from}::timestamptz, ${expiresAt}::timestamptz,
      ${createdAt}::timestamptz
    from unnest(${ids}::text[], ${personIds}::text[]) as told (id, person_id)
      join delivery_channels by on by.name = ${channel} and by.is_used
    where not exists (select from notice_choices choice
      where choice.person_id = told.person_id and choice.channel = by.name and not choice.is_on)
      and (by.name <> 'push' or exists (select from push_devices device where device.person_id = told.person_id))
    on conflict (key) do nothing returning id, person_id as "personId"`;
}

/** Puts in a message for each endpoint that wants this kind and has none of the same. */
export async function insertForEndpoints(
  tx: Tx,
  { kind, subjectId, requestId, createdAt, expiresAt }: NewDelivery,
  newIds: (count: number) => readonly string[],
): Promise<{ id: string; channel: string }[]> {
  const db = handleOf(tx);
  const endpoints = await db.deliveryChannel.findMany({
    where: { kind: "webhook", isUsed: true, events: { has: kind } },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  if (endpoints.length === 0) return [];
  const names = endpoints.map(({ name }) => name);
  return db.$queryRaw`
    insert into deliveries (id, key, channel, kind, subject_id, request_id, next_try_at, expires_at, created_at)
    select told.id, concat_ws(' ', ${kind}::text, ${subjectId}::text, told.channel), told.channel, ${kind},
      ${subjectId}, ${requestId}, ${createdAt}::timestamptz, ${expiresAt}::timestamptz, ${createdAt}::timestamptz
    from unnest(${[...newIds(names.length)]}::text[], ${names}::text[]) as told (id, channel)
    on conflict (key) do nothing returning id, channel`;
}

/** Closes what waits to be told about a request, for everybody or for one person. */
export async function closeWaiting(
  tx: Tx,
  which: { requestId: string; personId?: string; kinds: readonly DeliveryKind[] },
  at: Date,
): Promise<void> {
  const { requestId, personId, kinds } = which;
  const theirs = personId === undefined ? Prisma.empty : sql`and person_id = ${personId}`;
  await handleOf(tx).$executeRaw`
    update deliveries set state = 'settled', closed_at = ${at}::timestamptz
    where request_id = ${requestId} and state = 'waiting' and kind = any (${[...kinds]}::text[]) ${theirs}`;
}

/** Whether a person wants to be told by a channel; without a word of theirs, yes. */
export async function findChoice(tx: Tx, personId: string, channel: PersonalChannel): Promise<boolean> {
  const row = await handleOf(tx).noticeChoice.findUnique({
    where: { personId_channel: { personId, channel } },
    select: { isOn: true },
  });
  return row?.isOn ?? true;
}

export async function saveChoice(
  tx: Tx,
  personId: string,
  channel: PersonalChannel,
  isOn: boolean,
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into notice_choices (person_id, channel, is_on) values (${personId}, ${channel}, ${isOn})
    on conflict (person_id, channel) do update set is_on = excluded.is_on`;
}

/** Whether jobs is set up to tell people by a channel. */
export async function isInUse(tx: Tx, channel: PersonalChannel): Promise<boolean> {
  const row = await handleOf(tx).deliveryChannel.findUnique({
    where: { name: channel },
    select: { isUsed: true },
  });
  return row?.isUsed ?? false;
}
