import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { Shift } from "./feeds/shift";
import type { OnCallFeedState, OnCallNow } from "./views";

/** Which feed it is, as the settings have it. */
export interface KnownFeed {
  name: string;
  group: string;
  /** The host that it is read from: the rest of its address may be a secret. */
  source: string;
}

/** Puts what was read in the place of what was there. */
export async function saveRead(
  tx: Tx,
  { name, group, source }: KnownFeed,
  { shifts, at }: { shifts: readonly Shift[]; at: Date },
): Promise<void> {
  const handle = handleOf(tx);
  const facts = { groupName: group, source, readAt: at, triedAt: at, failure: null };
  await handle.onCallFeed.upsert({ where: { name }, create: { name, ...facts }, update: facts });
  await handle.onCallShift.deleteMany({ where: { feedName: name } });
  await handle.onCallShift.createMany({
    data: shifts.map(({ who, from, to }) => ({
      ...{ feedName: name, who, startsAt: new Date(from), endsAt: new Date(to) },
    })),
    skipDuplicates: true,
  });
}

/** That it could not be read. What was read before stays, with its age; of another group or host it is nobody's. */
export async function saveFailure(
  tx: Tx,
  { name, group, source }: KnownFeed,
  { failure, at }: { failure: string; at: Date },
): Promise<void> {
  const handle = handleOf(tx);
  await forget(tx, { name, NOT: { groupName: group, source } });
  await handle.onCallFeed.upsert({
    where: { name },
    create: { name, groupName: group, source, triedAt: at, failure },
    update: { triedAt: at, failure },
  });
}

/** Forgets feeds that the settings no longer have. */
export async function forgetOthers(tx: Tx, names: readonly string[]): Promise<void> {
  await forget(tx, { name: { notIn: [...names] } });
}

async function forget(tx: Tx, feed: Prisma.OnCallFeedWhereInput): Promise<void> {
  await handleOf(tx).onCallShift.deleteMany({ where: { feed } });
  await handleOf(tx).onCallFeed.deleteMany({ where: feed });
}

export async function findFeeds(tx: Tx): Promise<OnCallFeedState[]> {
  const rows = await handleOf(tx).onCallFeed.findMany({ orderBy: [{ groupName: "asc" }, { name: "asc" }] });
  return rows.map(({ groupName: group, ...row }) => ({ ...row, group }));
}

/**
 * Who of some groups is on call at a moment, by feeds that were read since another. A person is meant by their e-mail
 * address, or by a name that nobody else of the group has; who is not of the group, or disabled, is not on call for it.
 */
export async function findOnCall(
  tx: Tx,
  groups: readonly string[],
  { at, readSince }: { at: Date; readSince: Date },
): Promise<OnCallNow[]> {
  return handleOf(tx).$queryRaw<OnCallNow[]>`
    with named as (
      select f.group_name, f.source, f.read_at, s.who, max(s.ends_at) as ends_at
      from on_call_feeds f join on_call_shifts s on s.feed_name = f.name
      where f.group_name = any(${[...groups]}::text[]) and f.read_at > ${readSince}
        and s.starts_at <= ${at} and s.ends_at > ${at}
      group by f.group_name, f.source, f.read_at, s.who
    ), meant as (
      select n.*, p.id, p.name, count(*) over (partition by n.group_name, n.source, n.who) as people
      from named n join people p on n.group_name = any(p.groups) and p.disabled_at is null
        and (lower(p.email) = n.who or lower(p.name) = lower(n.who))
    )
    select distinct on (group_name, id) id as "personId", name as "personName", group_name as "group",
      ends_at as until, source, read_at as "readAt"
    from meant where people = 1 order by group_name, id, ends_at desc`;
}
