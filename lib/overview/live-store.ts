import { handleOf, type Tx } from "@/lib/db/client";

/** A sign-in as it stands now. */
export interface LiveSignIn {
  signInId: string;
  personId: string;
  roles: string[];
  /** Ended, past its expiry, or its person is disabled. */
  isOver: boolean;
}

export async function findLiveSignIns(tx: Tx, signInIds: readonly string[]): Promise<LiveSignIn[]> {
  return handleOf(tx).$queryRaw<LiveSignIn[]>`
    select sign_ins.id as "signInId", people.id as "personId", people.roles,
      sign_ins.ended_at is not null or sign_ins.expires_at <= clock_timestamp() or people.disabled_at is not null
        as "isOver"
    from sign_ins join people on people.id = sign_ins.person_id
    where sign_ins.id = any (${[...signInIds]}::text[])`;
}

/** What a subject is, and whose: null where it is nobody's we know. */
export interface OwnedSubject {
  id: string;
  thing: "requests" | "sessions" | "reviews";
  ownerId: string | null;
}

export async function findOwners(tx: Tx, subjectIds: readonly string[]): Promise<OwnedSubject[]> {
  const ids = [...subjectIds];
  return handleOf(tx).$queryRaw<OwnedSubject[]>`
    select id, 'requests' as thing, requester_id as "ownerId" from requests where id = any (${ids}::text[])
    union all
    select id, 'sessions', person_id from sessions where id = any (${ids}::text[])
    union all
    select reviews.id, 'reviews', sessions.person_id
    from reviews join sessions on sessions.id = reviews.session_id where reviews.id = any (${ids}::text[])`;
}
