import { handleOf, type Tx } from "@/lib/db/client";
import type { PersonId, SignInId } from "@/lib/kernel/ids";

/** Why the provider's answer gives a person no groups. Only the person, or an administrator, can do something about it. */
export type GroupsRefusal = "sign-in-again" | "other-person" | "overage" | "disabled";

/** What is known of the groups of a sign-in's person. */
export interface Standing {
  signInId: SignInId;
  roles: string[];
  groups: string[];
  groupsReadAt: Date;
  /** Since they were read, by the database's clock. */
  ageSeconds: number;
  /** When the question was refused last; null: never since it was answered with groups. */
  answeredAt: Date | null;
  /** Null also when groups were read after the refusal. */
  refusal: GroupsRefusal | null;
}

/** A question that this process is to ask. */
export interface ClaimedQuestion {
  signInId: SignInId;
  personId: PersonId;
}

/**
 * Writes down that groups are to be confirmed, for those sign-ins whose groups are older than so long and whose
 * question is neither open nor refused since.
 */
export async function insertDueQuestions(
  tx: Tx,
  signInIds: readonly string[],
  olderThanSeconds: number,
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into groups_questions (sign_in_id, wanted_at)
    select s.id, clock_timestamp() from sign_ins s join people p on p.id = s.person_id
    where s.id = any (${[...signInIds]}::text[]) and s.ended_at is null and p.disabled_at is null
      and p.groups_read_at < clock_timestamp() - make_interval(secs => ${olderThanSeconds}::float8)
      and not exists (select from groups_questions q where q.sign_in_id = s.id
        and (q.answered_at is null or q.answered_at < q.wanted_at or q.answered_at > p.groups_read_at))
    on conflict (sign_in_id) do update set wanted_at = excluded.wanted_at`;
}

/** Writes down that somebody waits for the groups of this sign-in, whatever was answered before. @returns since when */
export async function insertQuestion(tx: Tx, signInId: SignInId): Promise<Date> {
  const [row] = await handleOf(tx).$queryRaw<[{ wantedAt: Date }]>`
    insert into groups_questions (sign_in_id, wanted_at) values (${signInId}, clock_timestamp())
    on conflict (sign_in_id) do update set wanted_at = excluded.wanted_at returning wanted_at as "wantedAt"`;
  return row.wantedAt;
}

export async function findStanding(tx: Tx, signInId: string): Promise<Standing | undefined> {
  const [row] = await handleOf(tx).$queryRaw<Standing[]>`
    select s.id as "signInId", p.roles, p.groups, p.groups_read_at as "groupsReadAt",
      extract(epoch from clock_timestamp() - p.groups_read_at)::float8 as "ageSeconds",
      q.answered_at as "answeredAt", case when q.answered_at > p.groups_read_at then q.refusal end as refusal
    from sign_ins s join people p on p.id = s.person_id left join groups_questions q on q.sign_in_id = s.id
    where s.id = ${signInId}`;
  return row;
}

/**
 * Takes up open questions that are due: no other process takes them up while the lease runs. Questions of sign-ins
 * that are over are dropped.
 */
export async function claimQuestions(tx: Tx, most: number, leaseSeconds: number): Promise<ClaimedQuestion[]> {
  await handleOf(tx).$executeRaw`
    delete from groups_questions q using sign_ins s
    where s.id = q.sign_in_id and (s.ended_at is not null or s.expires_at <= clock_timestamp())`;
  return handleOf(tx).$queryRaw<ClaimedQuestion[]>`
    update groups_questions q
    set due_at = clock_timestamp() + make_interval(secs => ${leaseSeconds}::float8), tries = q.tries + 1
    from (
      select sign_in_id from groups_questions
      where (answered_at is null or answered_at < wanted_at) and due_at <= clock_timestamp()
      order by due_at limit ${most} for update skip locked
    ) due, sign_ins s
    where q.sign_in_id = due.sign_in_id and s.id = q.sign_in_id
    returning q.sign_in_id as "signInId", s.person_id as "personId"`;
}

/** The provider gave no answer: it is asked again, each time later, up to a limit. */
export async function postponeQuestion(
  tx: Tx,
  signInId: SignInId,
  { firstSeconds, mostSeconds }: { firstSeconds: number; mostSeconds: number },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    update groups_questions set due_at = clock_timestamp()
      + make_interval(secs => least(${mostSeconds}::float8, ${firstSeconds}::float8 * 2 ^ least(tries - 1, 20)))
    where sign_in_id = ${signInId}`;
}

export async function refuseQuestion(tx: Tx, signInId: SignInId, refusal: GroupsRefusal): Promise<void> {
  await handleOf(tx).$executeRaw`
    update groups_questions
    set answered_at = clock_timestamp(), refusal = ${refusal}, due_at = clock_timestamp(), tries = 0
    where sign_in_id = ${signInId}`;
}

/** It is answered: when the groups were read stands with the person. */
export async function deleteQuestion(tx: Tx, signInId: SignInId): Promise<void> {
  await handleOf(tx).groupsQuestion.deleteMany({ where: { signInId } });
}
