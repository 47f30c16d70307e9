import { reading } from "@/lib/db/client";
import { ROLES } from "@/lib/kernel/config/config";
import { scopeOf } from "@/lib/people/visibility";
import { findLiveSignIns, findOwners, type LiveSignIn, type OwnedSubject } from "./live-store";

/** A subject that every page may show: the nodes' states, or "something, we missed what". */
export const ANYTHING = "*";

/** What a sign-in may be told. */
export interface Listener {
  isOver: boolean;
  /** Whether this person may know that something happened to the subject. */
  mayKnow: (subjectId: string) => boolean;
}

/**
 * Who of those who listen may know of what has changed: two queries for all of them, by the rows as they stand now.
 * Somebody who may not see a thing is not told that anything happened to it, not even that something did.
 * @param subjectIds ids of requests, sessions and reviews, of a person who was told something, or ANYTHING; an id that
 *   nobody has is nobody's to know
 * @returns by sign-in id; one that does not exist is over
 */
export async function readAudience(
  signInIds: readonly string[],
  subjectIds: readonly string[],
): Promise<Map<string, Listener>> {
  const tx = reading();
  const signIns = new Map((await findLiveSignIns(tx, signInIds)).map((found) => [found.signInId, found]));
  const known = subjectIds.filter((id) => id !== ANYTHING);
  const subjects = new Map((known.length > 0 ? await findOwners(tx, known) : []).map((one) => [one.id, one]));
  return new Map(
    signInIds.map((id): [string, Listener] => {
      const signIn = signIns.get(id);
      if (!signIn || signIn.isOver) return [id, { isOver: true, mayKnow: () => false }];
      return [id, { isOver: false, mayKnow: (subjectId) => mayKnow(signIn, subjectId, subjects) }];
    }),
  );
}

function mayKnow(
  signIn: LiveSignIn,
  subjectId: string,
  subjects: ReadonlyMap<string, OwnedSubject>,
): boolean {
  const viewer = { roles: ROLES.filter((role) => signIn.roles.includes(role)) };
  if (subjectId === ANYTHING) return scopeOf(viewer, "nodes").ok;
  // What was written to somebody is theirs to know, whatever they may see besides.
  if (subjectId === signIn.personId) return true;
  const subject = subjects.get(subjectId);
  if (!subject) return false;
  const scope = scopeOf(viewer, subject.thing);
  return scope.ok && (scope.value === "all" || subject.ownerId === signIn.personId);
}
