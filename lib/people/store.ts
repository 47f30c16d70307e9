import { handleOf, type Tx } from "@/lib/db/client";
import { endConnection, newConnection } from "@/lib/db/connection/connect";
import { translate } from "@/lib/db/connection/unavailable";
import type { Person as PersonRow } from "@/lib/db/generated/client";
import { ROLES, type Role } from "@/lib/kernel/config/config";
import { isId, type PersonId, type SignInId } from "@/lib/kernel/ids";

/** A person as the portal knows them. */
export interface Person {
  id: PersonId;
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  groups: string[];
  roles: Role[];
  groupsReadAt: Date;
  isDisabled: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  /** BCP 47 tag of the language the person chose; null: the browser's. */
  language: string | null;
}

export interface FoundSignIn {
  signInId: SignInId;
  person: Person;
  /** Ended, or past its expiry by the database's clock. */
  isOver: boolean;
  /** Whether they decide for somebody who is away. */
  isStandIn: boolean;
}

/** @param hash of the token that the browser's cookie carries */
export async function findSignIn(tx: Tx, hash: string): Promise<FoundSignIn | undefined> {
  // One statement: every page and every call begins with it.
  const [row] = await handleOf(tx).$queryRaw<
    (PersonColumns & { signInId: string; runs: boolean; standsIn: boolean })[]
  >`
    select s.id as "signInId", p.id, p.issuer, p.subject, p.name, p.email, p.groups, p.roles, p.groups_read_at as "groupsReadAt",
      p.disabled_at as "disabledAt", p.created_at as "createdAt", p.language,
      s.ended_at is null and s.expires_at > clock_timestamp() as runs,
      exists (select from delegations d where d.delegate_id = p.id and d.withdrawn_at is null
        and d.ends_at > clock_timestamp()) as "standsIn"
    from sign_ins s join people p on p.id = s.person_id where s.token_hash = ${hash}`;
  if (!row) return undefined;
  if (!isId("signIn", row.signInId)) throw new TypeError("a sign-in's row has a foreign id");
  return {
    signInId: row.signInId,
    person: toPerson(row),
    isOver: row.runs !== true,
    isStandIn: row.standsIn,
  };
}

/** The person's row, locked until the transaction ends, so that two changes of one person don't cross. */
export async function lockPerson(tx: Tx, id: PersonId): Promise<Person | undefined> {
  await handleOf(tx).$queryRaw`select id from people where id = ${id} for update`;
  return findPerson(tx, id);
}

export async function findPerson(tx: Tx, id: PersonId): Promise<Person | undefined> {
  const row = await handleOf(tx).person.findUnique({ where: { id } });
  return row ? toPerson(row) : undefined;
}

/** Inserts the person unless issuer and subject are known, and locks the row. */
export async function lockOrCreatePerson(
  tx: Tx,
  fresh: { id: PersonId; issuer: string; subject: string; name: string; readAt: Date },
): Promise<Person> {
  const { id, issuer, subject, name, readAt } = fresh;
  await handleOf(tx).person.createMany({
    data: [{ id, issuer, subject, name, groups: [], roles: [], groupsReadAt: readAt }],
    skipDuplicates: true,
  });
  await handleOf(tx)
    .$queryRaw`select id from people where issuer = ${issuer} and subject = ${subject} for update`;
  const row = await handleOf(tx).person.findUniqueOrThrow({
    where: { issuer_subject: { issuer, subject } },
  });
  return toPerson(row);
}

export async function savePerson(
  tx: Tx,
  id: PersonId,
  change: {
    name?: string;
    email?: string | null;
    groups?: string[];
    roles?: Role[];
    groupsReadAt?: Date;
    disabledAt?: Date | null;
    language?: string | null;
  },
): Promise<void> {
  await handleOf(tx).person.update({ where: { id }, data: change });
}

/** Names of those who administer and have signed in before, by name. */
export async function findAdministratorNames(tx: Tx, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).person.findMany({
    where: { roles: { has: "administrator" }, disabledAt: null },
    select: { name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: limit,
  });
  return rows.map(({ name }) => name);
}

/** Those who administer and have this id or this name: more than one is all that is said of several. */
export async function findAdministrators(tx: Tx, idOrName: string): Promise<Person[]> {
  const rows = await handleOf(tx).person.findMany({
    where: {
      ...{ roles: { has: "administrator" }, disabledAt: null },
      OR: [{ id: idOrName }, { name: idOrName }],
    },
    take: 2,
  });
  return rows.map(toPerson);
}

