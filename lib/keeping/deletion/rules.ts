import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { Transitions } from "@/lib/kernel/transitions";
import type { DeletionState } from "./views";

/** Every step of a deletion; the database holds each login to its own. */
export const DELETION_TRANSITIONS = {
  asked: ["confirmed", "withdrawn", "expired"],
  confirmed: ["deleting"],
  deleting: ["deleted"],
  deleted: [],
  withdrawn: [],
  expired: [],
} as const satisfies Transitions<DeletionState>;

/** Lengths of the reason: it says at least so much (`weightOf`), in at most so many characters. */
export const DELETION_LIMITS = { min: 20, max: 2000 } as const;

type Person = Pick<PersonActor, "id" | "roles">;

/** What decides whether a recording may be deleted. */
export interface DeletableSession {
  readonly sessionState: string;
  /** Null: it has no review. */
  readonly reviewState: string | null;
  readonly hasRecording: boolean;
  /** Nothing of it is deleted until the hold is lifted. */
  readonly isHeld: boolean;
  /** Whose session it was, and everybody who held the keyboard. */
  readonly excludedIds: readonly string[];
  /** One that was neither withdrawn nor expired. */
  readonly deletion: {
    readonly state: DeletionState;
    readonly askedById: string;
    readonly expiresAt: Date;
    /** Whether whoever asked could ask for it now. */
    readonly isAskerEntitled: boolean;
  } | null;
}

/** Whether this person may have a part in deleting this recording (invariant 2: never one's own, by person). */
export function mayDelete(
  person: Person,
  { excludedIds }: Pick<DeletableSession, "excludedIds">,
): Verdict<null> {
  if (excludedIds.includes(person.id)) return refuse("DELETION_OWN");
  if (!person.roles.includes("administrator")) return refuse("ROLE_MISSING", { roles: ["administrator"] });
  return allow(null);
}

/** Whether this person may ask for a recording's deletion now: of a session that is over and reviewed. */
export function mayAskDeletion(person: Person, session: DeletableSession): Verdict<null> {
  const may = mayDelete(person, session);
  if (!may.ok) return may;
  const { sessionState, reviewState, hasRecording, isHeld, deletion } = session;
  if (deletion?.state === "asked") return refuse("DELETION_ASKED");
  if (deletion) return refuse("RECORDING_DELETED");
  if (isHeld) return refuse("RECORDING_HELD");
  if (sessionState !== "ended" && sessionState !== "failed") return refuse("SESSION_STILL_OPEN");
  if (!hasRecording) return refuse("RECORDING_MISSING");
  if (reviewState !== "closed") return refuse("REVIEW_STILL_OPEN");
  return allow(null);
}

/**
 * Whether this person may confirm what another asked for, who could ask for it still: in time, never one's own, nor on
 * hold.
 * @param at now
 */
export function mayConfirmDeletion(person: Person, session: DeletableSession, at: Date): Verdict<null> {
  const may = mayWithdrawDeletion(person, session);
  if (!may.ok) return may;
  if (session.deletion?.askedById === person.id) return refuse("DELETION_SELF_CONFIRMED");
  if (session.deletion && session.deletion.expiresAt <= at) return refuse("DELETION_OVER");
  if (session.deletion && !session.deletion.isAskerEntitled) return refuse("ASKER_WITHOUT_ROLE");
  return session.isHeld ? refuse("RECORDING_HELD") : allow(null);
}

/** Whether this person may take a deletion back that nobody confirmed: whoever asked, or another who may delete. */
export function mayWithdrawDeletion(person: Person, session: DeletableSession): Verdict<null> {
  const may = mayDelete(person, session);
  if (!may.ok) return may;
  return session.deletion?.state === "asked" ? allow(null) : refuse("DELETION_OVER");
}