/** Seconds since the person's groups were read from the provider, by the database's clock. */
export async function groupsAgeSeconds(tx: Tx, id: PersonId): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ age: number }[]>`
    select extract(epoch from clock_timestamp() - groups_read_at)::float8 as age from people where id = ${id}`;
  return rows[0]?.age ?? Number.POSITIVE_INFINITY;
}

export async function insertSignIn(
  tx: Tx,
  row: { id: SignInId; personId: PersonId; tokenHash: string; providerTokens: string; expiresAt: Date },
): Promise<void> {
  await handleOf(tx).signIn.create({ data: row });
}

/** Ends the sign-ins that still run: one, or all of a person. @returns those that this call ended */
export async function endSignIns(
  tx: Tx,
  which: { signInId: SignInId } | { personId: PersonId },
  reason: string,
): Promise<{ id: SignInId; personId: PersonId }[]> {
  const signInId = "signInId" in which ? which.signInId : null;
  const personId = "personId" in which ? which.personId : null;
  const rows = await handleOf(tx).$queryRaw<{ id: SignInId; personId: PersonId }[]>`
    update sign_ins set ended_at = clock_timestamp(), end_reason = ${reason}
    where (id = ${signInId}::text or person_id = ${personId}::text)
      and ended_at is null and expires_at > clock_timestamp()
    returning id, person_id as "personId"`;
  return rows;
}

/** @returns whose sign-in it is; undefined: there is no such */
export async function ownerOfSignIn(tx: Tx, id: SignInId): Promise<string | undefined> {
  return (await handleOf(tx).signIn.findUnique({ where: { id }, select: { personId: true } }))?.personId;
}

export async function readProviderTokens(tx: Tx, id: SignInId): Promise<string | undefined> {
  const row = await handleOf(tx).signIn.findUnique({ where: { id }, select: { providerTokens: true } });
  return row?.providerTokens;
}

export async function saveProviderTokens(tx: Tx, id: SignInId, sealed: string): Promise<void> {
  await handleOf(tx).signIn.update({ where: { id }, data: { providerTokens: sealed } });
}

/** Puts one sealing in the place of another, unless newer tokens have come meanwhile: a used one would be brought back. */
export async function replaceProviderTokens(
  tx: Tx,
  id: SignInId,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await handleOf(tx).signIn.updateMany({
    where: { id, providerTokens: from },
    data: { providerTokens: to },
  });
}

/**
 * Runs work while no other process runs it for the same sign-in. Not a transaction, since the work waits for the
 * provider: an advisory lock on a connection of its own, which also can't use up the pool that the work needs.
 * @throws AppError DATABASE_UNAVAILABLE when there is no connection to be had
 */
export async function aloneWithSignIn<T>(id: SignInId, work: () => Promise<T>): Promise<T> {
  const connection = newConnection();
  const lock = async () => {
    await connection.connect();
    await connection.query("select pg_advisory_lock(hashtextextended($1, 1))", [id]);
  };
  try {
    await lock().catch((error: unknown) => {
      throw translate(error);
    });
    return await work();
  } finally {
    // The lock goes with its connection.
    await endConnection(connection);
  }
}

type PersonColumns = Omit<PersonRow, "guideSteps">;

function toPerson(row: PersonColumns): Person {
  const { id, issuer, subject, name, email, groups, groupsReadAt, disabledAt, createdAt, language } = row;
  if (!isId("person", id)) throw new TypeError("a person's row has a foreign id");
  const roles = ROLES.filter((role) => row.roles.includes(role));
  return {
    id,
    issuer,
    subject,
    name,
    email,
    groups,
    roles,
    groupsReadAt,
    isDisabled: disabledAt !== null,
    disabledAt,
    createdAt,
    language,
  };
}

/** What the person did with the first-run help. */
export async function findGuideSteps(tx: Tx, id: PersonId): Promise<string[]> {
  const row = await handleOf(tx).person.findUnique({ where: { id }, select: { guideSteps: true } });
  return row?.guideSteps ?? [];
}

export async function saveGuideSteps(tx: Tx, id: PersonId, guideSteps: string[]): Promise<void> {
  await handleOf(tx).person.update({ where: { id }, data: { guideSteps } });
}
